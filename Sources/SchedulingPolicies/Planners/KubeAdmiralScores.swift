// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// KubeAdmiral's cluster scores: four plug-ins of 0 to 100 each, added up.
///
/// Source: KubeAdmiral `pkg/controllers/scheduler/framework/plugins/{tainttoleration,clusterresources,
/// clusteraffinity}`; the workload's own request does not count (the original adds it for GPUs alone).
public enum KubeAdmiralScores {
  /// One weighed resource of a cluster.
  public struct Resource: Equatable, Sendable {
    /// What the nodes offer.
    public var allocatable: Int64
    /// Allocatable minus available, from the cluster's status.
    public var used: Int64
    /// Weight in LeastAllocated: 1, and 4 for GPUs.
    public var weight: Int64

    /// A resource.
    public init(allocatable: Int64, used: Int64, weight: Int64 = 1) {
      self.allocatable = allocatable
      self.used = used
      self.weight = weight
    }
  }

  /// What the plug-ins look at in one cluster.
  public struct Cluster: Equatable, Sendable {
    /// CPU, memory, and GPU when the workload asks for it.
    public var resources: [Resource]
    /// Untolerated `PreferNoSchedule` taints.
    public var preferNoScheduleTaints: Int64
    /// Sum of the weights of the preferred affinity terms that match.
    public var preferredAffinityWeight: Int64

    /// A cluster.
    public init(resources: [Resource], preferNoScheduleTaints: Int64 = 0, preferredAffinityWeight: Int64 = 0) {
      self.resources = resources
      self.preferNoScheduleTaints = preferNoScheduleTaints
      self.preferredAffinityWeight = preferredAffinityWeight
    }
  }

  /// The sum of TaintToleration, BalancedAllocation, LeastAllocated and ClusterAffinity per cluster. O(n).
  public static func totals(of clusters: [Cluster]) -> [Int64] {
    let taints = normalized(clusters.map(\.preferNoScheduleTaints), reversed: true)
    let affinity = normalized(clusters.map(\.preferredAffinityWeight), reversed: false)
    return clusters.indices.map { index in
      taints[index] &+ affinity[index] &+ balancedAllocation(clusters[index].resources)
        &+ leastAllocated(clusters[index].resources)
    }
  }

  /// Scores scaled to 100 by the largest; reversed, the largest becomes 0 and with no score at all everyone gets 100.
  static func normalized(_ scores: [Int64], reversed: Bool) -> [Int64] {
    let largest = max(scores.max() ?? 0, 0)
    guard largest > 0 else { return reversed ? scores.map { _ in 100 } : scores }
    return scores.map { score in
      let scaled = score &* 100 / largest
      return reversed ? 100 &- scaled : scaled
    }
  }

  /// 100 for equal fractions in use: 100 (1 - the standard deviation of the fractions), 0 when any is used up.
  static func balancedAllocation(_ resources: [Resource]) -> Int64 {
    let fractions = resources.map { $0.allocatable == 0 ? 1 : Double($0.used) / Double($0.allocatable) }
    guard !fractions.isEmpty, fractions.allSatisfy({ $0 < 1 }) else { return 0 }
    let deviation: Double
    if fractions.count == 2 {
      deviation = abs(fractions[0] - fractions[1]) / 2
    } else {
      let mean = fractions.reduce(0, +) / Double(fractions.count)
      let squares = fractions.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      deviation = (squares / Double(fractions.count)).squareRoot()
    }
    return GoArithmetic.int64((1 - deviation) * 100)
  }

  /// The weighted mean of the free hundredths, in integers; 0 for a resource that is absent or overused.
  static func leastAllocated(_ resources: [Resource]) -> Int64 {
    var (sum, weights): (Int64, Int64) = (0, 0)
    for resource in resources {
      weights &+= resource.weight
      guard resource.allocatable != 0, resource.used <= resource.allocatable else { continue }
      let free = GoArithmetic.quotient((resource.allocatable &- resource.used) &* 100, resource.allocatable)
      sum &+= free &* resource.weight
    }
    return weights == 0 ? 0 : GoArithmetic.quotient(sum, weights)
  }
}
