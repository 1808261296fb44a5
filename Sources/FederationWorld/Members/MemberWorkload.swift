// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import SimulationEngine

// What a member does with the object the hub gave it: replicas come, start, serve, stop.

extension FederationRun {
  /// The cohort of `workload` in `cluster`, made on first use. O(log clusters of the workload).
  mutating func cohortIndex(workload: Int, cluster: Int) -> Int {
    let place = cohortsOfWorkload[workload].place(of: cluster)
    if let cohort = cohortsOfWorkload[workload].cohort(at: place, in: cluster) { return cohort }
    let cohort = cohorts.count
    cohorts.append(Cohort(workload: Int32(workload), cluster: Int32(cluster)))
    if followsCounts { countedReplicas.append(.absent) }
    cohortRecords.append(CohortRecord(workload: Int32(workload)))
    cohortsOfWorkload[workload].insert(Int32(cohort), of: cluster, at: place)
    hubWorkloads[workload].noteCohort(cohort, in: cluster)
    clusters[cluster].cohorts.append(Int32(cohort))
    noteReturn(of: cohort)
    return cohort
  }

  /// The cohort of `workload` in `cluster` if there is one.
  func existingCohort(workload: Int, cluster: Int) -> Int? { cohortsOfWorkload[workload].cohort(in: cluster) }

  /// Sets `spec.replicas` of the member's object (-1: deletes it) and starts or stops replicas to match.
  /// - Parameter startsRunning: New replicas that find a node are ready at once (the placed start of a run).
  mutating func setDesired(_ desired: Int32, of cohort: Int, startsRunning: Bool = false) {
    touch(cohorts[cohort].cluster)
    markLosses(of: Int(cohorts[cohort].workload))
    cohorts[cohort].exists = desired >= 0
    if desired >= 0 { adoptTemplate(of: cohort) }
    let change = max(desired, 0) - cohorts[cohort].desired
    cohorts[cohort].desired = max(desired, 0)
    if change > 0 {
      addWaiting(change, to: cohort)
      placeWaiting(of: cohort, startsRunning: startsRunning)
    } else if change < 0 {
      stop(-change, of: cohort)
    }
    objectChanged(cohort)
    noteHealth(ofCohort: cohort)
  }

  /// Adds (or takes) replicas without a node.
  mutating func addWaiting(_ count: Int32, to cohort: Int) {
    guard count != 0 else { return }
    let cluster = Int(cohorts[cohort].cluster)
    noteChange(in: cluster)
    cohorts[cohort].waiting += count
    clusters[cluster].allocating.add(
      templates[Int(cohortRecords[cohort].template)].requests, times: Int64(count))
    observe(
      .waitingChanged, workload: Int(cohorts[cohort].workload), cluster: cluster, value: Int64(count))
    if cohorts[cohort].waiting == 0 {
      cohortRecords[cohort].waitingSince = .distantFuture
      _ = simulation.cancel(cohortRecords[cohort].unschedulableCheck)
      cohortRecords[cohort].unschedulableCheck = .none
    }
  }

  /// Gives nodes to as many waiting replicas as fit; the rest keeps waiting in the cluster's list.
  mutating func placeWaiting(of cohort: Int, startsRunning: Bool = false) {
    let cluster = Int(cohorts[cohort].cluster)
    let requests = templates[Int(cohortRecords[cohort].template)].requests
    if clusters[cluster].isManaged, cohorts[cohort].waiting > 0, nodes.mayFit(requests, in: cluster) {
      // Taken out while it is in use: a start can end in another placing.
      var search = NodeSearch()
      swap(&search, &nodeSearch)
      beginSearch(for: cohort, with: &search)
      while cohorts[cohort].waiting > 0, let node = search.next(in: &nodes) {
        addWaiting(-1, to: cohort)
        startReplica(of: cohort, on: node, isRunning: startsRunning)
        search.noteTaken()
      }
      swap(&search, &nodeSearch)
      if cohorts[cohort].waiting > 0 { nodes.lowerBound(of: cluster, to: clusters[cluster].blocks) }
    }
    guard cohorts[cohort].waiting > 0 else { return }
    if cohortRecords[cohort].waitingSince == .distantFuture { cohortRecords[cohort].waitingSince = now }
    scheduleUnschedulableCheck(of: cohort)
    noteShortage(in: cluster)
    if !cohorts[cohort].isInWaitingList {
      cohorts[cohort].isInWaitingList = true
      clusters[cluster].waitingCohorts.append(Int32(cohort))
    }
  }

