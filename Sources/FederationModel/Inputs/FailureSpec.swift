// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What of a cluster fails.
public enum FailurePlane: String, Hashable, Sendable, Codable, CaseIterable {
  /// The cluster is dead: no replica serves, nothing answers.
  case all
  /// The control plane cannot reach it, but its replicas serve: a partition.
  case hub
  /// The control plane reaches it, but its replicas serve nobody.
  case user
}

/// Which clusters a failure or an action concerns; the parts given are ANDed.
public struct TargetSelector: Hashable, Sendable, Codable {
  /// The cluster of this name.
  public var cluster: String?
  /// Clusters with a node in this zone; a failure takes only the nodes in it.
  public var zone: String?
  /// Clusters of this region.
  public var region: String?
  /// Clusters of this provider.
  public var provider: String?
  /// The nodes of pools with this name.
  public var nodePool: String?
  /// Clusters with matching labels.
  public var labelSelector: LabelSelector?

  /// A selector; all parts nil selects everything.
  public init(
    cluster: String? = nil, zone: String? = nil, region: String? = nil, provider: String? = nil,
    nodePool: String? = nil, labelSelector: LabelSelector? = nil
  ) {
    self.cluster = cluster
    self.zone = zone
    self.region = region
    self.provider = provider
    self.nodePool = nodePool
    self.labelSelector = labelSelector
  }

  /// Whether it concerns `cluster` at all.
  public func selects(_ spec: ClusterSpec) -> Bool {
    if let cluster, cluster != spec.name { return false }
    if let zone, !spec.zones.contains(zone), !spec.pools.contains(where: { $0.zone == zone }) { return false }
    if let region, region != spec.region { return false }
    if let provider, provider != spec.provider { return false }
    if let nodePool, !spec.pools.contains(where: { $0.name == nodePool }) { return false }
    if let labelSelector, !labelSelector.matches(spec.labels) { return false }
    return true
  }

  /// Whether it concerns only some nodes of a cluster rather than the whole of it.
  public var selectsNodes: Bool { zone != nil || nodePool != nil }
}

/// Something that goes wrong.
public enum FailureSpec: Hashable, Sendable, Codable {
  /// At a time, for a span; `nil` span: for good.
  case scripted(at: SimulationTime, span: SimulationDuration?, target: TargetSelector, plane: FailurePlane)
  /// Again and again: every unit of the level alternates between up and down on its own.
  case process(FailureProcessSpec)
}

/// An alternating renewal process for every unit of one level.
public struct FailureProcessSpec: Hashable, Sendable, Codable {
  /// What fails as one.
  public enum Level: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each node on its own.
    case node
    /// Each cluster on its own.
    case cluster
    /// Each zone of each region.
    case zone
    /// Each region.
    case region
    /// Each provider.
    case provider
  }
  /// What fails as one.
  public var level: Level
  /// Which units; all by default.
  public var target: TargetSelector
  /// What of the clusters fails.
  public var plane: FailurePlane
  /// The law of the time up.
  public var up: DistributionSpec
  /// The law of the time down.
  public var down: DistributionSpec
  /// Whether the law is an assumption rather than a published figure; reports say so.
  public var source: String?

  /// A process.
  public init(
    level: Level, target: TargetSelector = TargetSelector(), plane: FailurePlane = .all, up: DistributionSpec,
    down: DistributionSpec, source: String? = nil
  ) {
    self.level = level
    self.target = target
    self.plane = plane
    self.up = up
    self.down = down
    self.source = source
  }
}
