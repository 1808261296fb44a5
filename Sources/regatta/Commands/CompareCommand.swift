// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import Reporting
import Results

/// Says who is better, by how much, and whether that is known.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare contenders on the records of one experiment, or the same contenders over several.",
    discussion: """
      One folder, or the shards of one experiment: every contender beside the baseline (the best one by default), paired \
      seed by seed. Folders of several experiments, such as before/ and after/: each contender beside itself in the \
      baseline experiment (the first folder by default).

      Exit codes: 0 done, 2 a folder cannot be read or a name is unknown, 5 runs are missing.
      """)

  @Argument(help: ArgumentHelp("Output folders of run.", valueName: "folder"))
  var folders: [String]

  @Option(
    help: ArgumentHelp("The contender, or with several experiments the folder, to compare with.", valueName: "name"))
  var baseline: String?

  @Option(
    name: .customLong("contender"), parsing: .singleValue,
    help: ArgumentHelp("Compare only this contender. Repeatable.", valueName: "name"))
  var contenders: [String] = []

  @Option(
    name: .customLong("metric"), parsing: .singleValue,
    help: ArgumentHelp("Compare this metric; the primary ones by default. Repeatable.", valueName: "id"))
  var metrics: [String] = []

  @Flag(help: "Compare every metric.")
  var allMetrics = false

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the comparison.")
  var output: OutputFormat = .table

  @OptionGroup var diagnostics: DiagnosticOptions

  func run() throws {
    let experiments = try RecordedExperiments.read(folders, diagnostics)
    // A folder as it was given is as good as the name that it is told apart by.
    let baseline = experiments.first { $0.folders.contains(self.baseline ?? "") }?.label ?? self.baseline
    let report: ComparisonReport
    do {
      report = try ComparisonReport(
        experiments.map { .init(label: $0.label, model: $0.model) },
        .init(baseline: baseline, contenders: contenders, metrics: metrics, allMetrics: allMetrics))
    } catch {
      throw CommandEnd(.invalidInput, "regatta: \(error)")
    }
    switch output {
    case .table: StandardOutput.write(report.terminal(bold: StandardOutput.usesBold))
    case .markdown: StandardOutput.write(report.markdown)
    case .csv: StandardOutput.write(report.csv)
    case .json: StandardOutput.write(try report.json())
    }
    let missing = experiments.reduce(0) { $0 + $1.model.missing.count }
    if missing > 0 { throw CommandEnd(.incomplete, "regatta: \(missing) runs have no record") }
  }
}
