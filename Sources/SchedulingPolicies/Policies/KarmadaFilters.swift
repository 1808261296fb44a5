// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// Karmada's filter plugins.
///
/// Source: karmada f8fdd02 `pkg/scheduler/framework/plugins/{apienablement, tainttoleration, clusteraffinity,
/// spreadconstraint, clustereviction, workloadaffinity, workloadantiaffinity}`.
enum KarmadaFilters {
  /// What the filters say of one candidate.
  enum Verdict: UInt8, CaseIterable {
    case feasible
    case deleting
    case untoleratedTaint
    case affinity
    case evicting
    case peersElsewhere
    case peersHere
  }

  /// The words for a cluster outside the affinity.
  static let affinityReason = "cluster(s) did not match the placement cluster affinity constraint"
  /// The words for a cluster without the workload's API.
  static let unservedKind = "cluster(s) did not have the API resource"

  /// Why the policy can never choose a cluster: no group's affinity matches it, overflow tiers included, or a spread
  /// constraint asks for a field that it does not have. nil: nothing that stays the same is against it.
  static func exclusion(of cluster: ClusterSpec, policy: KarmadaPolicy) -> String? {
    let matches: Bool
    if policy.clusterAffinities.isEmpty {
      matches = policy.clusterAffinity?.matches(cluster) ?? true
    } else {
      matches = policy.clusterAffinities.contains { group in
        group.matches(cluster) || group.overflow.contains { $0.matches(cluster) }
      }
    }
    if !matches { return affinityReason }
    for constraint in policy.spreadConstraints {
      switch constraint.field {
      case .provider where cluster.provider.isEmpty: return "cluster(s) did not have provider property"
      case .region where cluster.region.isEmpty: return "cluster(s) did not have region property"
      case .zone where cluster.zones.isEmpty: return "cluster(s) did not have zones property"
      default: break
      }
    }
    return nil
  }

  /// The overflow tier of a cluster in a group: 0 for the primary affinity, then the first overflow that matches; nil
  /// outside all of them.
  static func tier(
    of cluster: ClusterSpec, in group: KarmadaPolicy.ClusterAffinity, usesOverflow: Bool
  ) -> Int32? {
    if group.matches(cluster) { return 0 }
    guard usesOverflow, let place = group.overflow.firstIndex(where: { $0.matches(cluster) }) else { return nil }
    return Int32(place + 1)
  }

  /// The position of the first taint that keeps the workload away.
  static func rejectingTaint(of view: borrowing ClusterView, tolerations: [Toleration]) -> Int? {
    if view.taints.isEmpty { return nil }
    return view.taints.firstIndex { $0.effect != .preferNoSchedule && !tolerations.tolerate($0) }
  }

  /// The words of a verdict; nil for a feasible cluster.
  static func reason(for verdict: Verdict, view: ClusterView, tolerations: [Toleration]) -> String? {
    switch verdict {
    case .feasible: return nil
    case .deleting: return "cluster(s) is being deleted"
    case .untoleratedTaint:
      guard let position = rejectingTaint(of: view, tolerations: tolerations) else { return nil }
      let taint = view.taints[position]
      return "cluster(s) had untolerated taint {\(taint.key): \(taint.value)}"
    case .affinity: return affinityReason
    case .evicting: return "cluster(s) is in the process of eviction"
    case .peersElsewhere: return "ResourceBinding with the same affinity group does not target this cluster"
    case .peersHere: return "cluster already has workload with the same anti-affinity group"
    }
  }

  /// What the peers of its groups say of a cluster that does not hold the workload yet: every placed peer of the one
  /// group must be there, none of the other.
  static func verdict(of peers: PeerPlacement, on cluster: ClusterIndex) -> Verdict {
    if peers.affinity.contains(where: { $0.ascendingPosition(of: cluster) == nil }) { return .peersElsewhere }
    return peers.antiAffinity.ascendingPosition(of: cluster) == nil ? .feasible : .peersHere
  }
}
