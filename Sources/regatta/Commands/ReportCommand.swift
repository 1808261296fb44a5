// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Foundation
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

  @Option(help: ArgumentHelp("Write it to this file instead of standard output.", valueName: "file"))
  var out: String?

  @OptionGroup var diagnostics: DiagnosticOptions

  func run() throws {
    var manifests: [ExperimentManifest] = []
    var records: [RunRecord] = []
    var isDamaged = false
    do {
      for folder in folders {
        manifests.append(try ExperimentManifest.read("\(folder)/\(ExperimentManifest.fileName)"))
        let file = try RunsFile.read("\(folder)/runs.jsonl")
        records += file.records
        isDamaged = isDamaged || !file.damage.isEmpty
        for damage in file.damage { diagnostics.warn("regatta: \(damage)") }
      }
    } catch {
      throw CommandEnd(.invalidInput, "regatta: \(error)")
    }
    let merged: ExperimentManifest
    do {
      merged = try ExperimentManifest.union(of: manifests)
    } catch {
      throw CommandEnd(.invalidInput, "regatta: \(error)")
    }
    let model = ReportModel(ReportInput(manifest: merged, records: records))
    let text = try ReportFiles.text(model, as: output)
    if let out { try ReportFiles.write(text, to: out) } else { StandardOutput.write(text) }
    if !model.missing.isEmpty {
      throw CommandEnd(
        .incomplete, "regatta: \(model.missing.count) of \(merged.plan.count) runs have no record")
    }
    if isDamaged { throw CommandEnd(.incomplete, "regatta: some lines are no whole records") }
  }
}
