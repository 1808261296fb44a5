// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// Conservation, checked after every event when asked. A violation is a bug: it traps with the two values.

extension FederationRun {
  /// Checks every cluster that the event at hand touched; O(their replicas and nodes).
  mutating func checkTouched() {
    for cluster in touched { check(Int(cluster)) }
    touched.removeAll(keepingCapacity: true)
  }

  /// Checks the whole world; O(replicas + nodes).
  public func checkInvariants() {
    for cluster in clusters.indices { check(cluster) }
    checkServing()
    for workload in hubWorkloads.indices {
      checkLosses(of: workload)
      checkShortcuts(of: workload)
      let assigned = hubWorkloads[workload].assignment
      for entry in assigned {
        precondition(entry.replicas >= 0, "workload \(workload) has \(entry.replicas) replicas in \(entry.cluster)")
      }
    }
  }

  /// One workload: what is said to need no look needs none.
  func checkShortcuts(of workload: Int) {
    precondition(
      !hubWorkloads[workload].isPolicyApplied || hubWorkloads[workload].applied == policies[workload],
      "workload \(workload) is said to have been scheduled with its policy, and was with another")
    let found = hubWorkloads[workload].assignment.map {
      existingCohort(workload: workload, cluster: $0.cluster.index) ?? -1
    }
    precondition(
      found == hubWorkloads[workload].assignedCohorts.map(Int.init),
      "workload \(workload) is said to be assigned cohorts \(hubWorkloads[workload].assignedCohorts) and is \(found)")
    if !hubWorkloads[workload].hasUnsent { checkSent(workload, cohorts: found) }
    for place in cohortsOfWorkload[workload] where !cohorts.standing(of: Int(place)).contains(.isWritten) {
      let cohort = cohorts[Int(place)]
      let standing = CohortStanding(of: cohort, isServing: contacts[Int(cohort.cluster)].contains(.serving))
      precondition(
        standing == cohorts.standing(of: Int(place)),
        "cohort \(place) is said to stand at \(cohorts.standing(of: Int(place))) and stands at \(standing): \(cohort)")
      precondition(
        standing.contains(.isWell) != lossBook[workload].unwell.contains(place),
        "cohort \(place) stands at \(standing), and those that are not well are \(lossBook[workload].unwell)")
    }
    guard profile.system == .kubeFed else { return }
    let unsettled = cohortsOfWorkload[workload].filter {
      cohorts[Int($0)].settledReturn != hubClusters[Int(cohorts[Int($0)].cluster)].returns
    }
    precondition(
      unsettled == hubWorkloads[workload].unsettledCopies,
      "workload \(workload) is said to have returned copies \(hubWorkloads[workload].unsettledCopies), has \(unsettled)"
    )
  }

  /// One workload of which every cluster is said to have been sent what is assigned to it.
  private func checkSent(_ workload: Int, cohorts found: [Int]) {
    for (entry, cohort) in zip(hubWorkloads[workload].assignment, found) {
      let replicas = overriddenReplicas(of: workload, in: entry.cluster, scheduled: entry.replicas)
      precondition(
        cohort >= 0 && cohorts[cohort].sent == replicas
          && cohorts[cohort].sentTemplate == hubWorkloads[workload].template,
        "cluster \(entry.cluster) is said to have been sent \(replicas) replicas of workload \(workload), and was not")
    }
  }

  /// Every workload whose losses are about to be settled: what is said to serve does serve. O(their cohorts).
  func checkServing() {
    for workload in lossBook.unsettled {
      let serving = cohortsOfWorkload[Int(workload)].reduce(0) { $0 + Int64(servingReplicas(of: Int($1))) }
      precondition(
        serving == lossBook[Int(workload)].serving,
        "workload \(workload) counts \(lossBook[Int(workload)].serving) serving and has \(serving)")
    }
  }

  /// One workload: what it lacks splits exactly into its causes, and each replica has the cause that it has now.
  func checkLosses(of workload: Int) {
    let serving = cohortsOfWorkload[workload].reduce(0) { $0 + Int64(servingReplicas(of: Int($1))) }
    let lost = max(0, Int64(wanted[workload]) - serving)
    let counts = lossBook.counts[workload]
    precondition(
      counts.total == lost, "workload \(workload) lacks \(lost) replicas and its causes add up to \(counts.total)")
    let fresh = lossByCause(of: workload, looksEverywhere: true).counts
    precondition(counts == fresh, "workload \(workload) is said to lack \(counts) and lacks \(fresh)")
    let twice = replicasRunningTwice(of: workload, looksEverywhere: true)
    precondition(
      lossBook[workload].doubleRunning == twice,
      "workload \(workload) is said to run \(lossBook[workload].doubleRunning) replicas twice and runs \(twice)")
    let starting = cohortsOfWorkload[workload].reduce(0) { $0 + cohorts[Int($1)].starting }
    precondition(
      starting == lossBook[workload].starting,
      "workload \(workload) counts \(lossBook[workload].starting) starting replicas and has \(starting)")
    let outOfReach = clusters.count { $0.userFaults > 0 }
    precondition(
      outOfReach == Int(lossBook.clustersOutOfReach),
      "\(lossBook.clustersOutOfReach) clusters are counted as cut off from users, and \(outOfReach) are")
  }

