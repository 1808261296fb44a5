// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness

/// All that goes wrong in one run. It never sees placements: every contender of a seed meets the same faults.
///
/// Units of a law start up; their first time up is drawn from the equilibrium residual law, because a fleet in service
/// is not new at the start (a Weibull fleet with a shape below 1 would fail many times too often).
public struct FaultInputs: Sendable {
  /// The units, in the order of the scenario's failures and then of the fleet.
  public private(set) var units: [FaultUnit]

  /// The faults of `scenario` under `seed`.
  public init(scenario: Scenario, seed: UInt64) {
    units = []
    // Laws are numbered among themselves: a scripted failure more leaves what they draw as it was.
    var laws: UInt64 = 0
    for failure in scenario.failures {
      switch failure {
      case .scripted(let at, let span, let target, let plane):
        addScripted(at: at, span: span, target: target, plane: plane, fleet: scenario.fleet)
      case .process(let process):
        addProcess(process, number: laws, fleet: scenario.fleet, seed: seed)
        laws += 1
      }
    }
  }

  /// The next span in which `unit` fails, from `time` on; nil when there is none. Call it once at the start and then at
  /// the end of each window.
  public mutating func nextWindow(of unit: Int, from time: SimulationTime) -> FaultWindow? {
    switch units[unit].timing {
    case .once(let at, let span):
      units[unit].timing = .never
      return FaultWindow(start: at, end: span.map { at + $0 } ?? .distantFuture)
    case .never:
      return nil
    case .renewal(let up, let down, var stream):
      let isFirst = stream.counter == 0
      let untilFailure = isFirst ? up.sampleEquilibriumResidual(&stream) : up.sample(&stream)
      let repair = down.sample(&stream)
      units[unit].timing = .renewal(up: up, down: down, stream: stream)
      let start = time + untilFailure
      return FaultWindow(start: start, end: start + repair)
    }
  }

  private mutating func addScripted(
    at: SimulationTime, span: SimulationDuration?, target: TargetSelector, plane: FailurePlane, fleet: Fleet
  ) {
    let clusters = fleet.clusters.indices.filter { target.selects(fleet.clusters[$0]) }.map { ClusterIndex($0) }
    guard !clusters.isEmpty else { return }
    let nodes =
      target.selectsNodes ? FaultUnit.NodeFilter(zone: target.zone, pool: target.nodePool, ordinal: nil) : nil
    units.append(
      FaultUnit(
        label: target.label, clusters: clusters, nodes: nodes, plane: plane, isScripted: true,
        timing: .once(at: at, span: span)))
  }

  private mutating func addProcess(_ process: FailureProcessSpec, number: UInt64, fleet: Fleet, seed: UInt64) {
    let up = process.up.distribution
    let down = process.down.distribution
    // Windows without length break nothing; were the times up zero too, they would never end.
    guard down.meanSeconds > 0 else { return }
    let chosen = fleet.clusters.indices.filter { process.target.selects(fleet.clusters[$0]) }.map { ClusterIndex($0) }
    for group in Self.groups(among: chosen, of: process, fleet: fleet) {
      let stream = RandomStream(seed: seed, purpose: process.level.purpose, entity: group.key, second: number)
      units.append(
        FaultUnit(
          label: group.label, clusters: group.clusters, nodes: group.nodes, plane: process.plane, isScripted: false,
          timing: .renewal(up: up, down: down, stream: stream)))
    }
  }

  private struct Group {
    var label: String
    var key: UInt64
    var clusters: [ClusterIndex]
    var nodes: FaultUnit.NodeFilter?
  }

  /// The units of a law among `clusters`, in fleet order.
  private static func groups(among clusters: [ClusterIndex], of process: FailureProcessSpec, fleet: Fleet) -> [Group] {
    switch process.level {
    case .cluster:
      return clusters.map {
        Group(label: "cluster \(fleet[$0].name)", key: EntityKey.of("cluster", fleet[$0].name), clusters: [$0])
      }
    case .node:
      return clusters.flatMap { nodes(of: $0, chosenBy: process.target, fleet: fleet) }
    case .region:
      return named(clusters) { [fleet[$0].region] }.map {
        Group(label: "region \($0.name)", key: EntityKey.of("region", $0.name), clusters: $0.clusters)
      }
    case .provider:
      return named(clusters) { [fleet[$0].provider] }.map {
        Group(label: "provider \($0.name)", key: EntityKey.of("provider", $0.name), clusters: $0.clusters)
      }
    case .zone:
      return fleetZones(of: clusters, chosenBy: process.target, fleet: fleet)
    }
  }

  /// Each node on its own. Its key is its place in its pool, so that a pool more changes nothing for the others.
  private static func nodes(of cluster: ClusterIndex, chosenBy target: TargetSelector, fleet: Fleet) -> [Group] {
    let spec = fleet[cluster]
    var ordinal = 0
    var groups: [Group] = []
    for pool in spec.pools {
      for place in 0..<pool.nodeCount {
        let isChosen =
          (target.nodePool.map { $0 == pool.name } ?? true)
          && (target.zone.map { $0 == spec.zone(ofNode: ordinal, in: pool) } ?? true)
        if isChosen {
          groups.append(
            Group(
              label: "node \(ordinal) of \(spec.name)",
              key: EntityKey.of("node", spec.name, pool.name, String(place)), clusters: [cluster],
              nodes: FaultUnit.NodeFilter(zone: nil, pool: nil, ordinal: ordinal)))
        }
        ordinal += 1
      }
    }
    return groups
  }

  /// Each zone of each region; only the zone that `target` names if it names one.
  private static func fleetZones(
    of clusters: [ClusterIndex], chosenBy target: TargetSelector, fleet: Fleet
  ) -> [Group] {
    fleet.regions.flatMap { region in
      let inRegion = clusters.filter { fleet[$0].region == region }
      let zones = named(inRegion) { fleet[$0].allZones }
      return zones.filter { target.zone == nil || target.zone == $0.name }.map { zone in
        Group(
          label: region.isEmpty ? "zone \(zone.name)" : "zone \(region)/\(zone.name)",
          key: EntityKey.of("zone", region, zone.name), clusters: zone.clusters,
          nodes: FaultUnit.NodeFilter(zone: zone.name, pool: target.nodePool, ordinal: nil))
      }
    }
  }

  /// Groups clusters by names, in order of first appearance; empty names form no group.
  private static func named(
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
}

extension FailureProcessSpec.Level {
  /// The stream of this level's failures and repairs.
  var purpose: StreamPurpose {
    switch self {
    case .node: .nodeFailure
    case .cluster: .clusterFailure
    case .zone: .zoneFailure
    case .region: .regionFailure
    case .provider: .providerFailure
    }
  }
}

extension TargetSelector {
  /// For people: the parts given, as `region eu-west`.
  public var label: String {
    let parts = [
      cluster.map { "cluster \($0)" }, zone.map { "zone \($0)" }, region.map { "region \($0)" },
      provider.map { "provider \($0)" }, nodePool.map { "node pool \($0)" }, labelSelector.map { _ in "by labels" },
    ].compactMap { $0 }
    return parts.isEmpty ? "everything" : parts.joined(separator: ", ")
  }
}
