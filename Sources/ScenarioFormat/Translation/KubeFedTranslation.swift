// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Intent into a FederatedDeployment and its ReplicaSchedulingPreference.
extension Translation {
  mutating func kubeFedPolicy() -> KubeFedPolicy {
    divisibleKinds(
      ["Deployment", "ReplicaSet"], "a ReplicaSchedulingPreference cannot target a \(workload.kind)")
    if division == .duplicate { return kubeFedDuplicate() }
    let selector = intent.eligible.labelSelector
    if selector != nil {
      note(
        "eligible.labelSelector", .exact, "placement.clusterSelector with intersectWithClusterSelector: true")
    }
    let preferences = clusterPreferences(object: "ReplicaSchedulingPreference")
    noteSpreadDropped("KubeFed has no spread constraints")
    noteKubeFedLoss()
    noteUnhealthyDropped("KubeFed moves nothing because a workload is unhealthy")
    return KubeFedPolicy(
      clusterSelector: selector ?? LabelSelector(),
      scheduling: KubeFedPolicy.ReplicaSchedulingPreference(
        totalReplicas: Int64(workload.replicas), rebalance: options.rebalance ?? false,
        intersectWithClusterSelector: selector != nil, clusters: preferences))
  }

  private mutating func kubeFedDuplicate() -> KubeFedPolicy {
    let eligible = intent.eligible
    var policy = KubeFedPolicy()
    if eligible.names.isEmpty && eligible.regions.isEmpty {
      policy.clusterSelector = eligible.labelSelector ?? LabelSelector()
      if eligible.labelSelector != nil { note("eligible.labelSelector", .exact, "placement.clusterSelector") }
    } else if eligible.regions.isEmpty && eligible.labelSelector == nil {
      policy.placementClusters = eligible.names.sorted()
      note("eligible.names", .exact, "placement.clusters")
    } else {
      policy.placementClusters = eligibleNames
      let how = "placement.clusters lists the clusters eligible at the start; a list and a selector cannot be combined"
      if eligible.labelSelector != nil { note("eligible.labelSelector", .approximated, how) }
      if !eligible.names.isEmpty { note("eligible.names", .approximated, how) }
      if !eligible.regions.isEmpty { note("eligible.regions", .approximated, how) }
    }
    noteDivision(.exact, "no ReplicaSchedulingPreference: every placed cluster holds the template's replicas")
    let why = "without a ReplicaSchedulingPreference there are no bounds"
    noteBounds(.dropped, minimum: why, maximum: why)
    noteSpreadDropped("KubeFed has no spread constraints")
    noteUnhealthyDropped("KubeFed moves nothing because a workload is unhealthy")
    if intent.onClusterLoss.move {
      let how = "every eligible cluster already holds all replicas; none is added elsewhere"
      note("onClusterLoss.move", .approximated, how)
      note("onClusterLoss.after", .approximated, how)
    } else {
      note("onClusterLoss.move", .exact, "without a ReplicaSchedulingPreference nothing moves")
    }
    return policy
  }