  /// Tries waiting replicas again where room came up during the event at hand.
  mutating func settleWaiting() {
    while let cluster = clustersWithNewRoom.popLast() {
      clusters[Int(cluster)].hasNewRoom = false
      guard !clusters[Int(cluster)].waitingCohorts.isEmpty else { continue }
      let list = longestWaitingFirst(in: Int(cluster))
      clusters[Int(cluster)].waitingCohorts.removeAll(keepingCapacity: true)
      for cohort in list {
        cohorts[Int(cohort)].isInWaitingList = false
        if cohorts[Int(cohort)].waiting > 0 { placeWaiting(of: Int(cohort)) }
      }
    }
  }

  /// The waiting list of `cluster` in the order of waiting. A cohort that waits for the second time may still stand
  /// where its first wait put it.
  private func longestWaitingFirst(in cluster: Int) -> [Int32] {
    let list = clusters[cluster].waitingCohorts
    func since(_ place: Int) -> SimulationTime { cohortRecords[Int(list[place])].waitingSince }
    if list.indices.dropFirst().allSatisfy({ since($0 - 1) <= since($0) }) { return list }
    return list.indices.sorted { (since($0), $0) < (since($1), $1) }.map { list[$0] }
  }

  /// Remembers that `cluster` has room it did not have.
  mutating func noteRoom(in cluster: Int) {
    guard !clusters[cluster].hasNewRoom, !clusters[cluster].waitingCohorts.isEmpty else { return }
    clusters[cluster].hasNewRoom = true
    clustersWithNewRoom.append(Int32(cluster))
  }

  /// A new replica on `node`: one start-up draw, keyed by workload, cluster and ordinal, so that every contender meets
  /// the same slow starts.
  private mutating func startReplica(of cohort: Int, on node: Int, isRunning: Bool) {
    let template = cohortRecords[cohort].template
    bind(1, of: Int(cohorts[cohort].workload), template: template, to: node)
    let replica = takeReplicaSlot()
    let first = cohorts[cohort].firstReplica
    replicas[replica] = Replica(
      cohort: Int32(cohort), node: Int32(node), next: first, previous: -1, stage: .starting, template: template,
      event: .none)
    if first >= 0 { replicas[Int(first)].previous = Int32(replica) }
    cohorts[cohort].firstReplica = Int32(replica)
    link(replica, to: node)
    changeStarting(of: cohort, by: 1)
    if isRunning {
      cohortRecords[cohort].startCount += 1
      becomeReady(replica)
    } else {
      beginStart(of: replica)
    }
  }

  /// Draws the start-up time and waits for it; a slow cluster takes so many times as long, whatever is drawn.
  mutating func beginStart(of replica: Int) {
    let cohort = Int(replicas[replica].cohort)
    let workload = Int(cohorts[cohort].workload)
    var stream = RandomStream(
      seed: seed, purpose: .replicaStartup, entity: workloadKeys[workload],
      second: clusterKeys[Int(cohorts[cohort].cluster)], third: UInt64(cohortRecords[cohort].startCount))
    cohortRecords[cohort].startCount += 1
    var span = startupLaws[workload].sample(&stream)
    let factor = clusters[Int(cohorts[cohort].cluster)].startFactor
    if factor != 1 { span = SimulationDuration(seconds: span.seconds * factor) }
    replicas[replica].startedAt = now
    replicas[replica].event = schedule(.replicaReady(replica: Int32(replica)), after: span)
  }

  /// A start is over.
  mutating func finishStart(of replica: Int) {
    let cohort = Int(replicas[replica].cohort)
    tell(
      .replicaStarted, workload: Int(cohorts[cohort].workload), cluster: Int(cohorts[cohort].cluster),
      value: (now - replicas[replica].startedAt).nanoseconds)
    becomeReady(replica)
  }

  mutating func becomeReady(_ replica: Int) {
    let cohort = Int(replicas[replica].cohort)
    replicas[replica].stage = .ready
    replicas[replica].event = .none
    changeStarting(of: cohort, by: -1)
    markLosses(of: Int(cohorts[cohort].workload))
    changeReady(of: cohort, by: 1, hidden: isHidden(replica) ? 1 : 0)
    if cohortRecords[cohort].outdated > 0 { advanceRollout(of: cohort) }
    noteHealth(ofCohort: cohort)
  }

  /// Adds to the count of replicas that start.
  mutating func changeStarting(of cohort: Int, by count: Int32) {
    cohorts[cohort].starting += count
    lossBook[Int(cohorts[cohort].workload)].starting += count
  }

  /// Whether users cannot reach the node of `replica`.
  func isHidden(_ replica: Int) -> Bool { nodes.isHidden(Int(replicas[replica].node)) }

