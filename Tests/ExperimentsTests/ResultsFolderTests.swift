// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Results
import Testing

@testable import Experiments

@Suite struct ResultsFolderTests {
  let plan = ExperimentPlan(contenders: [0, 1], seeds: Array(0..<6))

  /// Makes the runs that the folder lacks; stops after `limit` of them, as a killed process would.
  @discardableResult
  func run(
    in path: String, plan: ExperimentPlan, shard: Shard = .whole, startsAnew: Bool = false, limit: Int? = nil,
    change: (inout ExperimentManifest) -> Void = { _ in }
  ) async throws -> Int {
    let runner = try Fixture.runner(jobs: 2)
    let contenders = plan.contenders.map { runner.scenarios[0].contenders[$0].name }
    var manifest = ExperimentManifest(
      version: "1", scenario: "fixture", summary: "", scenarioDigests: runner.digests, command: [],
      horizonSeconds: 60, contenders: contenders, seeds: plan.seeds, sweepPoints: [[:]], goals: [], translations: [],
      caveats: [], size: .init(clusters: 2, regions: 1, nodes: 0, workloads: 2, replicas: 6))
    change(&manifest)
    let folder = try ResultsFolder(path: path, manifest: manifest, startsAnew: startsAnew)
    let keys = manifest.plan
    let lines = plan.lines(of: shard).filter { !folder.done.contains(keys[$0.index]) }
    var written = 0
    _ = try await runner.run(Array(lines.prefix(limit ?? lines.count))) { record in
      try folder.writer.append(record)
      written += 1
    }
    try folder.writer.flush()
    if limit == nil {
      try folder.finish(
        manifest: manifest,
        timing: ExperimentTiming(
          machine: .current(), jobs: 2, wallSeconds: 0, events: 0, resumed: folder.done.count, runs: []))
    }
    return written
  }

  func inFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("regatta-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
  }

  func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: ResultsFolder.runsPath(in: path)))
  }

  @Test func `a resumed experiment equals an uninterrupted one and makes no run twice`() async throws {
    try await inFolder { path in
      try await inFolder { whole in
        try await run(in: whole, plan: plan)
        #expect(try await run(in: path, plan: plan, limit: 5) == 5)
        #expect(try await run(in: path, plan: plan) == plan.count - 5)
        #expect(try bytes(path) == bytes(whole))
        #expect(try await run(in: path, plan: plan) == 0)
        #expect(try bytes(path) == bytes(whole))
      }
    }
  }

  @Test func `a torn last line is made again`() async throws {
    try await inFolder { path in
      try await inFolder { whole in
        try await run(in: whole, plan: plan)
        try await run(in: path, plan: plan)
        let torn = try bytes(path).dropLast(40)
        try torn.write(to: URL(fileURLWithPath: ResultsFolder.runsPath(in: path)))
        #expect(try await run(in: path, plan: plan) == 1)
        #expect(try bytes(path) == bytes(whole))
      }
    }
  }

  @Test func `more seeds and contenders join in plan order`() async throws {
    try await inFolder { path in
      try await inFolder { whole in
        try await run(in: whole, plan: plan)
        try await run(in: path, plan: ExperimentPlan(contenders: [1], seeds: [0, 1, 2]))
        #expect(try await run(in: path, plan: plan) == plan.count - 3)
        #expect(try bytes(path) == bytes(whole))
      }
    }
  }

  @Test func `two shards hold together what the whole holds`() async throws {
    try await inFolder { whole in
      try await run(in: whole, plan: plan)
      var lines: [Substring] = []
      for index in 0..<2 {
        let shard = try #require(Shard(parsing: "\(index)/2"))
        lines += try await inFolder { path in
          try await run(in: path, plan: plan, shard: shard)
          return String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n")
        }
      }
      let all = String(decoding: try bytes(whole), as: UTF8.self).split(separator: "\n")
      #expect(lines.count == plan.count)
      #expect(Set(lines) == Set(all))
    }
  }

  @Test func `another scenario, state, version or plan is refused, and forced is started anew`() async throws {
    try await inFolder { path in
      try await run(in: path, plan: plan)
      let before = try bytes(path)
      await #expect(throws: ResultsFolder.Refusal.self) {
        try await run(in: path, plan: plan, change: { $0.scenario = "other" })
      }
      await #expect(throws: ResultsFolder.Refusal.self) {
        try await run(in: path, plan: plan, change: { $0.scenarioDigests = ["0"] })
      }
      await #expect(throws: ResultsFolder.Refusal.self) {
        try await run(in: path, plan: plan, change: { $0.version = "2" })
      }
      await #expect(throws: ResultsFolder.Refusal.self) {
        try await run(in: path, plan: ExperimentPlan(contenders: [0], seeds: [0]))
      }
      #expect(try bytes(path) == before)
      let fewer = ExperimentPlan(contenders: [0], seeds: [0])
      #expect(try await run(in: path, plan: fewer, startsAnew: true) == 1)
    }
  }
}
