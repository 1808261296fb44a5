// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Results

/// The results folder, and how its index is asked.
struct ResultsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The results folder; its experiments are all folders below it that run wrote.", valueName: "folder"))
  var results = "results"

  /// An experiment with its runs.
  struct Experiment {
    let index: IndexedExperiment
    let runs: [IndexedRun]
  }

  /// The experiments, without their runs.
  func experiments(_ diagnostics: DiagnosticOptions) throws -> [IndexedExperiment] {
    try ask(reading: [], diagnostics) { $0.experiments }
  }

  /// The experiments called `names`, all for none, with their runs. Their files are read, so that damage which left a
  /// file's time as it was is found too.
  func experiments(named names: [String], _ diagnostics: DiagnosticOptions) throws -> [Experiment] {
    let wanted = names.map(nameOfExperiment)
    let (all, chosen) = try ask(reading: wanted.isEmpty ? nil : wanted, diagnostics) { reader in
      let all = reader.experiments
      let chosen = wanted.isEmpty ? all : wanted.compactMap { name in all.first { $0.name == name } }
      return (all, try chosen.map { Experiment(index: $0, runs: try reader.runs(of: $0.name)) })
    }
    if let unknown = wanted.first(where: { name in !all.contains { $0.name == name } }) {
      let known = all.isEmpty ? "none" : all.map(\.name).joined(separator: ", ")
      throw CommandEnd(.invalidInput, "regatta: there is no experiment \(unknown) in \(results); there are: \(known)")
    }
    return chosen
  }

  /// Ends the command with 5 when something is damaged or, unless only damage counts, missing; says all of it.
  func checkWhole(_ experiments: [IndexedExperiment], onlyDamage: Bool = false, _ diagnostics: DiagnosticOptions) throws
  {
    var words: [String] = []
    for experiment in experiments {
      let folder = experiment.name == "." ? results : "\(results)/\(experiment.name)"
      for damage in experiment.damage { diagnostics.warn("regatta: \(folder)/\(damage)") }
      if experiment.strangers > 0 {
        diagnostics.warn(
          "regatta: \(folder): \(experiment.strangers) records repeat a run or belong to none of the plan; left out")
      }
      if experiment.missing > 0, !(onlyDamage && experiment.damage.isEmpty) {
        words.append("\(folder): \(experiment.missing) of \(experiment.planned ?? 0) runs have no record")
      } else if !experiment.damage.isEmpty {
        words.append("\(folder): not everything in it is whole")
      }
    }
    if !words.isEmpty { throw CommandEnd(.incomplete, words.map { "regatta: \($0)" }.joined(separator: "\n")) }
  }

  /// A folder that a shell completed is as good as the name of the experiment in it.
  private func nameOfExperiment(_ text: String) -> String {
    var name = Substring(text)
    while name.hasSuffix("/"), name.count > 1 { name = name.dropLast() }
    var folder = Substring(results)
    while folder.hasSuffix("/"), folder.count > 1 { folder = folder.dropLast() }
    if name == folder { return "." }
    return name.hasPrefix(folder + "/") ? String(name.dropFirst(folder.count + 1)) : String(name)
  }

  private func ask<Answer>(
    reading names: [String]?, _ diagnostics: DiagnosticOptions, _ question: (ResultsIndex.Reader) throws -> Answer
  ) throws -> Answer {
    var index = ResultsIndex(root: results)
    do throws(ResultsError) {
      let answer = try index.ask(reading: names, question)
      for warning in index.warnings { diagnostics.warn("regatta: \(warning)") }
      return answer
    } catch {
      throw CommandEnd(
        .invalidInput, "regatta: \(error); give --results, or keep runs there with run --out \(results)/NAME")
    }
  }
}
