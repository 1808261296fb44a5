// SPDX-License-Identifier: GPL-3.0-or-later

/// KubeAdmiral's replica plugin `ClusterCapacityWeight`: weights, preferences, plan and the sum of plan and overflow.
///
/// Source: KubeAdmiral `pkg/controllers/scheduler/framework/plugins/rsp/rsp.go`, `ReplicaScheduling`.
public enum KubeAdmiralReplicaScheduling {
  /// Whole units of the weighting resource in one cluster (CPU, or GPU if the pod asks for GPU).
  public struct Resources: Equatable, Sendable {
    /// What the nodes offer.
    public var allocatable: Int64
    /// What is not requested yet; may be negative.
    public var available: Int64
    /// The cluster has a `NoSchedule` taint that the workload does not tolerate.
    public var hasUntoleratedNoScheduleTaint: Bool

    /// Absent numbers count as 0.
    public init(allocatable: Int64 = 0, available: Int64 = 0, hasUntoleratedNoScheduleTaint: Bool = false) {
      self.allocatable = allocatable
      self.available = available
      self.hasUntoleratedNoScheduleTaint = hasUntoleratedNoScheduleTaint
    }
  }

  /// Where the weights come from.
  public enum Weights: Equatable, Sendable {
    /// The preferences' own weights; a cluster without one has 0.
    case preferences
    /// The clusters' resources; no cluster was given a weight.
    case capacity
    /// These, in the order of the clusters.
    case given([Int64])
  }

  /// Replicas per cluster, 0 for a cluster that is left out of the result.
  ///
  /// - Throws: ``PlannerRefusal/roundsDoNotEnd(clusters:)``.
  /// O(n log n).
  public static func schedule(
    total: Int64, key: String, avoidDisruption: Bool, keepUnschedulable: Bool, weights source: Weights,
    clusters: [PlannerCluster], resources: [Resources]
  ) throws(PlannerRefusal) -> [Int64] {
    precondition(
      clusters.count == resources.count, "\(clusters.count) clusters, \(resources.count) resources")
    let weights: [Int64]
    switch source {
    case .preferences:
      weights = clusters.map { $0.preference?.weight ?? 0 }
    case .given(let given):
      weights = given
    case .capacity:
      let limits = CapacityWeights.limits(allocatable: resources.map(\.allocatable))
      weights = CapacityWeights(available: resources.map(\.available), limits: limits)
        .weights(names: clusters.map(\.name))
    }
    let prepared = clusters.indices.map { index in
      var cluster = clusters[index]
      var preference = cluster.preference ?? ReplicaPreference()
      preference.weight = weights[index]
      if resources[index].hasUntoleratedNoScheduleTaint {
        preference.maximum = min(preference.maximum ?? .max, cluster.current ?? 0)
      }
      cluster.preference = preference
      if let capacity = cluster.capacity, capacity < 0 { cluster.capacity = nil }
      return cluster
    }
    return try KubeAdmiralPlanner.plan(
      total: total, key: key, avoidDisruption: avoidDisruption, keepUnschedulable: keepUnschedulable,
      defaultPreference: nil, clusters: prepared
    ).combined
  }
}
