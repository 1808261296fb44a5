// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Bounds and a weight for a cluster, as KubeFed and Federation v1 write them.
public struct ClusterPreference: Hashable, Sendable, Codable {
  /// The cluster's name, or `*` for every cluster not named.
  public var cluster: String
  /// The fewest replicas.
  public var minimum: Int64
  /// The most; nil: no bound.
  public var maximum: Int64?
  /// The weight; 0 when not given.
  public var weight: Int64
  /// A preference.
  public init(cluster: String, minimum: Int64 = 0, maximum: Int64? = nil, weight: Int64 = 0) {
    self.cluster = cluster
    self.minimum = minimum
    self.maximum = maximum
    self.weight = weight
  }
}

/// A Federated<Kind> and the ReplicaSchedulingPreference beside it, for one workload.
///
/// Source: kubefed v0.10 `pkg/apis/scheduling/v1alpha1`, `pkg/controller/util/placement.go`, `overrides.go`.
public struct KubeFedPolicy: Hashable, Sendable, Codable {
  /// A ReplicaSchedulingPreference.
  public struct ReplicaSchedulingPreference: Hashable, Sendable, Codable {
    /// Replicas over all clusters.
    public var totalReplicas: Int64
    /// Whether running replicas move to honour the weights.
    public var rebalance: Bool
    /// Whether the target's clusterSelector also counts.
    public var intersectWithClusterSelector: Bool
    /// Preferences; empty: every cluster with weight 1.
    public var clusters: [ClusterPreference]
    /// A preference.
    public init(
      totalReplicas: Int64, rebalance: Bool = false, intersectWithClusterSelector: Bool = false,
      clusters: [ClusterPreference] = []
    ) {
      self.totalReplicas = totalReplicas
      self.rebalance = rebalance
      self.intersectWithClusterSelector = intersectWithClusterSelector
      self.clusters = clusters
    }
  }
  /// `placement.clusters`: nil: use the selector; empty: nowhere.
  public var placementClusters: [String]?
  /// `placement.clusterSelector`: nil while clusters are absent matches none.
  public var clusterSelector: LabelSelector?
  /// Replica overrides by cluster, ascending by name.
  public var replicaOverrides: [ClusterReplicas]
  /// The preference; nil: every selected cluster holds the template's replicas, unless overridden.
  public var scheduling: ReplicaSchedulingPreference?

  /// A policy.
  public init(
    placementClusters: [String]? = nil, clusterSelector: LabelSelector? = nil,
    replicaOverrides: [ClusterReplicas] = [], scheduling: ReplicaSchedulingPreference? = nil
  ) {
    self.placementClusters = placementClusters
    self.clusterSelector = clusterSelector
    self.replicaOverrides = replicaOverrides
    self.scheduling = scheduling
  }
}

/// Federation v1's annotations on a workload.
///
/// Source: kubernetes-retired/federation `pkg/federatedtypes/replicaset.go`, `util/clusterselector`.
public struct FederationV1Policy: Hashable, Sendable, Codable {
  /// Whether running replicas move to honour the weights.
  public var rebalance: Bool
  /// Preferences; absent or unreadable: every cluster with weight 1.
  public var clusters: [ClusterPreference]
  /// Requirements on cluster labels, all of which must hold.
  public var clusterSelector: [LabelSelector.Requirement]
  /// A policy.
  public init(
    rebalance: Bool = false, clusters: [ClusterPreference] = [ClusterPreference(cluster: "*", weight: 1)],
    clusterSelector: [LabelSelector.Requirement] = []
  ) {
    self.rebalance = rebalance
    self.clusters = clusters
    self.clusterSelector = clusterSelector
  }
}
