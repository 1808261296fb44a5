// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// How workloads leave a tainted member: tolerations, the queue of evictions, and its pace.
//
// Source: karmada `pkg/controllers/cluster/taint_manager.go`, `pkg/util/helper/taint.go`.

extension FederationRun {
  /// To be called when the taints of a cluster object changed: evictions begin or end, and policies that look at taints
  /// are asked.
  mutating func taintsChanged(on cluster: Int) {
    let present = snapshot.clusters[cluster].taints.filter { $0.effect == .noExecute }
    let known = hubClusters[cluster].noExecuteTaints
    hubClusters[cluster].noExecuteTaints = present.map { taint in
      (taint, known.first { $0.taint == taint }?.addedAt ?? now)
    }
    // A taint that was there before has set off its evictions then.
    let hasNew = present.contains { taint in !known.contains { $0.taint == taint } }
    if hasNew { scheduleEvictions(from: cluster) }
    if known.contains(where: { !present.contains($0.taint) }) { forgetTolerations(in: cluster) }
    for workload in workloadsOfCluster[cluster] { enqueue(Int(workload), .taintsChanged) }
  }

  /// Taints are gone: what nothing evicts any more tolerates nothing any more.
  private mutating func forgetTolerations(in cluster: Int) {
    for place in workloadsOfCluster[cluster] where !isEvictionQueued(of: Int(place), from: cluster) {
      if evictionTime(of: Int(place), from: cluster) == nil { noteEvictionDone(of: Int(place), from: cluster) }
    }
  }

  /// Looks at everything on a tainted cluster.
  mutating func scheduleEvictions(from cluster: Int) {
    guard profile.system == .karmada, !hubClusters[cluster].noExecuteTaints.isEmpty else { return }
    for workload in workloadsOfCluster[cluster] where holds(Int(workload), cluster) {
      scheduleEviction(of: Int(workload), from: cluster)
    }
    scheduleRelist(of: cluster)
  }

  /// To be called when the binding of `workload` or its policy was written: what came to a tainted cluster, and a
  /// toleration that changed there, is found by the next look at everything on that cluster. O(assigned clusters).
  mutating func noteBindingWritten(_ workload: Int) {
    guard profile.system == .karmada, profile.eviction.relistPeriod > .zero else { return }
    for entry in hubWorkloads[workload].assignment {
      let cluster = entry.cluster.index
      // What waits for a worker, or for the end that is known already, the look would leave as it is.
      guard let end = evictionTime(of: workload, from: cluster), let look = nextRelist(of: cluster),
        !isEvictionQueued(of: workload, from: cluster), !isTolerated(workload, in: cluster, until: end)
      else { continue }
      _ = schedule(.evictionLook(workload: Int32(workload), cluster: Int32(cluster)), at: look)
    }
  }

  /// Looks at one workload on a tainted cluster. A controller that is down looks when it is back.
  mutating func lookForEviction(of workload: Int, from cluster: Int) {
    guard isWatched(cluster), holds(workload, cluster) else { return }
    scheduleEviction(of: workload, from: cluster)
  }

  /// The next look at everything on a tainted cluster; they come in turns from its first taint on. nil: there is none.
  private func nextRelist(of cluster: Int) -> SimulationTime? {
    let period = profile.eviction.relistPeriod
    guard period > .zero, let since = hubClusters[cluster].noExecuteTaints.map(\.addedAt).min() else { return nil }
    return nextTick(of: SimulationDuration(nanoseconds: since.nanoseconds), every: period, after: now)
  }

  /// Where each look at everything costs the workers something, it has to happen: releases that queue what tolerates a
  /// taint for ever queue it anew each time. Otherwise a look finds only what `noteBindingWritten` announced.
  mutating func scheduleRelist(of cluster: Int) {
    guard profile.eviction.queuesTolerating, profile.eviction.ratePerSecond != nil, isEvicting(from: cluster),
      hubClusters[cluster].relist == .none, let look = nextRelist(of: cluster)
    else { return }
    hubClusters[cluster].relist = schedule(.evictionRelist(cluster: Int32(cluster)), at: look)
  }

  /// Everything on a tainted cluster is looked at again.
  mutating func relistEvictions(from cluster: Int) {
    hubClusters[cluster].relist = .none
    // A controller that is down lists when it is back.
    if isWatched(cluster) { scheduleEvictions(from: cluster) }
  }

  /// Whether any taint of `cluster` evicts at all.
  private func isEvicting(from cluster: Int) -> Bool {
    snapshot.clusters[cluster].isJoined && hubClusters[cluster].noExecuteTaints.contains { evicts($0.taint) }
  }

  func holds(_ workload: Int, _ cluster: Int) -> Bool {
    hubWorkloads[workload].assignment.contains { $0.cluster.index == cluster }
  }

  /// Whether a taint on a cluster evicts at all.
  private func evicts(_ taint: Taint) -> Bool {
    profile.eviction.isEnabled
      || profile.eviction.evictsHandSetTaints && !KarmadaTaintKey.ofReadiness.contains(taint.key)
  }

