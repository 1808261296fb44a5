// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Results
import ScenarioFormat

/// Reads what the command line names. Every fault goes to standard error, each once however many sweep points have it;
/// any error ends the command with 2.
struct ScenarioInput {
  private let paths: [String]
  private let diagnostics: DiagnosticOptions
  private let options: (SweepPoint) -> LoadOptions

  init(options: ScenarioOptions, diagnostics: DiagnosticOptions) {
    paths = options.inputs
    self.diagnostics = diagnostics
    self.options = options.loadOptions
  }

  init(paths: [String], diagnostics: DiagnosticOptions) {
    self.paths = paths
    self.diagnostics = diagnostics
    options = { _ in LoadOptions(metrics: MetricCatalog.metrics.map(\.id)) }
  }

  /// The scenario as it stands.
  func load() throws -> ResolvedScenario { try load(at: [SweepPoint(settings: [])])[0] }

  /// The scenario at each sweep point.
  func load(at points: [SweepPoint]) throws -> [ResolvedScenario] {
    var said: Set<String> = []
    var errorCount = 0
    let scenarios = points.compactMap { point -> ResolvedScenario? in
      let loaded = ScenarioLoader.load(paths: paths, options: options(point))
      for diagnostic in loaded.diagnostics where said.insert(diagnostic.description).inserted {
        let isError = diagnostic.severity == .error
        if isError { errorCount += 1 }
        if isError || !diagnostics.quiet { StandardError.write(diagnostic.description) }
      }
      return loaded.scenario.map {
        ResolvedScenario(scenario: $0, caveats: Self.caveats(of: $0, diagnostics: loaded.diagnostics))
      }
    }
    guard scenarios.count == points.count else {
      throw CommandEnd(.invalidInput, "regatta: \(errorCount) error\(errorCount == 1 ? "" : "s") in the input")
    }
    return scenarios
  }

  /// What a report has to say about the input: its warnings and the assumed laws.
  private static func caveats(of scenario: Scenario, diagnostics: [Diagnostic]) -> [String] {
    let warnings = diagnostics.filter { $0.severity == .warning }.map(\.what)
    let sources = scenario.failures.compactMap { failure -> String? in
      guard case .process(let process) = failure, let source = process.source else { return nil }
      return "\(process.level.rawValue) failures: \(source)"
    }
    return warnings + sources
  }
}
