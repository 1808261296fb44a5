// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Reporting
import Results

/// Keeps an experiment for later ones to be held against.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Keep the results that later ones are checked against.",
    subcommands: [Save.self])

  /// `baseline save`.
  struct Save: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the runs of an output folder, or of several shards, into one file.",
      discussion: """
        The file has each run's digest and metrics, the goals, and how fast the runs were; no pictures. It is made to be \
        kept under version control.

        Exit codes: 0 done, 1 the file cannot be written, 2 a folder cannot be read, 5 runs are missing: nothing is written.
        """)

    @Argument(help: ArgumentHelp("Output folders of run.", valueName: "folder"))
    var folders: [String]

    @Option(name: .customLong("to"), help: ArgumentHelp("The file.", valueName: "file"))
    var file: String

    @OptionGroup var diagnostics: DiagnosticOptions

    func run() throws {
      let experiments = try RecordedExperiments.read(folders, diagnostics)
      guard experiments.count == 1 else {
        throw CommandEnd(
          .invalidInput, "regatta: these folders are \(experiments.count) experiments; save one at a time")
      }
      let experiment = experiments[0]
      guard experiment.model.missing.isEmpty else {
        let count = experiment.model.missing.count
        throw CommandEnd(
          .incomplete, "regatta: \(count) runs have no record; the same run command makes them, then save again")
      }
      let baseline = Baseline(
        manifest: experiment.input.manifest, records: experiment.input.records,
        speed: RecordedSpeed.read(experiment.folders))
      do {
        try baseline.write(file)
      } catch {
        throw CommandEnd(.runFailed, "regatta: \(error)")
      }
      diagnostics.warn("regatta: \(baseline.runs.count) runs of \(baseline.manifest.scenario) saved to \(file)")
    }
  }
}
