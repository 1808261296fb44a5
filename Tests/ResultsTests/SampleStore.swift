// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

@testable import Results

/// A results folder that a test fills.
struct SampleStore {
  let root: String

  static func manifest(_ scenario: String, contenders: [String] = ["a", "b"], seeds: [Int] = [0, 1])
    -> ExperimentManifest
  {
    ExperimentManifest(
      version: "0.1.0", scenario: scenario, summary: "what it is", scenarioDigests: ["00ff"],
      command: ["regatta", "run", "s.yaml", "--jobs", "2"], horizonSeconds: 60, contenders: contenders, seeds: seeds,
      sweepPoints: [[:]], goals: [], translations: [], caveats: [],
      size: .init(clusters: 1, regions: 1, nodes: 1, workloads: 1, replicas: 1))
  }

  /// The lines of all runs of a manifest's plan.
  static func lines(of manifest: ExperimentManifest) throws -> [String] {
    try manifest.plan.map { key in
      var record = sampleRecord(key.contender, seed: key.seed, sweep: key.sweep)
      record.scenario = manifest.scenario
      return RecordCheck.sealed(line: try RecordCoding.line(record))
    }
  }

  /// Makes the folder `name` with the first `count` runs of its plan; all by default.
  func add(_ name: String, _ manifest: ExperimentManifest, runs count: Int? = nil) throws {
    let folder = "\(root)/\(name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try manifest.write("\(folder)/experiment.json")
    let lines = try Self.lines(of: manifest)
    try write(lines.prefix(count ?? lines.count).map { $0 + "\n" }.joined(), to: "\(folder)/runs.jsonl")
  }

  /// What the index tells of all experiments.
  struct Answers: Equatable {
    var experiments: [IndexedExperiment]
    var runs: [[IndexedRun]]
  }

  /// Asks for everything there is.
  func answers(reading names: [String]? = [], rebuilds: Bool = false) throws -> (Answers, warnings: [String]) {
    var index = ResultsIndex(root: root)
    let answers = try index.ask(reading: names, rebuilds: rebuilds) { reader in
      Answers(
        experiments: reader.experiments, runs: try reader.experiments.map { try reader.runs(of: $0.name) })
    }
    return (answers, index.warnings)
  }
}
