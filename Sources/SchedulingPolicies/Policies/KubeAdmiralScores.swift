// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// KubeAdmiral's default score plugins, each in 0...100 and of weight 1.
///
/// Source: kubeadmiral 19de01c `pkg/controllers/scheduler/framework/plugins/{tainttoleration, clusterresources,
/// clusteraffinity}`. A policy cannot state preferred affinity terms, so that `ClusterAffinity` gives 0 to all.
enum KubeAdmiralScores {
  /// The highest score of one plugin.
  static let maximum: Int64 = 100

  /// Sums of the plugins' scores for the clusters, in their order. O(n).
  static func scores(
    of clusters: [ClusterIndex], on snapshot: FederationSnapshot, tolerations: [Toleration]
  ) -> [Int64] {
    var avoided = [Int64](repeating: 0, count: clusters.count)
    var mostAvoided: Int64 = 0
    for (position, cluster) in clusters.enumerated() {
      for taint in snapshot.clusters[cluster.index].taints
      where taint.effect == .preferNoSchedule && !tolerations.tolerate(taint) {
        avoided[position] += 1
      }
      mostAvoided = max(mostAvoided, avoided[position])
    }
    return clusters.indices.map { position in
      let capacity = snapshot.clusters[clusters[position].index].capacity
      let tolerated = mostAvoided == 0 ? maximum : maximum - maximum * avoided[position] / mostAvoided
      return tolerated + balancedAllocation(capacity) + leastAllocated(capacity)
    }
  }

  /// Higher where CPU and memory are used alike; 0 where one of them is used up.
  static func balancedAllocation(_ capacity: ReportedCapacity) -> Int64 {
    let used = capacity.allocated + capacity.allocating
    let cpu = fraction(used.cpuMillicores, of: capacity.allocatable.cpuMillicores)
    let memory = fraction(used.memoryBytes, of: capacity.allocatable.memoryBytes)
    if cpu >= 1 || memory >= 1 { return 0 }
    let deviation = ((cpu - memory) / 2).magnitude
    return Int64((1 - deviation) * Double(maximum))
  }

  /// Higher where more is free: the mean over CPU and memory, whole numbers throughout.
  static func leastAllocated(_ capacity: ReportedCapacity) -> Int64 {
    let used = capacity.allocated + capacity.allocating
    let cpu = freeShare(used.cpuMillicores, of: capacity.allocatable.cpuMillicores)
    let memory = freeShare(used.memoryBytes, of: capacity.allocatable.memoryBytes)
    return (cpu + memory) / 2
  }

  private static func fraction(_ used: Int64, of allocatable: Int64) -> Double {
    allocatable == 0 ? 1 : Double(used) / Double(allocatable)
  }

  private static func freeShare(_ used: Int64, of allocatable: Int64) -> Int64 {
    if allocatable == 0 || used > allocatable { return 0 }
    return (allocatable &- used) &* maximum / allocatable
  }
}
