// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Quantities
import Results
import RunMetrics
import ScenarioFormat
import Testing

/// Runs of a shipped scenario in this process.
struct Race {
  let scenario: Scenario

  /// The scenario at `path` below `Scenarios`.
  init(_ path: String, load: Double? = nil, horizon: SimulationDuration? = nil) throws {
    try self.init(
      ScenarioLoader.load(
        paths: ["\(Program.root)/Scenarios/\(path)"], options: LoadOptions(load: load, horizon: horizon)))
  }

  /// The scenario that `text` holds.
  init(text: String) throws { try self.init(ScenarioLoader.load(text: text, file: "scenario.yaml")) }

  private init(_ loaded: LoadedScenario) throws {
    let errors = loaded.diagnostics.filter { $0.severity == .error }.map(\.description)
    #expect(errors.isEmpty)
    guard let scenario = loaded.scenario else { throw NotLoaded(errors: errors) }
    self.scenario = scenario
  }

  /// A scenario that ought to load and does not.
  struct NotLoaded: Error {
    let errors: [String]
  }

  /// The names of the contenders.
  var contenders: [String] { scenario.contenders.map(\.name) }

  /// One run.
  func run(_ contender: String, seed: Int, keepsSeries: Bool = false, checksInvariants: Bool = false) throws
    -> RunOutcome
  {
    let place = try #require(contenders.firstIndex(of: contender), "\(contender)")
    return try WorldReplication(checksInvariants: checksInvariants).run(
      scenario, contender: place, seed: seed, keepsSeries: keepsSeries)
  }
}

extension RunOutcome {
  /// A metric's value; nil where there is no data.
  func value(_ metric: String) -> Double? { metrics[metric]?.value }
}
