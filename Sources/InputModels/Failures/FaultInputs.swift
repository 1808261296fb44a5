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
    for (place, failure) in scenario.failures.enumerated() {
      switch failure {
      case .scripted(let at, let span, let target, let plane):
        addScripted(at: at, span: span, target: target, plane: plane, fleet: scenario.fleet)
      case .process(let process):
        addProcess(process, place: place, fleet: scenario.fleet, seed: seed)
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

  private mutating func addProcess(_ process: FailureProcessSpec, place: Int, fleet: Fleet, seed: UInt64) {
    let up = process.up.distribution
    let down = process.down.distribution
    let chosen = fleet.clusters.indices.filter { process.target.selects(fleet.clusters[$0]) }.map { ClusterIndex($0) }
    for group in Self.groups(of: chosen, level: process.level, fleet: fleet) {
      let stream = RandomStream(
        seed: seed, purpose: process.level.purpose, entity: group.key, second: UInt64(place))
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

  /// The units of a level among `clusters`, in fleet order.
  private static func groups(
    of clusters: [ClusterIndex], level: FailureProcessSpec.Level, fleet: Fleet
  ) -> [Group] {
    switch level {
    case .cluster:
      return clusters.map {
        Group(label: "cluster \(fleet[$0].name)", key: EntityKey.of("cluster", fleet[$0].name), clusters: [$0])
      }
    case .node:
      return clusters.flatMap { cluster in
        let count = fleet[cluster].pools.reduce(0) { $0 + $1.nodeCount }
        return (0..<count).map { ordinal in
          Group(
            label: "node \(ordinal) of \(fleet[cluster].name)",
            key: EntityKey.of("node", fleet[cluster].name, String(ordinal)), clusters: [cluster],
            nodes: FaultUnit.NodeFilter(zone: nil, pool: nil, ordinal: ordinal))
        }
      }
    case .region:
      return named(clusters) { [fleet[$0].region] }.map {
        Group(label: "region \($0.name)", key: EntityKey.of("region", $0.name), clusters: $0.clusters)
      }
    case .provider:
      return named(clusters) { [fleet[$0].provider] }.map {
        Group(label: "provider \($0.name)", key: EntityKey.of("provider", $0.name), clusters: $0.clusters)
      }
    case .zone:
      return named(clusters) { cluster in fleet[cluster].zones.map { "\(fleet[cluster].region)/\($0)" } }.map {
        Group(
          label: "zone \($0.name)", key: EntityKey.of("zone", $0.name), clusters: $0.clusters,
          nodes: FaultUnit.NodeFilter(zone: String($0.name.split(separator: "/").last ?? ""), pool: nil, ordinal: nil))
      }
    }
  }

  /// Groups clusters by names, in order of first appearance; empty names form no group.
  private static func named(
    _ clusters: [ClusterIndex], by names: (ClusterIndex) -> [String]
  ) -> [(name: String, clusters: [ClusterIndex])] {
    var groups: [(name: String, clusters: [ClusterIndex])] = []
    for cluster in clusters {
      for name in names(cluster) where !name.isEmpty && name != "/" {
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