  /// Adds to the ready count, of which `hidden` on nodes out of users' reach, and tells observers what of it serves.
  mutating func changeReady(of cohort: Int, by count: Int32, hidden: Int32, isFault: Bool = false) {
    touch(cohorts[cohort].cluster)
    cohorts[cohort].ready += count
    defer { noteHealth(ofCohort: cohort) }
    cohorts[cohort].hidden += hidden
    objectChanged(cohort)
    let cluster = Int(cohorts[cohort].cluster)
    if count != hidden, clusters[cluster].isServing || isFault && clusters[cluster].userFaults == 0 {
      observe(
        isFault ? .servingLostToFault : .servingChanged, workload: Int(cohorts[cohort].workload), cluster: cluster,
        value: Int64(count - hidden))
    }
  }

  /// Stops `count` replicas in the order of a ReplicaSet: without a node, not running, starting, ready; newest first.
  ///
  /// Source: kubernetes `pkg/controller/controller_utils.go` ActivePodsWithRanks.
  private mutating func stop(_ count: Int32, of cohort: Int) {
    var rest = count
    let withoutNode = min(rest, cohorts[cohort].waiting)
    addWaiting(-withoutNode, to: cohort)
    rest -= withoutNode
    var stoppedReady: Int64 = 0
    for stage in [ReplicaStage.lost, .starting, .ready] where rest > 0 {
      var replica = cohorts[cohort].firstReplica
      while replica >= 0, rest > 0 {
        let next = replicas[Int(replica)].next
        if replicas[Int(replica)].stage == stage {
          stoppedReady += stage == .ready && !isHidden(Int(replica)) ? 1 : 0
          terminate(Int(replica))
          rest -= 1
        }
        replica = next
      }
    }
    let cluster = Int(cohorts[cohort].cluster)
    if stoppedReady > 0, clusters[cluster].isServing {
      observe(
        .stoppedHealthy, workload: Int(cohorts[cohort].workload), cluster: cluster, value: stoppedReady)
    }
  }

  /// Tells one replica to stop; its node's resources come free after the grace of its workload.
  mutating func terminate(_ replica: Int) {
    let cohort = Int(replicas[replica].cohort)
    if isOutdated(replica) { cohortRecords[cohort].outdated -= 1 }
    _ = simulation.cancel(replicas[replica].event)
    let stage = replicas[replica].stage
    switch stage {
    case .starting: changeStarting(of: cohort, by: -1)
    case .ready: changeReady(of: cohort, by: -1, hidden: isHidden(replica) ? -1 : 0)
    case .lost:
      cohorts[cohort].lost -= 1
      forgetUnnoticed(replica)
    case .terminating: preconditionFailure("replica \(replica) of cohort \(cohort) is told to stop twice")
    }
    replicas[replica].stage = .terminating
    cohorts[cohort].terminating += 1
    let grace = facts[Int(cohorts[cohort].workload)].termination
    if stage == .lost || grace == .zero {
      finishTerminating(replica)
    } else {
      replicas[replica].event = schedule(.replicaGone(replica: Int32(replica)), after: grace)
    }
  }

  mutating func finishTerminating(_ replica: Int) {
    cohorts[Int(replicas[replica].cohort)].terminating -= 1
    release(replica)
  }

  /// Frees the node's resources and the slot.
  mutating func release(_ replica: Int) {
    let slot = replicas[replica]
    let cohort = Int(slot.cohort)
    touch(cohorts[cohort].cluster)
    if isOutdated(replica) { cohortRecords[cohort].outdated -= 1 }
    bind(-1, of: Int(cohorts[cohort].workload), template: slot.template, to: Int(slot.node))
    if slot.previous >= 0 {
      replicas[Int(slot.previous)].next = slot.next
    } else {
      cohorts[cohort].firstReplica = slot.next
    }
    if slot.next >= 0 { replicas[Int(slot.next)].previous = slot.previous }
    unlinkFromNode(replica)
    replicas[replica] = Replica(
      cohort: -1, node: -1, next: firstFreeReplica, previous: -1, stage: .terminating, template: -1, event: .none)
    firstFreeReplica = Int32(replica)
    removeIfDrained(Int(slot.node))
    noteRoom(in: Int(cohorts[cohort].cluster))
  }

  private mutating func takeReplicaSlot() -> Int {
    guard firstFreeReplica >= 0 else {
      replicas.append(
        Replica(cohort: -1, node: -1, next: -1, previous: -1, stage: .terminating, template: -1, event: .none))
      return replicas.count - 1
    }
    let slot = Int(firstFreeReplica)
    firstFreeReplica = replicas[slot].next
    return slot
  }

  /// Marks a cluster as touched by the event at hand.
  mutating func touch(_ cluster: Int32) {
    if checksInvariants, touched.last != cluster { touched.append(cluster) }
  }
}