  /// One cluster: stages add up, 0 <= used <= capacity, nothing ready on the dead, sums equal their parts.
  func check(_ cluster: Int) {
    let member = clusters[cluster]
    precondition(
      member.contact == contacts[cluster],
      "cluster \(cluster) is looked at as \(contacts[cluster]) and is \(member.contact)")
    var usedByNode = [Resources](repeating: .zero, count: member.nodes.count)
    var waiting = Resources.zero
    for place in member.cohorts {
      let cohort = cohorts[Int(place)]
      let record = cohortRecords[Int(place)]
      waiting += templates[Int(record.template)].requests * Int64(cohort.waiting)
      var outdated: Int32 = 0
      var hidden: Int32 = 0
      var counts = (starting: Int32(0), ready: Int32(0), lost: Int32(0), terminating: Int32(0))
      var replica = cohort.firstReplica
      while replica >= 0 {
        let slot = replicas[Int(replica)]
        precondition(slot.cohort == place, "replica \(replica) of cohort \(slot.cohort) is linked to \(place)")
        usedByNode[Int(slot.node) - member.nodes.lowerBound] += templates[Int(slot.template)].requests
        outdated += isOutdated(Int(replica)) ? 1 : 0
        precondition(
          nodes[Int(slot.node)].presence.isThere, "replica \(replica) is on node \(slot.node), which is not there")
        switch slot.stage {
        case .starting: counts.starting += 1
        case .ready:
          counts.ready += 1
          hidden += isHidden(Int(replica)) ? 1 : 0
          precondition(
            member.isAlive && !nodes.isDown(Int(slot.node)),
            "cluster \(cluster) is dead (\(member.deadFaults)) or node \(slot.node) is down, and replica is ready")
        case .lost: counts.lost += 1
        case .terminating: counts.terminating += 1
        }
        replica = slot.next
      }
      precondition(
        counts == (cohort.starting, cohort.ready, cohort.lost, cohort.terminating),
        "cohort \(place) counts \(cohort) and holds \(counts)")
      precondition(hidden == cohort.hidden, "cohort \(place) counts \(cohort.hidden) hidden and has \(hidden)")
      if member.isAlive {
        let unnoticed = countUnnoticed(of: Int(place))
        precondition(
          unnoticed == (cohort.unnoticed, cohort.unnoticedReady),
          "cohort \(place) counts \(cohort.unnoticed) unnoticed, \(cohort.unnoticedReady) ready, and has \(unnoticed)")
      }
      precondition(
        record.stranded == 0 || member.hasStranded,
        "cluster \(cluster) is said to have nothing that waits to be moved, and cohort \(place) has \(record.stranded)")
      precondition(
        outdated == record.outdated, "cohort \(place) counts \(record.outdated) outdated replicas and has \(outdated)")
      let sum = cohort.waiting + cohort.starting + cohort.ready + cohort.lost
      precondition(
        cohort.waiting >= 0 && sum == cohort.desired,
        "cohort \(place) wants \(cohort.desired) replicas and has \(sum)")
    }
    for pool in member.pools { check(pools[Int(pool)]) }
    checkSums(of: cluster, usedByNode: usedByNode, waiting: waiting)
  }

  /// One node pool that may change: what it counts is there, and no free place is before the first one.
  private func check(_ pool: PoolState) {
    let presences = (0..<pool.count).map { nodes[pool.node(at: $0)].presence }
    let wanted = presences.count { $0 == .present || $0 == .requested }
    precondition(
      wanted == pool.wanted,
      "pool \(pool.pool) of cluster \(pool.cluster) counts \(pool.wanted) nodes and has \(wanted)")
    precondition(
      presences.prefix(pool.firstFree).allSatisfy { $0 != .absent },
      "pool \(pool.pool) of cluster \(pool.cluster) has a free place before \(pool.firstFree)")
  }

  private func checkSums(of cluster: Int, usedByNode: [Resources], waiting: Resources) {
    let member = clusters[cluster]
    var allocated = Resources.zero
    var allocatable = Resources.zero
    for block in member.blocks where !nodes.isBounded(block) {
      preconditionFailure("cluster \(cluster) has a node with more room than its block says: \(nodes.blocks[block])")
    }
    for (offset, node) in member.nodes.enumerated() {
      let held = replicasByCohort(on: node)
      precondition(
        held.count == Int(nodes[node].replicaCount) && held.allSatisfy { replicas[Int($0)].node == Int32(node) },
        "node \(node) counts \(nodes[node].replicaCount) replicas and lists \(held)")
      let free = nodes.free(of: node)
      let all = nodes.allocatable(of: node)
      precondition(
        free.cpuMillicores >= 0 && free.memoryBytes >= 0 && free.pods >= 0
          && free.cpuMillicores <= all.cpuMillicores && free.memoryBytes <= all.memoryBytes && free.pods <= all.pods,
        "node \(node) has \(free) free of \(all)")
      let used = Resources(
        cpuMillicores: all.cpuMillicores - free.cpuMillicores, memoryBytes: all.memoryBytes - free.memoryBytes,
        pods: all.pods - free.pods)
      let asked = usedByNode[offset]
      precondition(
        used.cpuMillicores >= asked.cpuMillicores && used.memoryBytes >= asked.memoryBytes && used.pods >= asked.pods,
        "node \(node) counts \(used) used and holds \(asked)")
      allocated += used
      if nodes[node].presence.isThere {
        let offered = scenario.fleet.clusters[cluster].pools[nodes.pool(of: node)].allocatable
        allocatable += offered
      } else {
        precondition(used == .zero, "node \(node) is not there and has \(used) used")
      }
    }
    precondition(
      allocatable == member.allocatable.resources,
      "cluster \(cluster) counts \(member.allocatable) allocatable and its nodes \(allocatable)")
    precondition(
      allocated == member.allocated.resources,
      "cluster \(cluster) counts \(member.allocated) allocated and its nodes \(allocated)")
    precondition(
      waiting == member.allocating.resources,
      "cluster \(cluster) counts \(member.allocating) waiting and its cohorts \(waiting)")
  }
}
