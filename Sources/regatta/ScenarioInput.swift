// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel

/// Reads what the command line names; every fault goes to standard error and ends the command with 2.
struct ScenarioInput {
  let paths: [String]
  let options: ScenarioOptions?
  let diagnostics: DiagnosticOptions

  init(options: ScenarioOptions, diagnostics: DiagnosticOptions) {
    paths = options.inputs
    self.options = options
    self.diagnostics = diagnostics
  }

  init(paths: [String], diagnostics: DiagnosticOptions) {
    self.paths = paths
    options = nil
    self.diagnostics = diagnostics
  }

  /// The scenario as it stands.
  func load() throws -> LoadedScenario { try load(at: [SweepPoint(settings: [])])[0] }

  /// The scenario at each sweep point.
  func load(at points: [SweepPoint]) throws -> [LoadedScenario] {
    throw CommandEnd(.invalidInput, "regatta: scenarios cannot be read yet")
  }
}
