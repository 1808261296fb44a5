// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// Taints on cluster objects, and how workloads leave a tainted cluster.

extension FederationRun {
  /// Karmada's own taint on a member that is not ready. Source: karmada `pkg/apis/cluster/v1alpha1/well_known.go`.
  static let notReadyKey = "cluster.karmada.io/not-ready"
  /// What the simulated operator sets where no controller does.
  static let operatorKey = "regatta.dev/operator-unready"

  /// The taints that a member gets by being published as not ready.
  mutating func setNotReadyTaints(on cluster: Int) {
    if profile.system == .karmada, add(Taint(key: Self.notReadyKey, effect: .noSchedule), to: cluster) {
      taintsChanged(on: cluster)
    }
    let eviction = profile.eviction
    guard eviction.isEnabled, let delay = eviction.taintDelay else { return }
    hubClusters[cluster].taint = schedule(.taintDue(cluster: Int32(cluster)), after: delay, priority: .high)
  }

  /// Takes off again what a ready member does not keep.
  mutating func clearReadinessTaints(of cluster: Int) {
    _ = simulation.cancel(hubClusters[cluster].taint)
    hubClusters[cluster].taint = .none
    let before = snapshot.clusters[cluster].taints
    let removesNoExecute = profile.eviction.removesTaintOnReady && taintPolicies.isEmpty
    snapshot.clusters[cluster].taints.removeAll {
      $0.key == Self.notReadyKey && ($0.effect == .noSchedule || removesNoExecute)
        || $0.key == Self.operatorKey && removesNoExecute
    }
    if profile.eviction.isEnabled { applyTaintPolicies(to: cluster) }
    // Who looks at taints is asked only when they changed: readiness alone is no trigger.
    if snapshot.clusters[cluster].taints != before { taintsChanged(on: cluster) }
  }

  /// A controller, a taint policy or the operator marks a lost member for eviction.
  mutating func addEvictionTaint(to cluster: Int) {
    hubClusters[cluster].taint = .none
    guard !hubClusters[cluster].isPublishedReady else { return }
    let before = snapshot.clusters[cluster].taints
    if taintPolicies.isEmpty {
      let key = profile.system == .karmada ? Self.notReadyKey : Self.operatorKey
      _ = add(Taint(key: key, effect: .noExecute), to: cluster)
    } else {
      applyTaintPolicies(to: cluster)
    }
    if snapshot.clusters[cluster].taints != before { taintsChanged(on: cluster) }
  }

  /// The contender's ClusterTaintPolicies; none in other systems.
  private var taintPolicies: [KarmadaClusterTaintPolicy] {
    profile.system == .karmada ? contender.taintPolicies : []
  }

  /// Puts `taint` on a cluster object that has none of its key and effect; false when it has.
  private mutating func add(_ taint: Taint, to cluster: Int) -> Bool {
    let taints = snapshot.clusters[cluster].taints
    if taints.contains(where: { $0.key == taint.key && $0.effect == taint.effect }) { return false }
    snapshot.clusters[cluster].taints.append(taint)
    return true
  }

  /// Runs the ClusterTaintPolicies for the readiness as published: each adds, then removes.
  ///
  /// Source: karmada `pkg/controllers/taint/clustertaintpolicy_controller.go`: policies in order, taints told apart by
  /// key and effect.
  private mutating func applyTaintPolicies(to cluster: Int) {
    let status = hubClusters[cluster].isPublishedReady ? "True" : "False"
    for policy in taintPolicies where policy.target?.matches(scenario.fleet.clusters[cluster]) ?? true {
      if Self.holds(policy.addOn, status) {
        for taint in policy.taints { _ = add(taint, to: cluster) }
      }
      if Self.holds(policy.removeOn, status) {
        snapshot.clusters[cluster].taints.removeAll { present in
          policy.taints.contains { $0.key == present.key && $0.effect == present.effect }
        }
      }
    }
  }

