// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Results

/// Looks after the experiments kept in a results folder.
struct ResultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results",
    abstract: "List, show and export the experiments kept in a results folder.",
    discussion: """
      Every folder below the results folder that run wrote (run --out results/NAME) is an experiment. The records are \
      the truth; an index beside them, \(ResultsIndex.fileName), is brought up to date by each command and can be \
      deleted at any time.
      """,
    subcommands: [
      ResultsListCommand.self, ResultsShowCommand.self, ResultsExportCommand.self, ResultsIndexCommand.self,
    ])
}

/// Lists the experiments.
struct ResultsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the experiments: scenario, version, contenders, runs, and whether they are whole.",
    discussion: "Exit codes: 0 done, 2 the results folder cannot be read, 5 an experiment is damaged.")

  @OptionGroup var store: ResultsOptions

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the list.")
  var output: OutputFormat = .table

  @OptionGroup var diagnostics: DiagnosticOptions

  private struct Line: Encodable {
    let experiment, scenario, version: String
    let contenders: [String]
    let runs: Int
    let planned: Int?
    let unchecked: Int
    let state: String
    let damage: [String]
    let command: [String]
  }

  func run() throws {
    let experiments = try store.experiments(diagnostics)
    if experiments.isEmpty { diagnostics.warn("regatta: no experiments below \(store.results)") }
    let table = Listing(
      header: ["experiment", "scenario", "version", "contenders", "runs", "planned", "state"],
      rows: experiments.map { experiment in
        [
          experiment.name, experiment.scenario, experiment.version, contenders(of: experiment),
          String(experiment.done), experiment.planned.map(String.init) ?? "", experiment.state.rawValue,
        ]
      })
    if output == .json {
      for experiment in experiments {
        StandardOutput.write(
          try RecordCoding.line(
            Line(
              experiment: experiment.name, scenario: experiment.scenario, version: experiment.version,
              contenders: experiment.contenders, runs: experiment.done, planned: experiment.planned,
              unchecked: experiment.unchecked, state: experiment.state.rawValue, damage: experiment.damage,
              command: experiment.command)))
      }
    } else if !experiments.isEmpty || output == .csv {
      StandardOutput.write(table.text(as: output))
    }
    try store.checkWhole(experiments, onlyDamage: true, diagnostics)
  }

  /// People get the first names and how many more there are, programs all of them.
  private func contenders(of experiment: IndexedExperiment) -> String {
    let names = experiment.contenders
    guard output == .table, names.count > 3 else { return names.joined(separator: ", ") }
    return names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
  }
}

/// Builds the index anew.
struct ResultsIndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Build the index of results folders anew, reading every record.",
    discussion: "Exit codes: 0 done, 2 a folder cannot be read, 5 an experiment is damaged.")

  @Argument(help: ArgumentHelp("Results folders; the one of --results by default.", valueName: "folder"))
  var folders: [String] = []

  @OptionGroup var store: ResultsOptions

  @OptionGroup var diagnostics: DiagnosticOptions

  func run() throws {
    var faults: [String] = []
    for folder in folders.isEmpty ? [store.results] : folders {
      var store = store
      store.results = folder
      var index = ResultsIndex(root: folder)
      do throws(ResultsError) {
        let experiments = try index.ask(rebuilds: true) { $0.experiments }
        for warning in index.warnings { diagnostics.warn("regatta: \(warning)") }
        let runs = experiments.reduce(0) { $0 + $1.done }
        StandardOutput.write("\(folder)/\(ResultsIndex.fileName): \(experiments.count) experiments, \(runs) runs")
        do {
          try store.checkWhole(experiments, onlyDamage: true, diagnostics)
        } catch {
          if let end = error as? CommandEnd { faults.append(end.message) }
        }
      } catch {
        throw CommandEnd(.invalidInput, "regatta: \(error)")
      }
    }
    if !faults.isEmpty { throw CommandEnd(.incomplete, faults.joined(separator: "\n")) }
  }
}
