// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

// What fails as one: the units of a law, in fleet order.

extension FaultInputs {
  /// A part of the fleet that has a law of its own.
  struct Group {
    var label: String
    var key: UInt64
    var clusters: [ClusterIndex]
    var nodes: FaultUnit.NodeFilter?
  }

  /// The units of `level` among `clusters`, in fleet order; those of nodes as the target of `process` restricts them.
  func groups(
    among clusters: [ClusterIndex], at level: FailureProcessSpec.Level, of process: FailureProcessSpec
  ) -> [Group] {
    switch level {
    case .cluster:
      return clusters.map {
        Group(label: "cluster \(fleet[$0].name)", key: EntityKey.of("cluster", fleet[$0].name), clusters: [$0])
      }
    case .node:
      return clusters.flatMap { nodes(of: $0, chosenBy: process.target) }
    case .rack:
      return clusters.flatMap { racks(of: $0, ofNodes: process.rackNodes, chosenBy: process.target) }
    case .region:
      return named(clusters) { [fleet[$0].region] }.map {
        Group(label: "region \($0.name)", key: EntityKey.of("region", $0.name), clusters: $0.clusters)
      }
    case .provider:
      return named(clusters) { [fleet[$0].provider] }.map {
        Group(label: "provider \($0.name)", key: EntityKey.of("provider", $0.name), clusters: $0.clusters)
      }
    case .zone:
      return fleetZones(of: clusters, chosenBy: process.target) { fleet[$0].allZones }
    case .hub:
      return []
    }
  }

  /// Each node on its own. Its key is its place in its pool, so that a pool more changes nothing for the others.
  func nodes(of cluster: ClusterIndex, chosenBy target: TargetSelector) -> [Group] {
    let spec = fleet[cluster]
    var groups: [Group] = []
    spec.forEachNode(in: target.zone, of: target.nodePool) { ordinal, pool, place in
      groups.append(
        Group(
          label: "node \(ordinal) of \(spec.name)", key: EntityKey.ofNode(place, of: pool, in: spec),
          clusters: [cluster], nodes: FaultUnit.NodeFilter(zone: nil, pool: nil, ordinal: ordinal)))
    }
    return groups
  }

  /// Each rack with a node that the target takes: so many nodes in a row, the last one perhaps fewer.
  private func racks(of cluster: ClusterIndex, ofNodes size: Int, chosenBy target: TargetSelector) -> [Group] {
    let spec = fleet[cluster]
    let count = spec.nodeCount
    var taken: [Int] = []
    spec.forEachNode(in: target.zone, of: target.nodePool) { ordinal, _, _ in
      if taken.last != ordinal / size { taken.append(ordinal / size) }
    }
    return taken.map { rack in
      Group(
        label: "rack \(rack) of \(spec.name)", key: EntityKey.of("rack", spec.name, String(rack)),
        clusters: [cluster],
        nodes: FaultUnit.NodeFilter(
          zone: target.zone, pool: target.nodePool, rack: rack * size..<min((rack + 1) * size, count)))
    }
  }

  /// Each zone of each region; only the zone that `target` names if it names one.
  private func fleetZones(
    of clusters: [ClusterIndex], chosenBy target: TargetSelector, zonesOf: (ClusterIndex) -> [String]
  ) -> [Group] {
    fleet.regions.flatMap { region in
      let inRegion = clusters.filter { fleet[$0].region == region }
      let zones = named(inRegion, by: zonesOf)
      return zones.filter { target.zone == nil || target.zone == $0.name }.map { zone in
        Group(
          label: region.isEmpty ? "zone \(zone.name)" : "zone \(region)/\(zone.name)",
          key: EntityKey.of("zone", region, zone.name), clusters: zone.clusters,
          nodes: FaultUnit.NodeFilter(zone: zone.name, pool: target.nodePool, ordinal: nil))
      }
    }
  }

  /// Groups clusters by names, in order of first appearance; empty names form no group.
  private func named(
    _ clusters: [ClusterIndex], by names: (ClusterIndex) -> [String]
  ) -> [(name: String, clusters: [ClusterIndex])] {
    var groups: [(name: String, clusters: [ClusterIndex])] = []
    for cluster in clusters {
      for name in names(cluster) where !name.isEmpty {
        if let place = groups.firstIndex(where: { $0.name == name }) {
          groups[place].clusters.append(cluster)
        } else {
          groups.append((name, [cluster]))
        }
      }
    }
    return groups
  }

  // Common causes