  /// Whether all `conditions`, of which there must be one, hold for a member whose Ready condition is `status`.
  private static func holds(_ conditions: [KarmadaClusterTaintPolicy.Condition], _ status: String) -> Bool {
    !conditions.isEmpty
      && conditions.allSatisfy { $0.type == "Ready" && $0.isIn == $0.statusValues.contains(status) }
  }

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
    if profile.system == .karmada, profile.eviction.isEnabled, hasNew {
      for workload in workloadsOfCluster[cluster] where holds(Int(workload), cluster) {
        scheduleEviction(of: Int(workload), from: cluster)
      }
    }
    for workload in workloadsOfCluster[cluster] { enqueue(Int(workload), .taintsChanged) }
  }

  func holds(_ workload: Int, _ cluster: Int) -> Bool {
    hubWorkloads[workload].assignment.contains { $0.cluster.index == cluster }
  }

  /// When `workload` has to leave `cluster`; nil: never.
  ///
  /// Source: karmada `pkg/controllers/cluster/taint_manager.go`, `pkg/util/helper/taint.go`: a taint that is not
  /// tolerated evicts at once; else the least of timeAdded + tolerationSeconds; per taint only the first matching
  /// toleration counts. What the webhook injects tolerates the controller's own key alone.
  private func evictionTime(of workload: Int, from cluster: Int) -> SimulationTime? {
    guard case .karmada(let policy)? = policies[workload] else { return nil }
    var earliest: SimulationTime?
    for (taint, addedAt) in hubClusters[cluster].noExecuteTaints {
      let seconds: Int64?
      if let toleration = policy.tolerations.first(where: { $0.tolerates(taint) }) {
        seconds = toleration.tolerationSeconds
      } else {
        let injected = taint.key == Self.notReadyKey ? profile.eviction.defaultTolerationSeconds : nil
        seconds = injected ?? 0
      }
      if let seconds {
        let time = addedAt + .seconds(max(seconds, 0))
        earliest = min(earliest ?? time, time)
      }
    }
    return earliest
  }

  mutating func scheduleEviction(of workload: Int, from cluster: Int) {
    guard let time = evictionTime(of: workload, from: cluster) else { return }
    if time <= now {
      queueEviction(of: workload, from: cluster)
    } else {
      _ = schedule(.tolerationEnds(workload: Int32(workload), cluster: Int32(cluster)), at: time)
    }
  }

  /// Takes an eviction to a worker, or queues it until one is free.
  mutating func queueEviction(of workload: Int, from cluster: Int) {
    let item = Eviction(workload: Int32(workload), cluster: Int32(cluster))
    let pace = profile.eviction
    guard let rate = pace.ratePerSecond else {
      carryOut(item)
      return
    }
    if busyEvictionWorkers < pace.workers {
      carryOut(item)
      occupyEvictionWorker(rate: rate)
    } else {
      evictionQueue.append(item)
    }
  }

  private mutating func occupyEvictionWorker(rate: Double) {
    busyEvictionWorkers += 1
    let pause = rate > 0 ? SimulationDuration(seconds: 1 / rate) : .minutes(30)
    _ = schedule(.evictionWorkerFree, after: pause)
  }

  mutating func releaseEvictionWorker() {
    busyEvictionWorkers -= 1
    guard busyEvictionWorkers < profile.eviction.workers, let item = evictionQueue.popFirst() else { return }
    carryOut(item)
    occupyEvictionWorker(rate: profile.eviction.ratePerSecond ?? 1)
  }

  /// Evicts, if it is still due: the old copy stays until the new ones are healthy or its time is up.
  private mutating func carryOut(_ item: Eviction) {
    let workload = Int(item.workload)
    let cluster = Int(item.cluster)
    guard let time = evictionTime(of: workload, from: cluster), time <= now,
      let place = hubWorkloads[workload].assignment.firstIndex(where: { $0.cluster.index == cluster })
    else { return }
    hubWorkloads[workload].assignment.remove(at: place)
    let timeout = schedule(
      .gracefulTimeout(workload: item.workload, cluster: item.cluster),
      after: profile.eviction.gracefulTimeout)
    let evictions = hubWorkloads[workload].evictions
    let spot = evictions.firstIndex { $0.cluster.index > cluster } ?? evictions.count
    hubWorkloads[workload].evictions.insert(.init(cluster: ClusterIndex(cluster), timeout: timeout), at: spot)
    observe(.evicted, workload: workload, cluster: cluster)
    observeAssignment(of: workload)
    enqueue(workload, .evicted)
  }

  /// Looks whether all new copies are healthy, so that the hub will hear of it and let the old ones go.
  mutating func noteHealth(of workload: Int) {
    guard !hubWorkloads[workload].evictions.isEmpty,
      !hubWorkloads[workload].isHealthReportPending, isHealthy(workload)
    else { return }
    hubWorkloads[workload].isHealthReportPending = true
    _ = schedule(
      .healthReported(workload: Int32(workload)), after: profile.propagation.feedbackDelay)
  }

  /// Every assigned cluster holds what was sent and all of it is ready.
  private func isHealthy(_ workload: Int) -> Bool {
    let hub = hubWorkloads[workload]
    guard !hub.assignment.isEmpty, hub.pendingTriggers.isEmpty else { return false }
    return hub.assignment.allSatisfy { entry in
      guard let cohort = existingCohort(workload: workload, cluster: entry.cluster.index) else { return false }
      return cohorts[cohort].desired == cohorts[cohort].sent && cohorts[cohort].ready >= cohorts[cohort].sent
    }
  }

  mutating func finishGracefulEvictions(of workload: Int) {
    hubWorkloads[workload].isHealthReportPending = false
    guard isHealthy(workload) else { return }
    for task in hubWorkloads[workload].evictions { endEviction(of: workload, from: task.cluster.index) }
  }

  /// The old copy is let go.
  mutating func endEviction(of workload: Int, from cluster: Int) {
    guard let place = hubWorkloads[workload].evictions.firstIndex(where: { $0.cluster.index == cluster }) else {
      return
    }
    _ = simulation.cancel(hubWorkloads[workload].evictions[place].timeout)
    hubWorkloads[workload].evictions.remove(at: place)
    if !holds(workload, cluster), let cohort = existingCohort(workload: workload, cluster: cluster) {
      send(-1, to: cohort)
    }
    enqueue(workload, .taintsChanged)
  }
}
