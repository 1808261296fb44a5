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
  let fleet: Fleet
  let seed: UInt64

  /// The faults of `scenario` under `seed`.
  public init(scenario: Scenario, seed: UInt64) {
    units = []
    fleet = scenario.fleet
    self.seed = seed
    // Laws are numbered among themselves: a scripted failure more leaves what they draw as it was.
    var laws: UInt64 = 0
    for failure in scenario.failures {
      switch failure {
      case .scripted(let scripted): addScripted(scripted)
      case .maintenance(let maintenance): addMaintenance(maintenance)
      case .process(let process):
        addProcess(process, number: laws)
        laws += 1
      }
    }
  }

  /// The next span in which `unit` fails, from `time` on; nil when there is none. Call it once at the start and then at
  /// the end of each window.
  public mutating func nextWindow(of unit: Int, from time: SimulationTime) -> FaultWindow? {
    switch units[unit].timing {
    case .once(let at, let span, let occurrence):
      units[unit].timing = .never
      return FaultWindow(start: at, end: span.map { at + $0 } ?? .distantFuture, occurrence: occurrence)
    case .never:
      return nil
    case .renewal(let up, let down, var stream, let occurrence):
      let untilFailure = occurrence == 0 ? up.sampleEquilibriumResidual(&stream) : up.sample(&stream)
      let repair = down.sample(&stream)
      units[unit].timing = .renewal(up: up, down: down, stream: stream, occurrence: occurrence + 1)
      let start = time + untilFailure
      return FaultWindow(start: start, end: start + repair, occurrence: occurrence)
    }
  }

  private mutating func addScripted(_ failure: ScriptedFailureSpec) {
    let key = EntityKey.of("scripted", String(failure.entry))
    let timing = FaultUnit.Timing.once(
      at: beginning(of: failure, key: key), span: failure.span, occurrence: UInt64(failure.occurrence))
    if let hub = failure.hub {
      units.append(FaultUnit(label: hub.label, clusters: [], isScripted: true, hub: hub, timing: timing))
      return
    }
    let target = failure.target
    let clusters = selected(by: target)
    guard !clusters.isEmpty else { return }
    let isPart = failure.nodes != nil || failure.ordinal != nil
    let nodes =
      target.selectsNodes || isPart
      ? FaultUnit.NodeFilter(zone: target.zone, pool: target.nodePool, ordinal: failure.ordinal) : nil
    let takesRegions =
      !isPart && target.cluster == nil && target.nodePool == nil && target.labelSelector == nil
    units.append(
      FaultUnit(
        label: failure.label, clusters: clusters, nodes: nodes, effect: failure.effect, isScripted: true,
        regions: takesRegions ? wholeRegions(of: clusters, nodes) : [], amount: failure.nodes, key: key,
        timing: timing))
  }

  /// When a scripted failure begins under this seed: its time, moved by its jitter, never before the start.
  private func beginning(of failure: ScriptedFailureSpec, key: UInt64) -> SimulationTime {
    guard failure.jitter > .zero else { return failure.at }
    var stream = RandomStream(
      seed: seed, purpose: .failureJitter, entity: key, second: UInt64(failure.occurrence))
    let shift = SimulationDuration(seconds: (2 * stream.uniform() - 1) * failure.jitter.seconds)
    return max(.zero, failure.at + shift)
  }

  private mutating func addMaintenance(_ maintenance: MaintenanceSpec) {
    let chosen = selected(by: maintenance.target)
    var place = 0
    for cluster in chosen {
      switch maintenance.unit {
      case .cluster:
        addTurn(of: maintenance, place, "cluster \(fleet[cluster].name)", cluster, nodes: nil)
        place += 1
      case .node:
        for node in nodes(of: cluster, chosenBy: maintenance.target) {
          addTurn(of: maintenance, place, node.label, cluster, nodes: node.nodes)
          place += 1
        }
      }
    }
  }

  /// One unit's turn: for a node first the drain, which lasts until it is back so that nothing new comes to it.
  private mutating func addTurn(
    of maintenance: MaintenanceSpec, _ place: Int, _ name: String, _ cluster: ClusterIndex,
    nodes: FaultUnit.NodeFilter?
  ) {
    let start = maintenance.start(ofUnit: place)
    guard start != .distantFuture else { return }
    if nodes != nil {
      units.append(
        FaultUnit(
          label: "drain of \(name)", clusters: [cluster], nodes: nodes, isScripted: true, isDrain: true,
          timing: .once(at: start, span: maintenance.drain + maintenance.down, occurrence: 0)))
    }
    units.append(
      FaultUnit(
        label: "maintenance of \(name)", clusters: [cluster], nodes: nodes, isScripted: true,
        timing: .once(at: start + maintenance.drain, span: maintenance.down, occurrence: 0)))
  }

  private mutating func addProcess(_ process: FailureProcessSpec, number: UInt64) {
    // Windows without length break nothing; were the times up zero too, they would never end.
    guard process.down.distribution.meanSeconds > 0 else { return }
    if process.level == .hub {
      let hub = Group(label: process.hub.label, key: EntityKey.of("hub", process.hub.rawValue), clusters: [])
      addUnit(of: process, hub, number: number, up: process.up)
      return
    }
    let chosen = selected(by: process.target)
    let own = groups(among: chosen, at: process.level, of: process)
    guard let cause = process.commonCause else {
      for group in own { addUnit(of: process, group, number: number, up: process.up) }
      return
    }
    for group in own {
      let isShared = isInGroup(group, at: cause.group)
      if isShared, cause.beta >= 1 { continue }
      let up = isShared ? process.up.scaled(by: 1 / (1 - cause.beta)) : process.up
      addUnit(of: process, group, number: number, up: up)
    }
    guard cause.beta > 0 else { return }
    for group in commonGroups(among: chosen, of: process, cause: cause) {
      addUnit(of: process, group, number: number, up: process.up.scaled(by: 1 / cause.beta))
    }
  }

  private mutating func addUnit(
    of process: FailureProcessSpec, _ group: Group, number: UInt64, up: DistributionSpec
  ) {
    let isWhole = process.nodes == nil && process.hits == nil && process.commonCause == nil
    let takesRegions = isWhole && [.zone, .region, .provider].contains(process.level)
    let stream = RandomStream(seed: seed, purpose: process.level.purpose, entity: group.key, second: number)
    var nodes = group.nodes
    let drawsNodes = process.nodes != nil || process.hits.map { $0.each != .cluster } ?? false
    if drawsNodes, nodes == nil {
      nodes = FaultUnit.NodeFilter(zone: process.target.zone, pool: process.target.nodePool)
    }
    units.append(
      FaultUnit(
        label: group.label, clusters: group.clusters, nodes: nodes, effect: process.effect, isScripted: false,
        hub: process.level == .hub ? process.hub : nil,
        regions: takesRegions ? wholeRegions(of: group.clusters, group.nodes) : [], amount: process.nodes,
        hits: process.hits, rackNodes: process.rackNodes,
        key: EntityKey.of("law", String(number), group.label),
        timing: .renewal(
          up: up.distribution, down: process.down.distribution, stream: stream, occurrence: 0)))
  }

  private func selected(by target: TargetSelector) -> [ClusterIndex] {
    fleet.clusters.indices.filter { target.selects(fleet.clusters[$0]) }.map { ClusterIndex($0) }
  }
}

