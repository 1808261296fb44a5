// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// One member cluster as it is at the start.
public struct ClusterSpec: Hashable, Sendable, Codable {
  /// Who reports status and applies work: the hub, or an agent in the member.
  public enum SyncMode: String, Hashable, Sendable, Codable, CaseIterable {
    /// The hub probes and applies.
    case push = "Push"
    /// An agent in the member does.
    case pull = "Pull"
  }

  /// The name, unique in the fleet.
  public var name: String
  /// The provider; empty when not known.
  public var provider: String
  /// The region; empty when not known.
  public var region: String
  /// The zones it spans, in the order given.
  public var zones: [String]
  /// Labels of the cluster object.
  public var labels: Labels
  /// Taints that the cluster object carries from the start.
  public var taints: [Taint]
  /// Its nodes.
  public var pools: [NodePoolSpec]
  /// Who reports and applies.
  public var syncMode: SyncMode
  /// The `group/version/Kind`s it serves; nil: all.
  public var servedKinds: [String]?
  /// Grades for the capacity estimate (Karmada); nil: the nine default ones; empty: none, estimates go by the sums.
  public var resourceGrades: [ResourceGrade]?
  /// Used by pods that the scenario does not name; spread over its nodes at the start.
  public var reserved: Resources
  /// Capacity as the cluster object's status reports it, where a manifest gave it. A one-shot allocation uses it as it
  /// stands; a run makes its own from the nodes.
  public var reported: ReportedCapacity?

  /// A cluster.
  public init(
    name: String, provider: String = "", region: String = "", zones: [String] = [], labels: Labels = [:],
    taints: [Taint] = [], pools: [NodePoolSpec], syncMode: SyncMode = .push, servedKinds: [String]? = nil,
    resourceGrades: [ResourceGrade]? = nil, reserved: Resources = .zero, reported: ReportedCapacity? = nil
  ) {
    self.name = name
    self.provider = provider
    self.region = region
    self.zones = zones
    self.labels = labels
    self.taints = taints
    self.pools = pools
    self.syncMode = syncMode
    self.servedKinds = servedKinds
    self.resourceGrades = resourceGrades
    self.reserved = reserved
    self.reported = reported
  }

  /// What all its nodes offer together.
  public var allocatable: Resources {
    pools.reduce(.zero) { $0 + $1.allocatable * Int64($1.nodeCount) }
  }
}

/// A grade of Karmada's resource models: nodes whose free resources reach these lower bounds.
///
/// Source: karmada `pkg/apis/cluster/types.go` ResourceModel.
public struct ResourceGrade: Hashable, Sendable, Codable {
  /// The lower bound of CPU; nil: the model does not name it.
  public var minimumCPUMillicores: Int64?
  /// The lower bound of memory; nil: the model does not name it.
  public var minimumMemoryBytes: Int64?

  /// A grade with these lower bounds.
  public init(minimumCPUMillicores: Int64?, minimumMemoryBytes: Int64?) {
    self.minimumCPUMillicores = minimumCPUMillicores
    self.minimumMemoryBytes = minimumMemoryBytes
  }

  /// The place among `grades` of a node with so many millicores and bytes free: the least over the resources of the last
  /// grade whose lower bound is free; -1: below all. O(grades).
  ///
  /// Source: karmada `pkg/modeling/modeling.go` searchLastLessElement, `getIndex`.
  @inlinable
  public static func place(ofCPU cpuMillicores: Int64, memory memoryBytes: Int64, in grades: [ResourceGrade]) -> Int {
    var cpu = grades.count - 1
    while cpu >= 0, let bound = grades[cpu].minimumCPUMillicores, bound > cpuMillicores { cpu -= 1 }
    var memory = grades.count - 1
    while memory >= 0, let bound = grades[memory].minimumMemoryBytes, bound > memoryBytes { memory -= 1 }
    return min(cpu, memory)
  }

  /// The nine grades that Karmada gives a cluster without own ones: 0, 1, 2, 4 .. 128 cores with 0, 4, 16, 32 .. 1024
  /// GiB.
  public static let defaults: [ResourceGrade] = zip(
    [0, 1, 2, 4, 8, 16, 32, 64, 128], [0, 4, 16, 32, 64, 128, 256, 512, 1024]
  ).map { cores, gibibytes in
    ResourceGrade(minimumCPUMillicores: cores * 1000, minimumMemoryBytes: gibibytes << 30)
  }
}

/// Capacity as a hub last heard of it.
public struct ReportedCapacity: Hashable, Sendable, Codable {
  /// Offered by all nodes, ready or not.
  public var allocatable: Resources
  /// Asked for by pods that have a node.
  public var allocated: Resources
  /// Asked for by pods that have none yet.
  public var allocating: Resources
  /// Nodes in each grade; empty when not reported.
  public var nodesPerGrade: [Int32]

  /// A report.
  public init(
    allocatable: Resources = .zero, allocated: Resources = .zero, allocating: Resources = .zero,
    nodesPerGrade: [Int32] = []
  ) {
    self.allocatable = allocatable
    self.allocated = allocated
    self.allocating = allocating
    self.nodesPerGrade = nodesPerGrade
  }
}

/// All member clusters, in an order that keeps regions together.
public struct Fleet: Hashable, Sendable, Codable {
  /// The clusters; `ClusterIndex` points in here.
  public let clusters: [ClusterSpec]

  /// A fleet of `clusters`, re-ordered by region, then name.
  public init(clusters: [ClusterSpec]) {
    self.clusters = clusters.sorted { ($0.region, $0.name) < ($1.region, $1.name) }
  }

  /// The cluster at `index`.
  public subscript(index: ClusterIndex) -> ClusterSpec { clusters[index.index] }

  /// The regions in cluster order, each once.
  public var regions: [String] {
    var seen: [String] = []
    for cluster in clusters where seen.last != cluster.region { seen.append(cluster.region) }
    return seen
  }

  /// The cluster called `name`; O(clusters).
  public func index(named name: String) -> ClusterIndex? {
    clusters.firstIndex { $0.name == name }.map { ClusterIndex($0) }
  }

  /// The region, or failing that the cluster name, that reports use for a cluster.
  public func groupName(of index: ClusterIndex) -> String {
    self[index].region.isEmpty ? self[index].name : self[index].region
  }
}
