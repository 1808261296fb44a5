// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// The general estimator for CPU, memory and pods over flat numbers: it runs for every candidate of every decision.
///
/// Equal to ``KarmadaGeneralEstimator``, which can be read and has the sources, without its lists.
struct KarmadaEstimation: Sendable {
  /// A grade's lower bounds; nil where the model does not name the resource.
  private struct Bounds {
    var cpu: Int64?
    var memory: Int64?
  }

  /// Per cluster its grades, lowest first.
  private let grades: [[Bounds]]
  private let usesResourceModels: Bool
  private let packsGrades: Bool

  /// O(clusters x grades).
  init(fleet: Fleet, switches: ControlPlaneProfile.Switches) {
    let defaults = Self.bounds(of: ResourceGrade.defaults)
    grades = fleet.clusters.map { $0.resourceGrades.map(Self.bounds(of:)) ?? defaults }
    usesResourceModels = switches.usesResourceModels
    packsGrades = switches.packsGrades
  }

  private static func bounds(of grades: [ResourceGrade]) -> [Bounds] {
    grades.map { Bounds(cpu: $0.minimumCPUMillicores, memory: $0.minimumMemoryBytes) }
  }

  /// Whether the cluster's report has a histogram that counts.
  func isModelled(_ capacity: borrowing ReportedCapacity) -> Bool {
    usesResourceModels && !capacity.nodesPerGrade.isEmpty
  }

  /// Further replicas of `request` that fit by the cluster's last report; `request` nil is a workload that states no
  /// requirements, for which pods alone count. O(grades), no allocation; with assumptions and packed grades O(nodes).
  ///
  /// - Parameter assumed: Recent decisions that count as pods without a node.
  func maximumReplicas(
    in cluster: ClusterIndex, capacity: borrowing ReportedCapacity, request: Resources?,
    assumed: [AssumedReplicas] = []
  ) -> Int32 {
    let (allocatable, allocated) = (capacity.allocatable, capacity.allocated)
    var allocating = capacity.allocating
    for entry in assumed where entry.replicas > 0 {
      var requests = entry.requests ?? .zero
      requests.pods = 1
      allocating += requests * Int64(entry.replicas)
    }
    let podsFree = allocatable.pods &- allocated.pods &- allocating.pods
    if podsFree <= 0 { return 0 }
    guard let request else { return Int32(truncatingIfNeeded: podsFree) }
    let fitting: Int64
    if !isModelled(capacity) {
      fitting = Self.summaryReplicas(allocatable, allocated, allocating, request)
    } else if packsGrades {
      fitting =
        assumed.isEmpty
        ? packedReplicas(cluster, capacity.nodesPerGrade, request)
        : packedReplicas(cluster, capacity.nodesPerGrade, request, after: assumed)
    } else {
      fitting =
        gradeReplicas(cluster, capacity.nodesPerGrade, request)
        ?? Self.summaryReplicas(allocatable, allocated, allocating, request)
    }
    return Int32(truncatingIfNeeded: min(fitting, podsFree))
  }

  private static func summaryReplicas(
    _ allocatable: Resources, _ allocated: Resources, _ allocating: Resources, _ request: Resources
  ) -> Int64 {
    var replicas = Int64.max
    if request.cpuMillicores > 0 {
      let free = allocatable.cpuMillicores &- allocated.cpuMillicores &- allocating.cpuMillicores
      if free <= 0 { return 0 }
      replicas = free / request.cpuMillicores
    }
    if request.memoryBytes > 0 {
      let free = allocatable.memoryBytes &- allocated.memoryBytes &- allocating.memoryBytes
      if free <= 0 { return 0 }
      replicas = min(replicas, free / request.memoryBytes)
    }
    return replicas
  }

  /// Since 1.18: every counted node is worth its grade's lower bounds, at most 110 pods.
  private func packedReplicas(_ cluster: ClusterIndex, _ counts: [Int32], _ request: Resources) -> Int64 {
    var replicas: Int64 = 0
    for (grade, count) in zip(grades[cluster.index], counts) where count > 0 {
      let perNode = min(KarmadaGeneralEstimator.podsPerVirtualNode, Self.replicasPerNode(grade, request))
      replicas = Self.adding(Int64(count), times: perNode, to: replicas)
    }
    return replicas
  }

  /// The same on what assumed replicas leave of those nodes.
  private func packedReplicas(
    _ cluster: ClusterIndex, _ counts: [Int32], _ request: Resources, after assumed: [AssumedReplicas]
  ) -> Int64 {
    var nodes: [Resources] = []
    for (grade, count) in zip(grades[cluster.index], counts) where count > 0 {
      let node = Resources(
        cpuMillicores: grade.cpu ?? 0, memoryBytes: grade.memory ?? 0,
        pods: KarmadaGeneralEstimator.podsPerVirtualNode)
      nodes += Array(repeating: node, count: Int(count))
    }
    var room = NodeRoom(free: nodes)
    for entry in assumed { room.take(entry) }
    return Int64(room.available(for: request))
  }

  /// Up to 1.17: nodes of the first grade that is large enough and of all above. nil: a resource is not in the models.
  private func gradeReplicas(_ cluster: ClusterIndex, _ counts: [Int32], _ request: Resources) -> Int64? {
    let grades = grades[cluster.index]
    var lowest = 0
    if request.cpuMillicores > 0 {
      guard let grade = Self.firstGrade(grades, \.cpu, atLeast: request.cpuMillicores) else { return nil }
      lowest = grade
    }
    if lowest < grades.count, request.memoryBytes > 0 {
      guard let grade = Self.firstGrade(grades, \.memory, atLeast: request.memoryBytes) else { return nil }
      lowest = max(lowest, grade)
    }
    var replicas: Int64 = 0
    for index in lowest..<max(lowest, min(grades.count, counts.count)) where counts[index] > 0 {
      let perNode = max(1, Self.replicasPerNode(grades[index], request))
      replicas = Self.adding(Int64(counts[index]), times: perNode, to: replicas)
    }
    return replicas
  }

  /// The first grade whose lower bound reaches `amount`, the number of grades if none does; nil at an unknown bound.
  private static func firstGrade(
    _ grades: [Bounds], _ bound: (Bounds) -> Int64?, atLeast amount: Int64
  ) -> Int? {
    for (index, grade) in grades.enumerated() {
      guard let minimum = bound(grade) else { return nil }
      if minimum >= amount { return index }
    }
    return grades.count
  }

  private static func replicasPerNode(_ grade: Bounds, _ request: Resources) -> Int64 {
    var replicas = Int64.max
    if request.cpuMillicores > 0 { replicas = max(0, grade.cpu ?? 0) / request.cpuMillicores }
    if request.memoryBytes > 0 { replicas = min(replicas, max(0, grade.memory ?? 0) / request.memoryBytes) }
    return replicas
  }

  /// `total + count * each` for numbers that are not negative, at most `Int64.max`.
  private static func adding(_ count: Int64, times each: Int64, to total: Int64) -> Int64 {
    let (product, productOverflows) = count.multipliedReportingOverflow(by: each)
    let (sum, sumOverflows) = total.addingReportingOverflow(product)
    return productOverflows || sumOverflows ? .max : sum
  }
}
