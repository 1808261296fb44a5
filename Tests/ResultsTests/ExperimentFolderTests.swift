// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct ExperimentFolderTests {
  private func manifest(_ command: [String], seeds: [Int] = [0, 1]) -> ExperimentManifest {
    ExperimentManifest(
      version: "0.1.0", scenario: "s", summary: "", scenarioDigests: ["aa"], command: command, horizonSeconds: 60,
      contenders: ["a"], seeds: seeds, sweepPoints: [[:]], goals: [], translations: [], caveats: [],
      size: .init(clusters: 1, regions: 1, nodes: 1, workloads: 1, replicas: 1))
  }

  private func make(_ folder: String, _ manifest: ExperimentManifest, runs: String?) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try manifest.write("\(folder)/experiment.json")
    if let runs { try write(runs, to: "\(folder)/runs.jsonl") }
  }

  @Test func `two shards are one experiment, and its command names no shard`() throws {
    try inTemporaryFolder { folder in
      let line = try RecordCoding.line(sampleRecord("a", seed: 0))
      let command = ["regatta", "run", "s.yaml", "--shard"]
      try make(folder + "/1", manifest(command + ["1/2", "--jobs=2", "--out", "x"]), runs: line + "\n")
      try make(folder + "/2", manifest(command + ["2/2", "--quiet"]), runs: line.prefix(40) + "")
      let experiment = try ExperimentFolder.read([folder + "/1", folder + "/2"])
      #expect(experiment.manifest.command == ["regatta", "run", "s.yaml"])
      #expect(experiment.records.count == 1)
      #expect(experiment.damage.map(\.path) == [folder + "/2/runs.jsonl"])
    }
  }

  @Test func `folders of two experiments are refused by the field that differs`() throws {
    try inTemporaryFolder { folder in
      try make(folder + "/1", manifest(["r"]), runs: nil)
      try make(folder + "/2", manifest(["r"], seeds: [0, 1, 2]), runs: nil)
      #expect {
        _ = try ExperimentFolder.read([folder + "/1", folder + "/2"])
      } throws: { error in
        "\(error)" == "\(folder)/2/experiment.json: not of the experiment in \(folder)/1: seeds differs"
      }
    }
  }

  @Test func `a folder without a manifest is an error with its path`() {
    #expect {
      _ = try ExperimentFolder.read(["/no/such"])
    } throws: { error in
      "\(error)" == "/no/such/experiment.json: cannot read: No such file or directory"
    }
  }
}
