// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Synchronization
import Testing

@testable import Experiments

@Suite struct ParallelRunnerTests {
  let plan = ExperimentPlan(contenders: [0, 1], seeds: Array(0..<20))

  func lines(jobs: Int) async throws -> [String] {
    var written: [String] = []
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let summary = try await Fixture.runner(jobs: jobs).run(plan.lines()) { record in
      written.append(String(decoding: try encoder.encode(record), as: UTF8.self))
    }
    #expect(summary.failures.isEmpty && !summary.isInterrupted)
    #expect(summary.timings.count == plan.count)
    return written
  }

  @Test func `records are equal for one job and for many, in plan order`() async throws {
    let one = try await lines(jobs: 1)
    #expect(one.count == plan.count)
    #expect(try await lines(jobs: 2) == one)
    #expect(try await lines(jobs: 7) == one)
  }

  @Test func `only the first seed of a contender has a series`() async throws {
    var withSeries: [String] = []
    let alwaysSeries: Replication = { scenario, contender, seed, _ in
      try Fixture.replication(scenario, contender, seed, true)
    }
    _ = try await Fixture.runner(jobs: 2, replication: alwaysSeries).run(plan.lines()) { record in
      if record.detail?.series != nil { withSeries.append("\(record.contender)/\(record.seed)") }
    }
    #expect(withSeries == ["contender-0/0", "contender-1/0"])
  }

  @Test func `a failed run is named and the others are made`() async throws {
    struct Broken: Error, CustomStringConvertible { let description = "the disk is gone" }
    let failing: Replication = { scenario, contender, seed, keepsSeries in
      if contender == 1 && seed == 3 { throw Broken() }
      return try Fixture.replication(scenario, contender, seed, keepsSeries)
    }
    var written = 0
    let summary = try await Fixture.runner(jobs: 2, replication: failing).run(plan.lines()) { _ in written += 1 }
    #expect(written == plan.count - 1)
    #expect(summary.failures.map(\.message) == ["the disk is gone"])
    #expect(summary.failures.map(\.contender) == ["contender-1"])
    #expect(summary.failures.map(\.line.seed) == [3])
  }

  @Test func `no more runs are under way or held back than three times the jobs`() async throws {
    let started = Mutex(0)
    let counting: Replication = { scenario, contender, seed, keepsSeries in
      started.withLock { $0 += 1 }
      return try Fixture.replication(scenario, contender, seed, keepsSeries)
    }
    var written = 0
    var worst = 0
    _ = try await Fixture.runner(jobs: 2, replication: counting).run(plan.lines()) { _ in
      worst = max(worst, started.withLock { $0 } - written)
      written += 1
    }
    #expect(written == plan.count)
    #expect(worst <= 6)
  }

  @Test func `an interrupted plan keeps what ended and starts nothing more`() async throws {
    let ended = Mutex(0)
    let counting: Replication = { scenario, contender, seed, keepsSeries in
      defer { ended.withLock { $0 += 1 } }
      return try Fixture.replication(scenario, contender, seed, keepsSeries)
    }
    var seeds: [Int] = []
    let summary = try await Fixture.runner(jobs: 2, replication: counting).run(
      plan.lines(), isInterrupted: { ended.withLock { $0 } >= 5 }
    ) { seeds.append($0.seed) }
    #expect(summary.isInterrupted)
    #expect(seeds.count >= 5 && seeds.count < plan.count)
    #expect(seeds == seeds.sorted())
  }

  @Test func `what the writer throws ends the work`() async throws {
    struct Full: Error {}
    await #expect(throws: Full.self) {
      _ = try await Fixture.runner(jobs: 2).run(plan.lines()) { _ in throw Full() }
    }
  }

  @Test func `progress counts resumed runs and ends at the total`() async throws {
    var seen: [ParallelRunner.Progress] = []
    _ = try await Fixture.runner(jobs: 2).run(
      plan.lines().suffix(10).map { $0 }, resumed: 30, progress: { seen.append($0) }, write: { _ in })
    #expect(seen.first == ParallelRunner.Progress(done: 30, total: 40, events: 0))
    #expect(seen.last?.done == 40)
    #expect(seen.last?.events == (10..<20).reduce(0) { $0 + 100 + $1 })
  }
}
