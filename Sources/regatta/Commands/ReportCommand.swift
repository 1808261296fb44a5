// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Reporting
import Results

/// Rebuilds a report from records.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Rebuild a report from the records of one folder, or of several shards together.",
    discussion: "Exit codes: 0 done, 2 a folder cannot be read or is of another experiment, 5 runs are missing.")

  @Argument(help: ArgumentHelp("Output folders of run.", valueName: "folder"))
  var folders: [String]

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the report.")
  var output: ReportFormat = .table

  @Option(
    help: ArgumentHelp(
      "Write it to this file instead of standard output; an HTML page gets a folder figures/ beside it.",
      valueName: "file"))
  var out: String?

  @OptionGroup var diagnostics: DiagnosticOptions

  func run() throws {
    let experiment: ExperimentFolder
    do {
      experiment = try ExperimentFolder.read(folders)
    } catch {
      throw CommandEnd(.invalidInput, "regatta: \(error)")
    }
    for damage in experiment.damage { diagnostics.warn("regatta: \(damage)") }
    let model = ReportModel(ReportInput(manifest: experiment.manifest, records: experiment.records))
    if let out, output == .html {
      try ReportFiles.writePage(model, to: out)
    } else {
      let text = try ReportFiles.text(model, as: output)
      if let out { try ReportFiles.write(text, to: out) } else { StandardOutput.write(text) }
    }
    if !model.missing.isEmpty {
      throw CommandEnd(
        .incomplete, "regatta: \(model.missing.count) of \(experiment.manifest.plan.count) runs have no record")
    }
    if !experiment.damage.isEmpty { throw CommandEnd(.incomplete, "regatta: some lines are no whole records") }
  }
}
