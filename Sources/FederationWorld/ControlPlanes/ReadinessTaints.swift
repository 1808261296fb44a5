// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// Taints that follow from readiness: Karmada's own, those of its ClusterTaintPolicies, and an operator's.

extension FederationRun {
  /// The taints that a member gets by being published as not ready or unknown.
  mutating func setNotReadyTaints(on cluster: Int) {
    if profile.system == .karmada {
      let key = readinessKey(of: cluster)
      let before = snapshot.clusters[cluster].taints
      snapshot.clusters[cluster].taints.removeAll {
        KarmadaTaintKey.ofReadiness.contains($0.key) && $0.key != key && $0.effect == .noSchedule
      }
      _ = add(Taint(key: key, effect: .noSchedule), to: cluster)
      if snapshot.clusters[cluster].taints != before { taintsChanged(on: cluster) }
    }
    let eviction = profile.eviction
    guard eviction.isEnabled, taintsByItself || !taintPolicies.isEmpty, hubClusters[cluster].taint == .none,
      let delay = notReadyTaintDelay
    else { return }
    var time = notReadySince(cluster) + delay
    if eviction.taintLoopPeriod > .zero {
      time = nextTick(
        of: monitorPhase, every: eviction.taintLoopPeriod, after: time - SimulationDuration(nanoseconds: 1))
    }
    noteReaction(to: cluster, isAhead: true)
    hubClusters[cluster].taint = schedule(.taintDue(cluster: Int32(cluster)), at: max(now, time), priority: .high)
  }

  private func readinessKey(of cluster: Int) -> String {
    snapshot.clusters[cluster].readiness == .unknown ? KarmadaTaintKey.unreachable : KarmadaTaintKey.notReady
  }

  /// From when a member's time as not ready counts: the transition; with an expired lease the last renewal.
  ///
  /// Source: karmada up to 1.13 `pkg/controllers/cluster/cluster_controller.go` processTaintBaseEviction.
  private func notReadySince(_ cluster: Int) -> SimulationTime {
    guard snapshot.clusters[cluster].readiness == .unknown, profile.eviction.taintLoopPeriod > .zero,
      hubClusters[cluster].lastRenewal > .zero
    else { return now }
    return hubClusters[cluster].lastRenewal
  }

  /// Takes off again what a ready member does not keep.
  mutating func clearReadinessTaints(of cluster: Int) {
    _ = simulation.cancel(hubClusters[cluster].taint)
    hubClusters[cluster].taint = .none
    let before = snapshot.clusters[cluster].taints
    let removesNoExecute = profile.eviction.removesTaintOnReady && taintsByItself
    snapshot.clusters[cluster].taints.removeAll {
      KarmadaTaintKey.ofReadiness.contains($0.key) && ($0.effect == .noSchedule || removesNoExecute)
        || $0.key == Taint.operatorUnready.key && removesNoExecute
    }
    if profile.eviction.isEnabled { applyTaintPolicies(to: cluster) }
    // Who looks at taints is asked only when they changed: readiness alone is no trigger.
    if snapshot.clusters[cluster].taints != before { taintsChanged(on: cluster) }
  }

  /// A controller, a taint policy or the operator marks a lost member for eviction.
  mutating func addEvictionTaint(to cluster: Int) {
    hubClusters[cluster].taint = .none
    noteReaction(to: cluster, isAhead: false)
    guard !hubClusters[cluster].isPublishedReady else { return }
    if profile.system != .karmada { observe(.reactionDue, cluster: cluster) }
    let before = snapshot.clusters[cluster].taints
    if taintsByItself {
      let isOwn = profile.system == .karmada
      _ = add(isOwn ? Taint(key: readinessKey(of: cluster), effect: .noExecute) : .operatorUnready, to: cluster)
    } else {
      applyTaintPolicies(to: cluster)
    }
    if snapshot.clusters[cluster].taints != before { taintsChanged(on: cluster) }
  }

  /// Whether a lost member gets its NoExecute taint without a policy: from Karmada's controller up to 1.13, in KubeAdmiral
  /// from its operator.
  private var taintsByItself: Bool { profile.system != .karmada || profile.taintsByItself }

  /// The contender's ClusterTaintPolicies; none in other systems, nor where the controller taints.
  private var taintPolicies: [KarmadaClusterTaintPolicy] { taintsByItself ? [] : contender.taintPolicies }

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
    let status =
      switch snapshot.clusters[cluster].readiness {
      case .ready: "True"
      case .notReady: "False"
      case .unknown: "Unknown"
      }
    for policy in taintPolicies where policy.target?.matches(scenario.fleet.clusters[cluster]) ?? true {
      if policy.adds(onReady: status) {
        for taint in policy.taints { _ = add(taint, to: cluster) }
      }
      if policy.removes(onReady: status) {
        snapshot.clusters[cluster].taints.removeAll { present in
          policy.taints.contains { $0.key == present.key && $0.effect == present.effect }
        }
      }
    }
  }
}
