// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Randomness
import Scheduling
import SimulationEngine

// The hub's own parts: they die with their places, are followed by others after an election, and begin anew without
// memory.

/// What of the hub a shard belongs to.
enum HubPart: UInt8 {
  case controllers
  case scheduler
}

extension FederationRun {
  /// Whether any of the hub's controllers works.
  var isHubWatching: Bool { hub.controllers.contains { $0.isUp } }
  /// Whether the store can be read and written.
  var isStoreUp: Bool { hub.isStoreUp }

  /// Whether the controllers that have `cluster` work.
  func isWatched(_ cluster: Int) -> Bool { hub.controllers[controllerShard(of: cluster)].isUp }

  /// Whether the controllers that have the binding of `workload` work.
  func isWatched(workload: Int) -> Bool { hub.controllers[controllerShard(ofWorkload: workload)].isUp }

  func controllerShard(ofWorkload workload: Int) -> Int {
    hub.controllers.count == 1 ? 0 : Int(workloadKeys[workload] % UInt64(hub.controllers.count))
  }

  func controllerShard(of cluster: Int) -> Int {
    hub.controllers.count == 1 ? 0 : Int(clusterKeys[cluster] % UInt64(hub.controllers.count))
  }

  /// Which queue a workload waits in.
  func schedulerShard(of workload: Int) -> Int {
    deciders.count == 1 ? 0 : Int(workloadKeys[workload] % UInt64(deciders.count))
  }

  func isSchedulerUp(for workload: Int) -> Bool { isSchedulerUp(shard: schedulerShard(of: workload)) }

  func isSchedulerUp(shard: Int) -> Bool {
    hub.hasOwnScheduler ? hub.scheduler[shard].isUp : hub.controllers[shard].isUp
  }

  /// The hub loses or regains something: the component that `fault` names, or what runs in the regions it takes.
  mutating func strikeHub(_ fault: FaultUnit, begins: Bool) {
    if let component = fault.hub {
      if hubFaults.count(component, begins: begins) {
        observe(.hubLost, value: component.number * (begins ? 1 : -1))
      }
    } else if fault.plane == .all {
      for site in hub.sites.indices where fault.regions.contains(hub.sites[site].region) {
        hub.sites[site].faults += begins ? 1 : -1
        if hub.sites[site].region == scenario.network.hub.region, hub.sites[site].faults == (begins ? 1 : 0) {
          observe(.hubLost, value: HubComponent.all.number * (begins ? 1 : -1))
        }
      }
    } else {
      return
    }
    hubChanged()
  }

  /// Brings every part to what its places allow.
  private mutating func hubChanged() {
    let isStoreUp = hub.hasStoreMajority && hubFaults.isStoreUp
    if isStoreUp != hub.isStoreUp { isStoreUp ? regainStore() : loseStore() }
    for shard in hub.controllers.indices { settle(.controllers, shard) }
    for shard in hub.scheduler.indices { settle(.scheduler, shard) }
  }

  private mutating func loseStore() {
    hub.isStoreUp = false
    hub.storeLostAt = now
    for cluster in clusters.indices where isWatchedByLease(cluster) { agentChanged(of: cluster) }
    if let restore = scenario.network.hub.restore {
      hub.restore = schedule(.storeRestored, after: restore.after)
    }
  }

  private mutating func regainStore() {
    hub.isStoreUp = true
    _ = simulation.cancel(hub.restore)
    hub.restore = .none
    applyDelayedEdits()
    for cluster in clusters.indices where isWatchedByLease(cluster) { agentChanged(of: cluster) }
  }

  /// Operators bring the store up elsewhere, from a snapshot: what was written since is forgotten, and what struck the
  /// store before bears on it no more.
  mutating func restoreStore() {
    hub.restore = .none
    guard !hub.isStoreUp, let restore = scenario.network.hub.restore else { return }
    let snapshot = hub.history.assignments(at: hub.storeLostAt - restore.age, workloads: hubWorkloads.count)
    for (workload, assignment) in snapshot.enumerated() {
      guard let assignment, assignment != hubWorkloads[workload].assignment else { continue }
      setAssignment(assignment, of: workload)
      for task in hubWorkloads[workload].evictions { _ = simulation.cancel(task.timeout) }
      hubWorkloads[workload].evictions = []
      observeAssignment(of: workload)
    }
    hub.moveStore()
    hubFaults.abandonStore()
    regainStore()
    for shard in hub.controllers.indices { settle(.controllers, shard) }
    for shard in hub.scheduler.indices { settle(.scheduler, shard) }
  }

  // MARK: Processes

  private func shard(_ part: HubPart, _ shard: Int) -> HubState.Shard {
    part == .controllers ? hub.controllers[shard] : hub.scheduler[shard]
  }

  private mutating func set(_ value: HubState.Shard, _ part: HubPart, _ shard: Int) {
    if part == .controllers { hub.controllers[shard] = value } else { hub.scheduler[shard] = value }
  }

