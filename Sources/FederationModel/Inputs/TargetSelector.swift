// SPDX-License-Identifier: GPL-3.0-or-later

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
