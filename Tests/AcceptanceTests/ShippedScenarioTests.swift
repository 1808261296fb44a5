// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Quantities
import RunMetrics
import ScenarioFormat
import Testing

/// Every scenario that ships loads clean and runs under every contender with conservation checked after every event.
@Suite struct ShippedScenarioTests {
  /// Scenarios below `Scenarios`: files that are one, and folders with a scenario.yaml.
  static func shipped() throws -> [String] {
    let root = URL(fileURLWithPath: "\(Program.root)/Scenarios").resolvingSymlinksInPath()
    let paths = FileManager.default.enumerator(atPath: root.path)?.allObjects.compactMap { $0 as? String } ?? []
    return paths.filter { path in
      guard path.hasSuffix(".yaml"),
        let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      else { return false }
      return text.contains("\nkind: Scenario")
    }.sorted()
  }

  @Test func `every scenario that ships loads without an error or a warning`() throws {
    let paths = try Self.shipped()
    #expect(paths.count >= 8, "\(paths)")
    for path in paths {
      let loaded = ScenarioLoader.load(paths: ["\(Program.root)/Scenarios/\(path)"])
      #expect(loaded.diagnostics.map(\.description) == [], "\(path)")
      #expect(loaded.scenario?.contenders.isEmpty == false, "\(path)")
    }
  }

  /// Three hours, and longer where nothing happens before; long enough for a first failure to be found and answered.
  private func horizon(of path: String) throws -> SimulationDuration {
    let scenario = try Race(path).scenario
    let failures = scenario.failures.map { failure in
      if case .scripted(let loss) = failure { loss.at } else { SimulationTime.zero }
    }
    let first = (failures + scenario.actions.map(\.at)).min() ?? .zero
    return max(.hours(3), first - .zero + .hours(1))
  }

  @Test func `every small scenario runs its first hours under every contender with conservation checked`() throws {
    // Scheduler programs need their languages: SchedulerProgramTests races them.
    for path in try Self.shipped() where !path.contains("thousand-clusters") && !path.hasPrefix("plugins/") {
      let race = try Race(path, horizon: horizon(of: path))
      for contender in race.contenders {
        let outcome = try race.run(contender, seed: 3, checksInvariants: true)
        #expect(outcome.events > 0, "\(path), \(contender)")
        let availability = try #require(outcome.value("availability"), "\(path), \(contender)")
        #expect(availability > 0 && availability <= 1, "\(path), \(contender): \(availability)")
      }
    }
  }

  /// A tenth of its clusters and workloads, five clusters a cell.
  @Test func `a tenth of thousand-clusters runs two days under every contender with conservation checked`() throws {
    let text = try String(
      contentsOfFile: "\(Program.root)/Scenarios/regimes/thousand-clusters.yaml", encoding: .utf8)
    let reduced = text.replacing("clusters: 1000", with: "clusters: 100").replacing("count: 250", with: "count: 25")
      .replacing("horizon: 30d", with: "horizon: 2d")
    let race = try Race(text: reduced)
    #expect(race.scenario.fleet.clusters.count == 100)
    #expect(race.scenario.workloads.count == 500)
    var failures: Set<Double> = []
    for contender in race.contenders {
      let outcome = try race.run(contender, seed: 0, checksInvariants: true)
      failures.insert(try #require(outcome.value("cluster_failures")))
      if ["karmada-dynamic", "karmada-static"].contains(contender) {
        #expect(try #require(outcome.value("evictions")) > 100, "\(contender)")
      }
    }
    #expect(failures.count == 1, "the same failures for everybody: \(failures)")
    #expect(try #require(failures.first) >= 3)
  }

  @Test func `thousand-clusters itself starts and runs with conservation checked`() throws {
    let race = try Race("regimes/thousand-clusters.yaml", horizon: .seconds(1800))
    #expect(race.scenario.fleet.clusters.count == 1000)
    #expect(race.scenario.fleet.clusters.reduce(0) { $0 + $1.pools.reduce(0) { $0 + $1.nodeCount } } == 100_000)
    #expect(race.scenario.workloads.count == 5000)
    let isOfForty = race.scenario.workloads.allSatisfy { $0.replicas == 40 }
    #expect(isOfForty)
    #expect(race.scenario.horizon == .seconds(1800))
    let outcome = try race.run("karmada-dynamic", seed: 0, checksInvariants: true)
    let availability = try #require(outcome.value("availability"))
    #expect(availability > 0.99)
  }
}