  /// Stops or starts a shard as its store and its instances allow.
  private mutating func settle(_ part: HubPart, _ index: Int) {
    var shard = shard(part, index)
    let component: HubComponent = part == .controllers ? .controllers : .scheduler
    let instancesUp = hubFaults.isUp(component)
    let leaderLives = instancesUp && hub.sites[shard.sites[shard.leader]].faults == 0
    if shard.isUp {
      guard !leaderLives || !hub.isStoreUp else { return }
      shard.isUp = false
      shard.downSince = now
      shard.keepsMemory = leaderLives
      set(shard, part, index)
      stop(part, index)
      shard = self.shard(part, index)
    }
    if !leaderLives { shard.keepsMemory = false }
    let firstAlive = instancesUp ? shard.sites.firstIndex { hub.sites[$0].faults == 0 } : nil
    let survivor = leaderLives ? shard.leader : firstAlive
    guard hub.isStoreUp, let survivor else {
      _ = simulation.cancel(shard.start)
      shard.start = .none
      return set(shard, part, index)
    }
    guard shard.start == .none else { return set(shard, part, index) }
    let isStandby = survivor != shard.leader
    shard.leader = survivor
    let wait = takeover(part, index, shard, isStandby: isStandby)
    shard.takeovers += 1
    shard.start = schedule(.processStarts(part: part, shard: Int32(index)), after: wait, priority: .high)
    set(shard, part, index)
  }

  /// The process that leads a shard ends; a standby, or the same one started anew, takes over.
  mutating func crash(_ part: HubPart, _ index: Int) {
    var shard = shard(part, index)
    guard shard.isUp else { return }
    shard.isUp = false
    shard.downSince = now
    shard.keepsMemory = false
    set(shard, part, index)
    stop(part, index)
    settle(part, index)
  }

  /// From the chance to work until a process works.
  ///
  /// Source: client-go `tools/leaderelection`. A leader that could not renew for its deadline has ended; a standby that
  /// watched the lease wins between lease - retry and lease + 4.4 retry after the crash, a process that starts anew has
  /// to watch the lease from its start.
  private func takeover(
    _ part: HubPart, _ index: Int, _ shard: HubState.Shard, isStandby: Bool
  ) -> SimulationDuration {
    let processes = profile.hub
    guard let election = processes.leaderElection else {
      return shard.keepsMemory ? .zero : processes.startTime
    }
    if shard.keepsMemory, now - shard.downSince < election.renewDeadline { return .zero }
    var stream = RandomStream(
      seed: seed, purpose: .leaderElection, entity: UInt64(part.rawValue), second: UInt64(index),
      third: shard.takeovers)
    let retry = election.retryPeriod.seconds
    // The age of the leader's last renewal, then tries until the record has stood still for a lease.
    let age = isStandby ? retry * stream.uniform() : 0
    let firstLook = isStandby ? retry * 2.2 * stream.uniform() : 0
    var time = firstLook
    while time - firstLook < election.leaseDuration.seconds { time += retry * (1 + 1.2 * stream.uniform()) }
    let start = isStandby ? 0 : processes.startTime.seconds
    return SimulationDuration(seconds: max(0, start + time - age))
  }

  /// A part stops: nothing that it had in memory or in its queues happens any more.
  private mutating func stop(_ part: HubPart, _ index: Int) {
    for workload in hubWorkloads.indices { markLosses(of: workload) }
    if part == .scheduler || !hub.hasOwnScheduler {
      if !deciders[index].queue.isEmpty {
        tell(.questionsForgotten, workload: -1, value: Int64(deciders[index].queue.count))
      }
      deciders[index].queue.removeAll()
      deciders[index].busyWorkers = 0
      deciders[index].process += 1
      for workload in hubWorkloads.indices where schedulerShard(of: workload) == index {
        hubWorkloads[workload].pendingTriggers = []
        _ = simulation.cancel(hubWorkloads[workload].retry)
        hubWorkloads[workload].retry = .none
      }
    }
    guard part == .controllers else { return }
    for workload in hubWorkloads.indices where controllerShard(ofWorkload: workload) == index {
      stopMigrationReview(of: workload)
    }
    let isStopped = hubClusters.indices.map { controllerShard(of: $0) == index }
    waitingProbes.removeAll { isStopped[Int($0)] }
    evictionQueue.removeAll { isStopped[Int($0.cluster)] }
    for cluster in hubClusters.indices where isStopped[cluster] { stopWatching(cluster) }
    guard !isHubWatching else { return }
    _ = simulation.cancel(passes.event)
    passes.event = .none
    busyEvictionWorkers = 0
    evictionProcess += 1
  }