extension FailureProcessSpec.Level {
  /// The stream of this level's failures and repairs.
  var purpose: StreamPurpose {
    switch self {
    case .node: .nodeFailure
    case .rack: .rackFailure
    case .cluster: .clusterFailure
    case .zone: .zoneFailure
    case .region: .regionFailure
    case .provider: .providerFailure
    case .hub: .hubFailure
    }
  }
}

extension StreamPurpose {
  /// Up and down times of a rack; entity: rack.
  static var rackFailure: StreamPurpose { StreamPurpose(rawValue: 101) }
  /// Up and down times of the hub; entity: component.
  static var hubFailure: StreamPurpose { StreamPurpose(rawValue: 102) }
  /// Which nodes of a cluster go down; entity: unit, second: cluster, third: occurrence.
  static var nodeChoice: StreamPurpose { StreamPurpose(rawValue: 103) }
  /// Whether a shock strikes a part; entity: unit, second: part, third: occurrence.
  static var shockHit: StreamPurpose { StreamPurpose(rawValue: 104) }
  /// By how much a scripted failure is moved; entity: failure, second: occurrence.
  static var failureJitter: StreamPurpose { StreamPurpose(rawValue: 105) }
}

extension HubComponent {
  /// For people, as `hub` or `hub scheduler`.
  public var label: String { self == .all ? "hub" : "hub \(rawValue)" }
}

extension ScriptedFailureSpec {
  /// For people, as `region eu-west` or `3 nodes in cluster a`.
  public var label: String {
    switch nodes {
    case .count(let count)?: return "\(count) \(count == 1 ? "node" : "nodes") in \(target.label)"
    case .share(let share)?: return "\((share * 1000).rounded() / 10) % of the nodes in \(target.label)"
    case nil: return ordinal.map { "node \($0) of \(target.cluster ?? target.label)" } ?? target.label
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
