// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import FederationModel
import Results
import ScenarioFormat

/// Checks inputs without running anything.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check scenarios and manifests; print every fault with its place and a fix.",
    discussion: """
      Faults go to standard error as FILE:LINE:COLUMN: error R0123: WHAT; FIX. -o json prints them to standard output, \
      one object a line.

      Exit codes: 0 valid, perhaps with warnings; 2 not valid.
      """)

  @OptionGroup var input: ScenarioOptions

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the findings.")
  var output: AllocationFormat = .table

  @OptionGroup var diagnostics: DiagnosticOptions

  /// A diagnostic for programs.
  private struct Finding: Encodable {
    let severity: String
    let code: String
    let file: String
    let line: Int
    let column: Int
    let what: String
    let fix: String
  }

  func run() throws {
    let loaded = ScenarioLoader.load(paths: input.inputs, options: input.loadOptions(at: .init(settings: [])))
    for diagnostic in loaded.diagnostics { try show(diagnostic) }
    let errorCount = loaded.diagnostics.count { $0.severity == .error }
    guard let scenario = loaded.scenario, errorCount == 0 else {
      throw CommandEnd(.invalidInput, "regatta: \(errorCount) error\(errorCount == 1 ? "" : "s")")
    }
    if output == .table {
      let size = ExperimentManifest.Size(of: scenario)
      StandardOutput.write(
        "\(scenario.name) is valid: \(size.clusters) clusters in \(size.regions) regions, \(size.nodes) nodes, "
          + "\(size.workloads) workloads, \(size.replicas) replicas, \(scenario.contenders.count) contenders")
    }
  }

  private func show(_ diagnostic: Diagnostic) throws {
    if output == .json {
      StandardOutput.write(
        try RecordCoding.line(
          Finding(
            severity: diagnostic.severity.rawValue, code: diagnostic.code.name, file: diagnostic.position.file,
            line: max(diagnostic.position.line, 1), column: max(diagnostic.position.column, 1),
            what: diagnostic.what, fix: diagnostic.howToFix)))
    } else if diagnostic.severity == .error || !diagnostics.quiet {
      StandardError.write(diagnostic.description)
    }
  }
}