  /// The controllers that have `cluster` stop: what they were about to do is not ahead any more. An operator's taint is.
  private mutating func stopWatching(_ cluster: Int) {
    stopListing(cluster)
    _ = simulation.cancel(hubClusters[cluster].replan)
    hubClusters[cluster].replan = .none
    if profile.system == .karmada {
      _ = simulation.cancel(hubClusters[cluster].taint)
      hubClusters[cluster].taint = .none
    }
    if hubClusters[cluster].taint == .none { noteReaction(to: cluster, isAhead: false) }
    stopProbing(cluster)
    for workload in workloadsOfCluster[cluster] { noteEvictionDone(of: Int(workload), from: cluster) }
    for cohort in clusters[cluster].cohorts {
      _ = simulation.cancel(cohortRecords[Int(cohort)].applicationTimer)
      cohortRecords[Int(cohort)].applicationTimer = .none
    }
  }

  /// A process leads: it lists every member through that member's bucket before it decides anything.
  mutating func startProcess(_ part: HubPart, _ index: Int) {
    var shard = shard(part, index)
    shard.start = .none
    set(shard, part, index)
    guard hub.isStoreUp else { return }
    if shard.keepsMemory, now - shard.downSince < (profile.hub.leaderElection?.renewDeadline ?? .zero) {
      finishStart(part, index, forgets: false)
      return
    }
    let ready = part == .controllers ? listMembers(of: index) : now
    shard.start = schedule(.processReady(part: part, shard: Int32(index)), at: max(now, ready), priority: .high)
    set(shard, part, index)
  }

  /// When all members of a shard that answer are listed.
  private mutating func listMembers(of index: Int) -> SimulationTime {
    // Where a gate waits for the lists, it is the gate that holds decisions up.
    guard reaction.syncGateRecheck == nil else { return now }
    var hubRequests = TokenBucket(profile.propagation.hubRate)
    var last = now
    for cluster in hubClusters.indices where controllerShard(of: cluster) == index && clusters[cluster].isHeard {
      guard !clusters[cluster].hangsLists, snapshot.clusters[cluster].isJoined else { continue }
      hubClusters[cluster].requests = TokenBucket(profile.propagation.memberRate)
      let listed = hubClusters[cluster].requests.take(profile.hub.relistRequests, at: now) + callTime(of: cluster)
      last = max(last, hubRequests.take(1, at: listed))
    }
    return last
  }

  mutating func finishProcessStart(_ part: HubPart, _ index: Int) {
    finishStart(part, index, forgets: true)
  }

  private mutating func finishStart(_ part: HubPart, _ index: Int, forgets: Bool) {
    var shard = shard(part, index)
    shard.start = .none
    shard.isUp = true
    shard.keepsMemory = false
    set(shard, part, index)
    for workload in hubWorkloads.indices { markLosses(of: workload) }
    if part == .controllers {
      resumeControllers(index, forgets: forgets)
      for workload in hubWorkloads.indices { dispatch(workload) }
    }
    guard part == .scheduler || !hub.hasOwnScheduler else { return }
    for workload in hubWorkloads.indices where schedulerShard(of: workload) == index {
      if forgets { hubWorkloads[workload].failedAttempts = 0 }
      enqueue(workload, .relisted)
    }
  }

  /// Controllers work again: probes begin anew, taints and tasks in the store are looked at.
  private mutating func resumeControllers(_ index: Int, forgets: Bool) {
    if forgets {
      hubRequests[index] = TokenBucket(profile.propagation.hubRate)
      // All evict from one queue; its bucket is new where nobody was left to take from it.
      let isFirst = hub.controllers.indices.allSatisfy { $0 == index || !hub.controllers[$0].isUp }
      if isFirst { evictionTokens = TokenBucket(profile.eviction.queueRate) }
    }
    for cluster in hubClusters.indices where controllerShard(of: cluster) == index {
      if isWatchedByLease(cluster) {
        agentChanged(of: cluster)
        if !agentReachesHub(cluster), let lease = profile.detection.lease {
          // The monitor has never seen a renewal: it waits for one from now on.
          _ = simulation.cancel(hubClusters[cluster].leaseExpiry)
          hubClusters[cluster].leaseExpiry = schedule(
            .leaseExpires(cluster: Int32(cluster)), after: lease.grace, priority: .high)
        }
      } else {
        hubClusters[cluster].probing.isFirst = forgets
        // A process that starts probes at once.
        hubClusters[cluster].probing.anchor = now + SimulationDuration(nanoseconds: 1)
        passes.anchor = hubClusters[cluster].probing.anchor
        watch(cluster)
      }
      if forgets { beginListing(cluster) }
      if !hubClusters[cluster].isPublishedReady { setNotReadyTaints(on: cluster) }
      scheduleEvictions(from: cluster)
      if forgets {
        resendLeftovers(to: cluster, since: hub.controllers[index].downSince)
      } else {
        deliverLeftovers(to: cluster)
      }
    }
    for workload in hubWorkloads.indices {
      if controllerShard(ofWorkload: workload) == index {
        scheduleMigrationReview(of: workload, after: Self.migrationEventDelay)
      }
      reviewEvictions(of: workload)
      if hubWorkloads[workload].recheck == .none, isHeldBack(workload) { recheckHeldBack(workload) }
    }
    for cohort in cohorts.indices { watchApplication(cohort) }
  }
}
