// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import FederationModel
import Foundation
import Results

/// The scenario that a record was made from, read anew: the record holds its digest alone.
///
/// The folder's `experiment.json` holds the command. Its paths are looked for where the command stands now, then from each
/// folder above the record: out/NAME lies below where it was made. Whatever is found has to have the record's digest.
struct RecordedScenario {
  let scenario: Scenario
  /// The place of the record's contender.
  let contender: Int

  /// - Parameter paths: Where the scenario lies, instead of the command's own paths; empty: as the command says.
  init(of run: RecordedRun, paths: [String], diagnostics: DiagnosticOptions) throws {
    let command = try Self.command(of: run)
    let points = SweepPoint.combinations(of: command.axes)
    guard let point = points.first(where: { $0.values == run.record.sweep }) else {
      throw CommandEnd(
        .invalidInput,
        "regatta: \(run.place): the command in \(run.folder) does not make the sweep point "
          + "\(RunKey.label(of: run.record.sweep))")
    }
    // What is to be said of the input was said when it was run.
    var quiet = diagnostics
    quiet.quiet = true
    let places = paths.isEmpty ? try Self.places(of: command.input.inputs, from: run) : [paths]
    var wrong: String?
    for inputs in places {
      var options = command.input
      options.inputs = inputs
      let scenario = try ScenarioInput(options: options, diagnostics: quiet).load(at: [point])[0].scenario
      let digest = try ScenarioDigest(of: scenario).description
      guard digest == run.record.scenarioDigest else {
        wrong = wrong ?? Self.difference(run, digest: digest, inputs: inputs)
        continue
      }
      guard let place = scenario.contenders.firstIndex(where: { $0.name == run.record.contender }) else {
        throw CommandEnd(
          .invalidInput, "regatta: \(run.place): the scenario has no contender \(run.record.contender)")
      }
      self.scenario = scenario
      contender = place
      return
    }
    throw CommandEnd(.invalidInput, "regatta: " + (wrong ?? "no scenario was named"))
  }

  private static func difference(_ run: RecordedRun, digest: String, inputs: [String]) -> String {
    var text =
      "the scenario has changed since \(run.place) was written: digest \(run.record.scenarioDigest) there, \(digest) "
      + "of \(inputs.joined(separator: ", ")) now"
    if run.record.version != Regatta.version {
      text += "; the record is of version \(run.record.version), this is \(Regatta.version)"
    }
    return text + "; name the scenario as it was by --scenario, or run it again"
  }

  /// The command that the folder says it was made by.
  private static func command(of run: RecordedRun) throws -> RunCommand {
    let words = run.manifest.command
    guard words.count > 2, words[1] == "run", let command = try? RunCommand.parse(Array(words.dropFirst(2))) else {
      throw CommandEnd(
        .invalidInput,
        "regatta: \(run.folder)/\(ExperimentManifest.fileName): the command is none that this version "
          + "(\(Regatta.version)) reads: \(words.joined(separator: " "))")
    }
    return command
  }

  /// Where all inputs of the command are to be found, the likeliest first.
  private static func places(of inputs: [String], from run: RecordedRun) throws -> [[String]] {
    let folder = URL(fileURLWithPath: run.folder).standardizedFileURL
    let above = sequence(first: folder) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
    let bases = [""] + above.map { $0.path == "/" ? "/" : $0.path + "/" }
    let places = bases.map { base in inputs.map { $0.hasPrefix("/") ? $0 : base + $0 } }
    var found: [[String]] = []
    // An output folder often has its scenario's name, and is none.
    func isInput(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: path)
        && !FileManager.default.fileExists(atPath: "\(path)/\(ExperimentManifest.fileName)")
    }
    for place in places where place.allSatisfy(isInput) && !found.contains(place) {
      found.append(place)
    }
    guard found.isEmpty else { return found }
    throw CommandEnd(
      .invalidInput,
      "regatta: \(run.place) was made from \(inputs.joined(separator: ", ")), which is neither here nor "
        + "in a folder above the record; say where it is by --scenario")
  }
}
