// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// KubeAdmiral's default filter plugins.
///
/// Source: kubeadmiral 19de01c `pkg/controllers/scheduler/framework/plugins/{apiresources, tainttoleration, placement,
/// clusteraffinity, clusterready, clusterevicted}`. `ClusterResourcesFit` is not enabled by default.
enum KubeAdmiralFilters {
  /// What the filters that change during a run say of one candidate.
  enum Verdict: UInt8 {
    case feasible
    case notJoined
    case untoleratedTaint
    case unready
    case evicted
  }

  /// The words for a cluster without the workload's API.
  static let unservedKind = "cluster(s) didn't support this APIVersion"

  /// Why the policy can never choose a cluster; nil: no name and no label is against it.
  static func exclusion(of cluster: ClusterSpec, policy: KubeAdmiralPolicy) -> String? {
    if !policy.placements.isEmpty, !policy.placements.contains(where: { $0.cluster == cluster.name }) {
      return "cluster(s) are not in placement list"
    }
    let selects =
      policy.clusterSelector.matches(cluster.labels)
      && (policy.clusterAffinityTerms.isEmpty
        || policy.clusterAffinityTerms.contains { term($0, matches: cluster) })
    return selects ? nil : "cluster(s) didn't match cluster selector"
  }

  /// An empty term matches nothing; the field `metadata.name` is the cluster's name.
  private static func term(_ term: LabelSelector, matches cluster: ClusterSpec) -> Bool {
    if term.isEmpty { return false }
    let name: Labels = ["metadata.name": cluster.name]
    return term.matchLabels.entries.allSatisfy { cluster.labels[$0.key] == $0.value }
      && term.matchExpressions.allSatisfy { $0.matches($0.key == "metadata.name" ? name : cluster.labels) }
  }

  /// The taints and readiness of a candidate. What is placed already stays through anything but NoExecute.
  static func verdict(
    on view: borrowing ClusterView, isPlaced: Bool, isEvicting: Bool, tolerations: [Toleration]
  ) -> Verdict {
    if !view.isJoined { return .notJoined }
    if rejectingTaint(of: view, isPlaced: isPlaced, tolerations: tolerations) != nil { return .untoleratedTaint }
    if view.readiness != .ready, !isPlaced { return .unready }
    return isEvicting ? .evicted : .feasible
  }

  /// The position of the first taint that keeps the workload away or drives it out.
  static func rejectingTaint(
    of view: borrowing ClusterView, isPlaced: Bool, tolerations: [Toleration]
  ) -> Int? {
    if view.taints.isEmpty { return nil }
    return view.taints.firstIndex { taint in
      let counts = taint.effect == .noExecute || (taint.effect == .noSchedule && !isPlaced)
      return counts && !tolerations.tolerate(taint)
    }
  }

  /// Whether a NoSchedule taint is not tolerated: a placed cluster then gets nothing more.
  static func hasUntoleratedNoSchedule(_ view: borrowing ClusterView, tolerations: [Toleration]) -> Bool {
    if view.taints.isEmpty { return false }
    return view.taints.contains { $0.effect == .noSchedule && !tolerations.tolerate($0) }
  }

  /// The words of a verdict; nil for a feasible cluster.
  static func reason(
    for verdict: Verdict, view: ClusterView, isPlaced: Bool, tolerations: [Toleration]
  ) -> String? {
    switch verdict {
    case .feasible: return nil
    case .notJoined: return "cluster is not part of the federation"
    case .untoleratedTaint:
      guard let position = rejectingTaint(of: view, isPlaced: isPlaced, tolerations: tolerations) else { return nil }
      let taint = view.taints[position]
      return "cluster(s) had taint {\(taint.key): \(taint.value)}, that the schedulingUnit didn't tolerate"
    case .unready: return "cluster is unready"
    case .evicted: return "cluster(s) were evicted"
    }
  }
}
