// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Intent into a KubeAdmiral PropagationPolicy.
extension Translation {
  mutating func kubeAdmiralPolicy() -> KubeAdmiralPolicy {
    if let reason = KubeAdmiralPropagationPolicy.indivisibleReason(of: workload.kind) {
      divisibleKinds(KubeAdmiralPropagationPolicy.divisibleKinds, reason)
    }
    var policy = KubeAdmiralPolicy(divides: division != .duplicate, packs: division == .pack)
    if let selector = intent.eligible.labelSelector {
      // Upstream's clusterSelector is a plain map of labels; expressions go into an affinity term.
      policy.clusterSelector = LabelSelector(matchLabels: selector.matchLabels)
      if !selector.matchExpressions.isEmpty {
        policy.clusterAffinityTerms = [LabelSelector(matchExpressions: selector.matchExpressions)]
      }
      note("eligible.labelSelector", .exact, "clusterSelector and clusterAffinity")
    }
    noteKubeAdmiralEligibility()
    policy.placements = kubeAdmiralPlacements()
    noteKubeAdmiralDivision()
    policy.maximumClusters = kubeAdmiralMaximumClusters()
    policy.tolerations = kubeAdmiralTolerations()
    noteUnhealthyDropped("KubeAdmiral moves nothing because a workload is unhealthy")
    if policy.placements.isEmpty && !hasReceiver() {
      // An empty list of placements would mean every cluster.
      policy.maximumClusters = 0
      note("clusters", .approximated, "no cluster is eligible at the start: maxClusters 0 places it nowhere")
    }
    return policy
  }

  private mutating func noteKubeAdmiralEligibility() {
    if !intent.eligible.names.isEmpty { note("eligible.names", .exact, "placement lists the clusters") }
    if !intent.eligible.regions.isEmpty {
      note("eligible.regions", .approximated, "placement lists the clusters that these regions have at the start")
    }
  }

  /// A placement that is not empty admits only the clusters it lists, so whatever needs an entry for one cluster needs
  /// one for each.
  private mutating func kubeAdmiralPlacements() -> [KubeAdmiralPolicy.Placement] {
    let eligible = intent.eligible
    let restricted = !eligible.names.isEmpty || !eligible.regions.isEmpty
    let weighted = division == .weights || division == .even
    let ordered = division == .pack && intent.clusters.contains { $0.weight != nil }
    guard restricted || weighted || ordered || (division != .duplicate && hasBounds) else { return [] }
    let named = Dictionary(namedShares.map { ($0.cluster, $0) }, uniquingKeysWith: { first, _ in first })
    let onlyNamed = onlyNamedClustersCount
    let (wildcard, division) = (self.wildcard, self.division)
    return eligibleNames.compactMap { name in
      let own = named[name]
      if own == nil && onlyNamed { return nil }
      var placement = KubeAdmiralPolicy.Placement(cluster: name)
      guard division != .duplicate else { return placement }
      let share = own ?? wildcard
      placement.minimum = Int64(share?.minimum ?? 0)
      placement.maximum = share?.maximum.map(Int64.init)
      if weighted { placement.weight = division == .even ? 1 : Int64(share?.weight ?? 1) }
      if ordered { placement.priority = Int64(share?.weight ?? 1) }
      return placement
    }
  }

  private mutating func noteKubeAdmiralDivision() {
    switch division {
    case .duplicate: noteDivision(.exact, "schedulingMode: Duplicate")
    case .capacity: noteDivision(.exact, "schedulingMode: Divide without weights: weights by capacity")
    case .pack: noteDivision(.exact, "replicasStrategy: Binpack")
    case .even: noteDivision(.exact, "weight 1 for each cluster that is eligible at the start")
    case .weights: noteDivision(.exact, "placement preferences: weight")
    }
    noteWeights(
      .exact, division == .pack ? "placement preferences: priority" : "placement preferences: weight")
    if division == .duplicate {
      let why = "schedulingMode Duplicate knows no bounds"
      noteBounds(.dropped, minimum: why, maximum: why)
    } else {
      noteBounds(
        .exact, minimum: "placement preferences: minReplicas", maximum: "placement preferences: maxReplicas")
    }
  }

  private mutating func kubeAdmiralMaximumClusters() -> Int64? {
    for (field, range) in usedSpread {
      guard field == "cluster" else {
        note("spread.\(field)", .dropped, "KubeAdmiral spreads over clusters only")
        continue
      }
      if range.maximum != nil { note("spread.cluster.max", .exact, "maxClusters") }
      if range.minimum > 1 { note("spread.cluster.min", .dropped, "KubeAdmiral has no fewest clusters") }
    }
    return intent.spread.cluster?.maximum.map(Int64.init)
  }

  private mutating func kubeAdmiralTolerations() -> [Toleration] {
    let loss = intent.onClusterLoss
    guard loss.move else {
      note("onClusterLoss.move", .exact, "every NoExecute taint is tolerated")
      return [Toleration(operator: .exists, effect: .noExecute)]
    }
    guard let taintAfter = options.operatorTaintAfter else {
      let why = "KubeAdmiral moves nothing off a lost cluster unless somebody taints it"
      note("onClusterLoss.move", .dropped, why)
      note("onClusterLoss.after", .dropped, why)
      return []
    }
    note("onClusterLoss.move", .exact, "an operator taints the cluster NoExecute")
    note(
      "onClusterLoss.after", taintAfter == loss.after ? .exact : .approximated,
      "the operator taints \(taintAfter) after the cluster is seen not ready")
    return []
  }
}
