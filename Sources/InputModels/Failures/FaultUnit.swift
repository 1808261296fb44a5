// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness

/// What fails as one, and which part of the fleet that takes.
public struct FaultUnit: Sendable {
  /// Which nodes of a cluster fail; nil parts do not restrict.
  public struct NodeFilter: Hashable, Sendable {
    /// Nodes of this zone.
    public var zone: String?
    /// Nodes of pools with this name.
    public var pool: String?
    /// The node of this place in its cluster.
    public var ordinal: Int?
    /// Nodes of these places in their cluster.
    public var rack: Range<Int>?
    /// Whether the cluster's control plane survives even where all nodes are struck.
    public var sparesControlPlane = false
  }

  /// For people, as `region eu-west`.
  public let label: String
  /// The clusters, ascending; none where only the hub fails.
  public let clusters: [ClusterIndex]
  /// Which of their nodes; nil: the clusters as a whole.
  public let nodes: NodeFilter?
  /// What happens to what is struck.
  public let effect: FaultEffect
  /// Whether a person wrote the times down (rather than a law drawing them).
  public let isScripted: Bool
  /// Whether nothing fails yet: the nodes are cordoned, and their replicas move away.
  public let isDrain: Bool
  /// What of the hub fails, instead of clusters.
  public let hub: HubComponent?
  /// Regions of which it takes every cluster as a whole, because it is the region, provider or zone that fails.
  public let regions: [String]
  /// How many of the selected nodes of each cluster go down; nil: all.
  let amount: NodeAmount?
  /// Which parts each occurrence strikes; nil: all.
  let hits: SharedShock?
  /// Nodes in a rack, for `hits`.
  let rackNodes: Int
  /// Names it in the draws of its occurrences.
  let key: UInt64

  /// What of the clusters fails.
  public var plane: FailurePlane { effect.plane }

  /// When it fails.
  enum Timing {
    case once(at: SimulationTime, span: SimulationDuration?, occurrence: UInt64)
    case renewal(up: Distribution, down: Distribution, stream: RandomStream, occurrence: UInt64)
    case never
  }
  var timing: Timing

  init(
    label: String, clusters: [ClusterIndex], nodes: NodeFilter? = nil, effect: FaultEffect = FaultEffect(),
    isScripted: Bool, isDrain: Bool = false, hub: HubComponent? = nil, regions: [String] = [],
    amount: NodeAmount? = nil, hits: SharedShock? = nil, rackNodes: Int = FailureProcessSpec.defaultRackNodes,
    key: UInt64 = 0, timing: Timing
  ) {
    self.label = label
    self.clusters = clusters
    self.nodes = nodes
    self.effect = effect
    self.isScripted = isScripted
    self.isDrain = isDrain
    self.hub = hub
    self.regions = regions
    self.amount = amount
    self.hits = hits
    self.rackNodes = rackNodes
    self.key = key
    self.timing = timing
  }
}

/// One span in which a unit is failed.
public struct FaultWindow: Hashable, Sendable {
  /// From.
  public var start: SimulationTime
  /// To; `distantFuture` when it is never repaired.
  public var end: SimulationTime
  /// Which occurrence of the unit it is, from 0; it keys what is drawn for it.
  public var occurrence: UInt64 = 0
}

/// What one occurrence strikes in one cluster.
public struct FaultPart: Hashable, Sendable {
  /// Which nodes.
  public enum Nodes: Hashable, Sendable {
    /// The cluster as a whole.
    case whole
    /// Those that the filter takes.
    case matching(FaultUnit.NodeFilter)
    /// Those at these places in the cluster, ascending.
    case listed([Int])
  }
  /// The cluster.
  public var cluster: ClusterIndex
  /// Which of its nodes.
  public var nodes: Nodes
}