  /// Preferences by cluster as KubeFed and Federation v1 write them, with the notes on division, bounds, weights and
  /// eligibility by name or region.
  ///
  /// Both give an entry of 0 replicas to every ready cluster without a preference, and know no list of allowed clusters
  /// beside the preferences: names become preferences without `*`.
  mutating func clusterPreferences(object: String) -> [ClusterPreference] {
    let restricted = !intent.eligible.names.isEmpty || !intent.eligible.regions.isEmpty
    if restricted {
      let how = "the preferences name the clusters eligible at the start; the others keep an object of 0 replicas"
      if !intent.eligible.names.isEmpty { note("eligible.names", .approximated, how) }
      if !intent.eligible.regions.isEmpty { note("eligible.regions", .approximated, how) }
    }
    let weights = startingWeights()
    noteWeightedDivision(object: object)
    noteBounds(.exact, minimum: "\(object): minReplicas", maximum: "\(object): maxReplicas")
    let writesOut = restricted || weights != nil
    noteWeights(
      writesOut && wildcard?.weight != nil ? .approximated : .exact,
      writesOut ? "\(object): weight, `*` written out for the clusters known at the start" : "\(object): weight")

    var shares = namedShares
    if writesOut {
      let eligible = eligibleNames
      let admitted = Set(eligible)
      shares = shares.filter { admitted.contains($0.cluster) }
      if !onlyNamedClustersCount {
        let named = Set(shares.map(\.cluster))
        for name in eligible where !named.contains(name) {
          shares.append(share(ofUnnamed: name))
        }
      }
    } else if !onlyNamedClustersCount {
      shares.append(share(ofUnnamed: "*"))
    }
    if shares.isEmpty {
      // No preferences at all would mean weight 1 for every cluster.
      note("clusters", .approximated, "no cluster is eligible at the start: weight 0 for all places it nowhere")
      return [ClusterPreference(cluster: "*")]
    }
    let usesWeights = self.usesWeights
    return shares.sorted { $0.cluster < $1.cluster }.map { share in
      ClusterPreference(
        cluster: share.cluster, minimum: Int64(share.minimum), maximum: share.maximum.map(Int64.init),
        weight: weights?[share.cluster] ?? (usesWeights ? Int64(share.weight ?? 1) : 1))
    }
  }

  private var usesWeights: Bool { division == .weights || division == .pack }

  private func share(ofUnnamed name: String) -> Intent.ClusterShare {
    var share = wildcard ?? Intent.ClusterShare(cluster: "*")
    share.cluster = name
    return share
  }

  /// Under `capacity`, allocatable CPU of each eligible cluster: in cores where all are whole, else in millicores.
  private mutating func startingWeights() -> [String: Int64]? {
    guard division == .capacity else { return nil }
    let clusters = eligibleClusters
    let amounts = clusters.map { $0.capacityAtStart.cpuMillicores }
    let unit: Int64 = amounts.allSatisfy { $0 % 1000 == 0 } ? 1000 : 1
    return Dictionary(zip(clusters.map(\.name), amounts.map { $0 / unit }), uniquingKeysWith: { first, _ in first })
  }

  private mutating func noteWeightedDivision(object: String) {
    switch division {
    case .weights: noteDivision(.exact, "\(object): clusters.*.weight")
    case .even: noteDivision(.exact, "\(object): weight 1 for every cluster")
    case .capacity: noteDivision(.approximated, "weights are the allocatable CPU at the start, frozen")
    case .pack: noteDivision(.dropped, "\(object) cannot pack: replicas are spread by weight")
    case .duplicate: noteDivision(.dropped, "\(object) cannot duplicate: replicas are divided evenly")
    }
  }

  mutating func noteSpreadDropped(_ why: String) {
    for (field, _) in usedSpread { note("spread.\(field)", .dropped, why) }
  }

  /// KubeFed and Federation v1 re-plan 60 s (and 3 s of batching) after a cluster is seen not ready, always.
  ///
  /// Source: kubefed d6f10d2 `pkg/controller/schedulingpreference/controller.go`.
  mutating func noteKubeFedLoss() {
    guard intent.onClusterLoss.move else {
      note("onClusterLoss.move", .dropped, "replicas are always re-planned 60 s after a cluster is seen not ready")
      return
    }
    note("onClusterLoss.move", .exact, "always on")
    let exact = intent.onClusterLoss.after == .seconds(60)
    note(
      "onClusterLoss.after", exact ? .exact : .approximated, "fixed: 60 s after the cluster is seen not ready")
  }
}

extension ClusterSpec {
  /// What its nodes offer, or, where no nodes are known, what its object reports.
  var capacityAtStart: Resources { pools.isEmpty ? reported?.allocatable ?? .zero : allocatable }
}
