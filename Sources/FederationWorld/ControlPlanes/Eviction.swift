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
    for workload in workloadsOfCluster[cluster] { enqueue(Int(workload), .taintsChanged) }
  }

  /// Looks at everything on a tainted cluster.
  mutating func scheduleEvictions(from cluster: Int) {
    guard profile.system == .karmada, !hubClusters[cluster].noExecuteTaints.isEmpty else { return }
    for workload in workloadsOfCluster[cluster] where holds(Int(workload), cluster) {
      scheduleEviction(of: Int(workload), from: cluster)
    }
  }

  /// A workload came to a cluster that is tainted already: the next look at everything there finds it.
  mutating func noteArrival(of workload: Int, on cluster: Int) {
    let period = profile.eviction.relistPeriod
    guard profile.system == .karmada, period > .zero, !hubClusters[cluster].noExecuteTaints.isEmpty else { return }
    let since = hubClusters[cluster].noExecuteTaints.map(\.addedAt).min() ?? now
    let look = nextTick(of: SimulationDuration(nanoseconds: since.nanoseconds), every: period, after: now)
    _ = schedule(.evictionLook(workload: Int32(workload), cluster: Int32(cluster)), at: look)
  }

  func holds(_ workload: Int, _ cluster: Int) -> Bool {
    hubWorkloads[workload].assignment.contains { $0.cluster.index == cluster }
  }

  /// Whether a taint on a cluster evicts at all.
  private func evicts(_ taint: Taint) -> Bool {
    profile.eviction.isEnabled || profile.eviction.evictsHandSetTaints && !Self.readinessKeys.contains(taint.key)
  }

  /// When `workload` has to leave `cluster`; nil: never.
  ///
  /// A taint that is not tolerated evicts at once; else the least of timeAdded + tolerationSeconds; per taint only the
  /// first matching toleration counts. What the webhook injects tolerates the controller's own keys alone. A cluster that
  /// left has no object whose taints could evict.
  func evictionTime(of workload: Int, from cluster: Int) -> SimulationTime? {
    guard snapshot.clusters[cluster].isJoined,
      case .karmada(let policy)? = hubWorkloads[workload].applied ?? policies[workload]
    else { return nil }
    var earliest: SimulationTime?
    for (taint, addedAt) in hubClusters[cluster].noExecuteTaints where evicts(taint) {
      let seconds: Int64?
      if let toleration = policy.tolerations.first(where: { $0.tolerates(taint) }) {
        seconds = toleration.tolerationSeconds
      } else {
        let isOwn = Self.readinessKeys.contains(taint.key)
        seconds = isOwn ? profile.eviction.defaultTolerationSeconds ?? 0 : 0
      }
      if let seconds {
        let time = addedAt + .seconds(max(seconds, 0))
        earliest = min(earliest ?? time, time)
      }
    }
    return earliest
  }

  mutating func scheduleEviction(of workload: Int, from cluster: Int) {
    guard let time = evictionTime(of: workload, from: cluster) else {
      // Early releases queued what tolerates the taint for ever too: each costs a worker its pause.
      if profile.eviction.queuesTolerating, snapshot.clusters[cluster].isJoined,
        hubClusters[cluster].noExecuteTaints.contains(where: { evicts($0.taint) })
      {
        queueEviction(of: workload, from: cluster)
      }
      return
    }
    if time <= now {
      queueEviction(of: workload, from: cluster)
    } else {
      noteToleration(of: workload, in: cluster, until: time)
      _ = schedule(.tolerationEnds(workload: Int32(workload), cluster: Int32(cluster)), at: time)
    }
  }

  /// Takes an eviction to a worker, or queues it until one is free; once.
  mutating func queueEviction(of workload: Int, from cluster: Int) {
    guard isWatched(cluster), holds(workload, cluster), !isEvictionQueued(of: workload, from: cluster) else { return }
    let item = Eviction(workload: Int32(workload), cluster: Int32(cluster))
    if !hubClusters[cluster].isPublishedReady { observe(.reactionDue, workload: workload, cluster: cluster) }
    guard profile.eviction.ratePerSecond != nil else {
      carryOut(item)
      return
    }
    if busyEvictionWorkers < profile.eviction.workers {
      process(item)
    } else {
      evictionQueue.append(item)
      noteQueuedEviction(of: workload, from: cluster)
    }
  }

  /// A worker evicts, then pauses: by its own rate, and for the bucket that all share.
  private mutating func process(_ item: Eviction) {
    busyEvictionWorkers += 1
    carryOut(item)
    let rate = profile.eviction.ratePerSecond ?? 1
    let pause = rate > 0 ? SimulationDuration(seconds: 1 / rate) : .minutes(30)
    let granted = evictionTokens.take(1, at: now)
    _ = schedule(.evictionWorkerFree(process: evictionProcess), at: max(now + pause, granted))
  }

  mutating func releaseEvictionWorker() {
    guard busyEvictionWorkers > 0 else { return }
    busyEvictionWorkers -= 1
    guard busyEvictionWorkers < profile.eviction.workers, let item = evictionQueue.popFirst() else { return }
    process(item)
  }

  /// Evicts, if it is still due.
  private mutating func carryOut(_ item: Eviction) {
    let workload = Int(item.workload)
    let cluster = Int(item.cluster)
    noteEvictionDone(of: workload, from: cluster)
    guard let time = evictionTime(of: workload, from: cluster), time <= now else { return }
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
