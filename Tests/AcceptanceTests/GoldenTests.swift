// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Results
import RunMetrics
import Testing

/// What the shipped scenarios come to, kept so that a change of any result is seen in review.
/// `UPDATE_GOLDENS=1 swift test --filter GoldenTests` records them anew.
@Suite struct GoldenTests {
  /// A file under Goldens.
  struct Golden: Codable, Equatable {
    struct Run: Codable, Equatable {
      let contender: String
      let seed: Int
      let digest: String
      let events: Int
      /// Metrics, for the reader of a difference: the digest decides.
      let summary: [String: String]
    }
    let scenario: String
    let scenarioDigest: String
    let runs: [Run]
  }

  static let files: [(file: String, scenario: String, seeds: [Int])] = [
    ("quickstart", "quickstart", [0, 1]), ("manifests", "manifests", [0]),
    ("capacity-crunch", "regimes/capacity-crunch.yaml", [0]),
    ("flapping-cluster", "regimes/flapping-cluster.yaml", [0]),
    ("rolling-maintenance", "regimes/rolling-maintenance.yaml", [0]), ("partition", "regimes/partition.yaml", [0]),
    ("one-more-replica", "regimes/one-more-replica.yaml", [0]),
  ]
  static let keyMetrics = [
    "availability", "served_at_failure_end", "lost_replica_hours", "time_to_recover_p50", "replicas_moved",
    "evictions", "cluster_failures", "utilisation",
  ]

  static func summary(_ outcome: RunOutcome) -> [String: String] {
    var summary: [String: String] = [:]
    for metric in keyMetrics {
      summary[metric] = outcome.value(metric).map { String(format: "%.4g", $0) } ?? "none"
    }
    return summary
  }

  static func made(_ path: String, seeds: [Int]) throws -> Golden {
    let race = try Race(path)
    var runs: [Golden.Run] = []
    for contender in race.contenders {
      for seed in seeds {
        let outcome = try race.run(contender, seed: seed)
        runs.append(
          Golden.Run(
            contender: contender, seed: seed, digest: outcome.digest, events: outcome.events,
            summary: summary(outcome)))
      }
    }
    return Golden(
      scenario: race.scenario.name, scenarioDigest: try ScenarioDigest(of: race.scenario).description, runs: runs)
  }

  @Test(arguments: files.indices) func `digests of shipped scenarios are those on record`(place: Int) throws {
    let (file, path, seeds) = Self.files[place]
    let made = try Self.made(path, seeds: seeds)
    let url = URL(fileURLWithPath: "\(Program.root)/Tests/AcceptanceTests/Goldens/\(file).json")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try (encoder.encode(made) + Data("\n".utf8)).write(to: url)
    }
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    #expect(golden.scenarioDigest == made.scenarioDigest, "\(file): the scenario itself has changed")
    #expect(golden.runs.map(\.contender) == made.runs.map(\.contender))
    for (was, now) in zip(golden.runs, made.runs) where was != now {
      let changed = Self.keyMetrics.filter { was.summary[$0] != now.summary[$0] }.map {
        "\($0) \(was.summary[$0] ?? "none") -> \(now.summary[$0] ?? "none")"
      }
      Issue.record(
        """
        \(file): \(was.contender), seed \(was.seed): digest \(was.digest) -> \(now.digest), \
        \(was.events) -> \(now.events) events; \(changed.isEmpty ? "no key metric differs" : changed.joined(separator: ", "))
        """)
    }
  }

  /// The program's own build, jobs and process give what this process gave.
  @Test(arguments: [1, 2]) func `the program's records hold the digests on record`(jobs: Int) throws {
    let folder = try Folder()
    let result = try Program.run([
      "run", "Scenarios/quickstart", "--seeds", "0,1", "--jobs", "\(jobs)", "--out", folder.path + "/out", "-q",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let records = try RunsFile.read(folder.path + "/out/runs.jsonl").records
    let golden = try JSONDecoder().decode(
      Golden.self,
      from: Data(contentsOf: URL(fileURLWithPath: "\(Program.root)/Tests/AcceptanceTests/Goldens/quickstart.json")))
    #expect(records.count == golden.runs.count)
    for run in golden.runs {
      let record = records.first { $0.contender == run.contender && $0.seed == run.seed }
      #expect(record?.digest == run.digest, "\(run.contender), seed \(run.seed)")
      #expect(record?.events == run.events)
      #expect(record?.scenarioDigest == golden.scenarioDigest)
    }
  }

  @Test func `another seed gives another digest under every contender`() throws {
    let race = try Race("quickstart")
    var digests: Set<String> = []
    for contender in race.contenders {
      for seed in 0..<3 { digests.insert(try race.run(contender, seed: seed).digest) }
    }
    #expect(digests.count == race.contenders.count * 3)
  }
}
