// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Reporting
import Results

/// Rebuilds a report from records.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Rebuild a report from the records of one folder, or of several shards together.",
    discussion: """
      Records that are damaged are named and left out. Exit codes: 0 done, 1 the report cannot be written, 2 a folder \
      cannot be read or is of another experiment, or --out is no plain file or a record, 5 runs are missing.
      """)

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
    if let out { try checkTarget(out) }
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

  /// A report takes the place of no device and no link, and not of what it is made from.
  private func checkTarget(_ path: String) throws {
    if let obstacle = WholeFile.obstacle(at: path) {
      let other = obstacle == "a device" ? "leave --out away for standard output" : "choose another --out"
      throw CommandEnd(.invalidInput, "regatta: \(path) is \(obstacle), not a file to write a report to; \(other)")
    }
    for folder in folders {
      for name in [ExperimentFolder.runsFileName, ExperimentManifest.fileName, "timing.json"]
      where WholeFile.isSame(path, "\(folder)/\(name)") {
        throw CommandEnd(
          .invalidInput, "regatta: \(path) is what the report is made from; choose another --out")
      }
    }
  }
}