  /// When `workload` has to leave `cluster`; nil: never.
  ///
  /// A taint that is not tolerated evicts at once; else the least of timeAdded + tolerationSeconds. A cluster that left
  /// has no object whose taints could evict.
  func evictionTime(of workload: Int, from cluster: Int) -> SimulationTime? {
    guard !hubClusters[cluster].noExecuteTaints.isEmpty, snapshot.clusters[cluster].isJoined,
      case .karmada(let policy)? = hubWorkloads[workload].applied ?? policies[workload]
    else { return nil }
    var earliest: SimulationTime?
    for (taint, addedAt) in hubClusters[cluster].noExecuteTaints where evicts(taint) {
      let tolerance = TaintTolerance(
        of: taint, by: policy.tolerations, injectedSeconds: profile.eviction.defaultTolerationSeconds)
      guard let span = tolerance.span else { continue }
      earliest = min(earliest ?? addedAt + span, addedAt + span)
    }
    return earliest
  }

  mutating func scheduleEviction(of workload: Int, from cluster: Int) {
    guard let time = evictionTime(of: workload, from: cluster) else {
      // Early releases queued what tolerates the taint for ever too: each costs a worker its pause.
      if profile.eviction.queuesTolerating, isEvicting(from: cluster) { queueEviction(of: workload, from: cluster) }
      return
    }
    if time <= now {
      queueEviction(of: workload, from: cluster)
    } else {
      awaitToleration(of: workload, in: cluster, until: time)
    }
  }

  /// Waits for the end of a toleration that runs, once.
  private mutating func awaitToleration(of workload: Int, in cluster: Int, until time: SimulationTime) {
    guard !isTolerated(workload, in: cluster, until: time) else { return }
    noteToleration(of: workload, in: cluster, until: time)
    _ = schedule(.tolerationEnds(workload: Int32(workload), cluster: Int32(cluster)), at: time)
  }

  /// Takes an eviction to a worker, or queues it until one is free; once. What turns out not to be due, as a toleration
  /// that began anew, costs its worker the same.
  mutating func queueEviction(of workload: Int, from cluster: Int) {
    guard isWatched(cluster), holds(workload, cluster) else { return }
    guard !isEvictionQueued(of: workload, from: cluster) else { return markLosses(of: workload) }
    let item = Eviction(workload: Int32(workload), cluster: Int32(cluster))
    let due = evictionTime(of: workload, from: cluster)
    if let due, due > now {
      awaitToleration(of: workload, in: cluster, until: due)
    } else if due != nil, !hubClusters[cluster].isPublishedReady {
      observe(.reactionDue, workload: workload, cluster: cluster)
    }
    guard profile.eviction.ratePerSecond != nil else {
      carryOut(item)
      return
    }
    if busyEvictionWorkers < profile.eviction.workers {
      process(item)
    } else {
      evictionQueue.append(item)
      noteQueuedEviction(of: workload, from: cluster, dueAt: due ?? .distantFuture)
    }
  }

  /// A worker evicts, then pauses: by its own rate, and for the bucket that all share.
  private mutating func process(_ item: Eviction) {
    busyEvictionWorkers += 1
    carryOut(item)
    let pause = profile.eviction.workerPause ?? .zero
    let granted = evictionTokens.take(1, at: now)
    _ = schedule(.evictionWorkerFree(process: evictionProcess), at: max(now + pause, granted))
  }

  mutating func releaseEvictionWorker() {
    guard busyEvictionWorkers > 0 else { return }
    busyEvictionWorkers -= 1
    guard busyEvictionWorkers < profile.eviction.workers, let item = evictionQueue.popFirst() else { return }
    process(item)
  }

  /// Evicts, if it is still due; a toleration that runs goes on.
  private mutating func carryOut(_ item: Eviction) {
    let workload = Int(item.workload)
    let cluster = Int(item.cluster)
    let time = evictionTime(of: workload, from: cluster)
    if let time, time > now, isTolerated(workload, in: cluster, until: time) { return }
    noteEvictionDone(of: workload, from: cluster)
    guard let time else { return }
    guard time <= now else { return awaitToleration(of: workload, in: cluster, until: time) }
    var mode = profile.eviction.purgeMode
    if case .karmada(let policy)? = policies[workload] { mode = policy.clusterPurgeMode ?? mode }
    evict(workload, from: cluster, mode: mode, grace: profile.eviction.gracefulTimeout)
  }

  /// The workload leaves the cluster: the scheduler has to find another, and the old copy is dealt with as `mode` says.
  mutating func evict(
    _ workload: Int, from cluster: Int, mode: KarmadaPolicy.PurgeMode, grace: SimulationDuration
  ) {
    guard let place = hubWorkloads[workload].assignment.firstIndex(where: { $0.cluster.index == cluster }) else {
      return
    }
    var assignment = hubWorkloads[workload].assignment
    assignment.remove(at: place)
    setAssignment(assignment, of: workload)
    beginEvictionTask(of: workload, from: cluster, mode: mode, grace: grace)
    observe(.evicted, workload: workload, cluster: cluster)
    noteFailover(of: workload, from: cluster)
    observeAssignment(of: workload)
    enqueue(workload, .evicted)
  }
}
