// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Resources that a replica asks for, or a node has left.
public struct Resources: Hashable, Sendable, Codable {
  /// Thousandths of a core.
  public var cpuMillicores: Int64
  /// Bytes of memory.
  public var memoryBytes: Int64
  /// Pod slots.
  public var pods: Int64

  /// The three amounts.
  @inlinable
  public init(cpuMillicores: Int64 = 0, memoryBytes: Int64 = 0, pods: Int64 = 0) {
    self.cpuMillicores = cpuMillicores
    self.memoryBytes = memoryBytes
    self.pods = pods
  }

  /// Nothing.
  @inlinable public static var zero: Resources { Resources() }

  /// The sum, amount by amount; traps on overflow.
  @inlinable
  public static func + (left: Resources, right: Resources) -> Resources {
    Resources(
      cpuMillicores: left.cpuMillicores + right.cpuMillicores, memoryBytes: left.memoryBytes + right.memoryBytes,
      pods: left.pods + right.pods)
  }
  /// The difference, amount by amount.
  @inlinable
  public static func - (left: Resources, right: Resources) -> Resources {
    Resources(
      cpuMillicores: left.cpuMillicores - right.cpuMillicores, memoryBytes: left.memoryBytes - right.memoryBytes,
      pods: left.pods - right.pods)
  }
  /// The amounts `count` times; traps on overflow.
  @inlinable
  public static func * (left: Resources, count: Int64) -> Resources {
    Resources(
      cpuMillicores: left.cpuMillicores * count, memoryBytes: left.memoryBytes * count, pods: left.pods * count)
  }
  /// Adds in place.
  @inlinable
  public static func += (left: inout Resources, right: Resources) { left = left + right }
  /// Subtracts in place.
  @inlinable
  public static func -= (left: inout Resources, right: Resources) { left = left - right }
}

/// Nodes of one shape in one cluster and zone.
public struct NodePoolSpec: Hashable, Sendable, Codable {
  /// The pool's name, unique in its cluster.
  public var name: String
  /// Nodes at the start.
  public var nodeCount: Int
  /// What each node offers to pods.
  public var allocatable: Resources
  /// Labels of each node.
  public var labels: Labels
  /// Taints of each node.
  public var taints: [Taint]
  /// The zone of all its nodes; nil puts them into the cluster's zones in turn.
  public var zone: String?
  /// Whether its nodes are cordoned (`spec.unschedulable`).
  public var isCordoned: Bool
  /// Dollars per node and hour.
  public var pricePerHour: Double
  /// The fewest nodes an autoscaler leaves; nil: as many as at the start.
  public var minimumNodes: Int?
  /// The most nodes an autoscaler makes; nil: as many as at the start. Without both there is no autoscaler.
  public var maximumNodes: Int?
  /// From the wish for a node to a node that takes pods.
  public var leadTime: SimulationDuration
  /// The probability that the provider has no node to give.
  public var stockOutProbability: Double

  /// A pool.
  public init(
    name: String, nodeCount: Int, allocatable: Resources, labels: Labels = [:], taints: [Taint] = [],
    zone: String? = nil, isCordoned: Bool = false, pricePerHour: Double = 0, minimumNodes: Int? = nil,
    maximumNodes: Int? = nil, leadTime: SimulationDuration = .minutes(3), stockOutProbability: Double = 0
  ) {
    self.name = name
    self.nodeCount = nodeCount
    self.allocatable = allocatable
    self.labels = labels
    self.taints = taints
    self.zone = zone
    self.isCordoned = isCordoned
    self.pricePerHour = pricePerHour
    self.minimumNodes = minimumNodes
    self.maximumNodes = maximumNodes
    self.leadTime = leadTime
    self.stockOutProbability = stockOutProbability
  }
}

extension NodePoolSpec {
  /// Whether its nodes take replicas of `workload`: not cordoned, labels as asked for, hard taints tolerated.
  public func admits(_ workload: WorkloadSpec) -> Bool {
    if isCordoned { return false }
    for entry in workload.nodeSelector.entries where labels[entry.key] != entry.value { return false }
    for taint in taints where taint.effect != .preferNoSchedule && !workload.tolerations.tolerate(taint) {
      return false
    }
    return true
  }
  /// Whether its nodes take replicas of every workload that selects no labels of nodes.
  public var admitsAll: Bool { !isCordoned && taints.allSatisfy { $0.effect == .preferNoSchedule } }
  /// Whether an autoscaler looks after it.
  public var isAutoscaled: Bool { minimumNodes != nil || maximumNodes != nil }
  /// The nodes that an autoscaler keeps to: the fewest and the most.
  public var autoscalerBounds: (minimum: Int, maximum: Int) {
    (minimumNodes ?? min(nodeCount, maximumNodes ?? nodeCount), maximumNodes ?? max(nodeCount, minimumNodes ?? 0))
  }
  /// The most nodes it has at the start or an autoscaler makes of it.
  public var largestNodeCount: Int { isAutoscaled ? max(nodeCount, autoscalerBounds.maximum) : nodeCount }
}