  /// The groups that share failures: of nodes they take the nodes alone, of clusters the clusters as a whole. A cluster
  /// over several zones belongs to its first, so that it is struck at its law's rate and not at several times that.
  func commonGroups(
    among clusters: [ClusterIndex], of process: FailureProcessSpec, cause: CommonCause
  ) -> [Group] {
    var found: [Group]
    if process.level == .cluster, cause.group == .zone {
      found = fleetZones(of: clusters, chosenBy: TargetSelector()) { Array(fleet[$0].allZones.prefix(1)) }
    } else {
      found = groups(among: clusters, at: cause.group, of: process)
    }
    for place in found.indices {
      found[place].label += " in common"
      if process.level == .cluster {
        found[place].nodes = nil
      } else {
        var filter =
          found[place].nodes ?? FaultUnit.NodeFilter(zone: process.target.zone, pool: process.target.nodePool)
        filter.sparesControlPlane = true
        found[place].nodes = filter
      }
    }
    return found
  }

  /// Whether a unit of one cluster belongs to a group of `level`; one that does not keeps all its failures to itself.
  func isInGroup(_ unit: Group, at level: FailureProcessSpec.Level) -> Bool {
    guard let cluster = unit.clusters.first else { return false }
    let spec = fleet[cluster]
    switch level {
    case .region: return !spec.region.isEmpty
    case .provider: return !spec.provider.isEmpty
    case .zone:
      guard let ordinal = unit.nodes?.ordinal else { return !spec.allZones.isEmpty }
      return spec.zone(ofNode: ordinal) != nil
    case .node, .rack, .cluster: return true
    case .hub: return false
    }
  }

  /// The regions of which `clusters` hold every cluster as a whole, though `nodes` may name a zone.
  func wholeRegions(of clusters: [ClusterIndex], _ nodes: FaultUnit.NodeFilter?) -> [String] {
    if let nodes, nodes.zone == nil || nodes.pool != nil { return [] }
    let taken = clusters.filter { cluster in
      guard let zone = nodes?.zone else { return true }
      return fleet[cluster].isAll(in: zone)
    }
    return named(taken) { [fleet[$0].region] }.filter { group in
      fleet.clusters.filter { $0.region == group.name }.count == group.clusters.count
    }.map(\.name)
  }
}

extension EntityKey {
  /// The key of the node at `place` in `pool` of a cluster.
  static func ofNode(_ place: Int, of pool: NodePoolSpec, in cluster: ClusterSpec) -> UInt64 {
    of("node", cluster.name, pool.name, String(place))
  }
}

extension ClusterSpec {
  /// The zone of the node at `ordinal` in the cluster, which is of `pool`: the pool's, or the cluster's zones in turn.
  public func zone(ofNode ordinal: Int, in pool: NodePoolSpec) -> String? {
    if let zone = pool.zone { return zone }
    return zones.isEmpty ? nil : zones[ordinal % zones.count]
  }

  /// The zones it names and those of its pools, each once.
  var allZones: [String] {
    var all = zones
    for pool in pools {
      if let zone = pool.zone, !all.contains(zone) { all.append(zone) }
    }
    return all
  }

  /// The nodes of all its pools.
  var nodeCount: Int { pools.reduce(0) { $0 + $1.nodeCount } }

  /// The zone of the node at `ordinal`; nil where it has none. O(pools).
  func zone(ofNode ordinal: Int) -> String? {
    var first = 0
    for pool in pools {
      if ordinal < first + pool.nodeCount { return zone(ofNode: ordinal, in: pool) }
      first += pool.nodeCount
    }
    return nil
  }

  /// Whether it has nodes and all of them are in `zone`, as the world sees it when the zone fails.
  func isAll(in zone: String) -> Bool {
    var inZone = 0
    forEachNode(in: zone, of: nil) { _, _, _ in inZone += 1 }
    return inZone == nodeCount
  }

  /// Calls `body` with each node in `zone` of pools called `pool` (nil: any): its place in the cluster, its pool and its
  /// place in that.
  func forEachNode(in zone: String?, of name: String?, _ body: (_ ordinal: Int, NodePoolSpec, _ place: Int) -> Void) {
    var ordinal = 0
    for pool in pools {
      for place in 0..<pool.nodeCount {
        let isChosen =
          (name.map { $0 == pool.name } ?? true) && (zone.map { $0 == self.zone(ofNode: ordinal, in: pool) } ?? true)
        if isChosen { body(ordinal, pool, place) }
        ordinal += 1
      }
    }
  }
}
