// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results

/// Series for pictures: the state at fixed times, taken as events pass them. Metrics never come from here.
struct SeriesRecorder: Sendable {
  private let times: [SimulationTime]
  private var next = 0
  private let regionOf: [Int]
  private let regionNames: [String]
  /// What the utilisation lines stand for: clusters, or regions in a large fleet.
  private let utilisationGroups: [(name: String, clusters: [Int])]
  private var readyByRegion: [Int64]
  private var demand: [Double] = []
  private var serving: [Double] = []
  private var regionLines: [[Double]]
  private var utilisationLines: [[Double]]
  private var faults: [RunSeries.Fault] = []
  private var openFaults: [Int] = []
  private let units: [FaultUnit]

  /// The most clusters that get a line each.
  private static let clusterLineLimit = 40
  private static let faultLimit = 200

  init(scenario: Scenario, units: [FaultUnit], isWanted: Bool) {
    times = isWanted ? Self.grid(scenario) : []
    self.units = units
    let clusters = scenario.fleet.clusters
    var names: [String] = []
    var regions: [Int] = []
    for (place, _) in clusters.enumerated() {
      let name = scenario.fleet.groupName(of: ClusterIndex(place))
      if let region = names.firstIndex(of: name) {
        regions.append(region)
      } else {
        regions.append(names.count)
        names.append(name)
      }
    }
    regionNames = names
    regionOf = regions
    readyByRegion = Array(repeating: 0, count: names.count)
    regionLines = Array(repeating: [], count: names.count)
    utilisationGroups =
      clusters.count <= Self.clusterLineLimit
      ? clusters.enumerated().map { ($1.name, [$0]) }
      : names.enumerated().map { place, name in (name, regions.indices.filter { regions[$0] == place }) }
    utilisationLines = Array(repeating: [], count: utilisationGroups.count)
    openFaults = Array(repeating: -1, count: units.count)
  }

  /// 480 equal steps over the horizon and 160 more around each of the first three scripted failures.
  private static func grid(_ scenario: Scenario) -> [SimulationTime] {
    let horizon = scenario.horizon.nanoseconds
    var times = (0..<480).map { Int64(Int128(horizon) * Int128($0) / 480) }
    var zoomed = 0
    for failure in scenario.failures where zoomed < 3 {
      guard case .scripted(let scripted) = failure, let span = scripted.span else { continue }
      let at = scripted.at
      zoomed += 1
      let margin = span.nanoseconds / 4
      let from = max(0, at.nanoseconds - margin)
      let to = min(horizon, at.nanoseconds + span.nanoseconds + margin)
      if to > from { times += (0..<160).map { from + (to - from) / 160 * Int64($0) } }
    }
    times.sort()
    var unique: [SimulationTime] = []
    for time in times where unique.last?.nanoseconds != time { unique.append(SimulationTime(nanoseconds: time)) }
    return unique
  }

  /// Whether a point is due before `time`.
  func isDue(before time: SimulationTime) -> Bool { next < times.count && times[next] < time }

  /// Takes the state as it has been up to `time`.
  mutating func record(before time: SimulationTime, levels: ServiceLevels, load: ChurnAndLoad) {
    while isDue(before: time) {
      next += 1
      demand.append(Double(levels.demand.value))
      serving.append(Double(levels.served.value))
      for region in readyByRegion.indices { regionLines[region].append(Double(readyByRegion[region])) }
      for (place, group) in utilisationGroups.enumerated() {
        let mean = group.clusters.reduce(0) { $0 + load.utilisation(of: $1) } / Double(group.clusters.count)
        utilisationLines[place].append((mean * 1000).rounded() / 1000)
      }
    }
  }

  mutating func take(_ observation: Observation) {
    switch observation.kind {
    case .servingChanged, .servingLostToFault:
      readyByRegion[regionOf[Int(observation.cluster)]] += observation.value
    case .faultBegan:
      let unit = Int(observation.value)
      // A drain is no failure: the maintenance that follows it is.
      guard faults.count < Self.faultLimit, !units[unit].isDrain else { return }
      openFaults[unit] = faults.count
      faults.append(
        RunSeries.Fault(
          label: units[unit].label, start: observation.time.seconds, end: -1, plane: units[unit].plane.rawValue,
          lines: lines(of: units[unit])))
    case .faultEnded:
      let place = openFaults[Int(observation.value)]
      if place >= 0 { faults[place].end = observation.time.seconds }
      openFaults[Int(observation.value)] = -1
    default: break
    }
  }

  /// The utilisation lines that a failure concerns: those of which all clusters fail as a whole with it.
  private func lines(of unit: FaultUnit) -> [Int]? {
    guard unit.nodes == nil, !unit.clusters.isEmpty else { return nil }
    let failed = Set(unit.clusters.map(\.index))
    let lines = utilisationGroups.indices.filter { utilisationGroups[$0].clusters.allSatisfy(failed.contains) }
    return lines.isEmpty ? nil : lines
  }

  /// The series; nil when they were not wanted.
  func series(end: SimulationTime) -> RunSeries? {
    guard !times.isEmpty else { return nil }
    return RunSeries(
      times: times.prefix(next).map { Double($0.nanoseconds / 1_000_000) / 1000 }, demand: demand, serving: serving,
      readyByRegion: zip(regionNames, regionLines).map { RunSeries.Line(name: $0, values: $1) },
      utilisation: zip(utilisationGroups, utilisationLines).map { RunSeries.Line(name: $0.name, values: $1) },
      faults: faults.map { fault in
        var fault = fault
        if fault.end < 0 { fault.end = end.seconds }
        return fault
      })
  }
}
