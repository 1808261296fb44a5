// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Foundation

/// Whole runs: what an event and a decision cost as the fleet grows, and what a second job costs the first.
enum WorldBenchmarks {
  private static let seed: UInt64 = 1
  private static let events = 100_000.0
  private static let source = "Benchmarks/README.md: a large fleet costs little more an event than a small one"

  static var cases: [BenchmarkCase] {
    [
      growth("events that decide nothing", unit: "event", to: 1000, side: eventSide),
      growth("events that decide nothing", unit: "event", to: 10_000, side: eventSide),
      growth("events that decide", unit: "eligible cluster", to: 1000, side: decisionSide),
      growth("events that decide", unit: "eligible cluster", to: 10_000, side: decisionSide), jobs,
    ]
  }

  /// The same work in a fleet of `clusters`, against one of a hundred.
  private static func growth(
    _ name: String, unit: String, to clusters: Int, side: @escaping @Sendable (_ clusters: Int) throws -> BenchmarkSide
  ) -> BenchmarkCase {
    let small = 100
    return BenchmarkCase(
      name: "\(name), \(clusters) clusters", group: .world, unit: unit, unitsPerRun: events,
      subject: "\(clusters) clusters", reference: "\(small) clusters",
      accepted: AcceptedRatio(timeAtMost: 2, source: source), comparesChecksums: false, mostPairs: 5
    ) {
      BenchmarkPair(subject: try side(clusters), reference: try side(small))
    }
  }

  /// Time of an event in which nothing is decided.
  private static func eventSide(_ clusters: Int) throws -> BenchmarkSide {
    try side(clusters) { $0.other / Double($0.otherEvents) }
  }

  /// Time of an event in which something is decided, for each cluster that is eligible: the views read, the question, the
  /// answer, and all that is written and sent for it.
  private static func decisionSide(_ clusters: Int) throws -> BenchmarkSide {
    try side(clusters) { $0.deciding / Double($0.questions * BenchmarkFleet.cellSize) }
  }

  private static func side(
    _ clusters: Int, _ cost: @escaping @Sendable (StepTimes) -> Double
  ) throws -> BenchmarkSide {
    let fleet = try BenchmarkFleet(clusters: clusters)
    return .timingItself { _ in
      let times = fleet.stepTimes(seed: seed)
      precondition(
        times.questions > 0 && times.otherEvents > 0, "\(times.questions) questions, \(times.otherEvents) else")
      return BenchmarkSample(nanoseconds: cost(times) * events, checksum: times.digest.word)
    }
  }

  /// CPU time of a run beside another one, against alone: nothing is shared that both write.
  private static var jobs: BenchmarkCase {
    BenchmarkCase(
      name: "two jobs, CPU time of each", group: .world, unit: "event", unitsPerRun: events, subject: "two jobs",
      reference: "one job",
      accepted: AcceptedRatio(timeAtMost: 1.05, source: "Benchmarks/README.md: jobs share nothing that they write"),
      mostPairs: 15
    ) {
      let fleet = try BenchmarkFleet(clusters: 500)
      return BenchmarkPair(
        subject: .timingItself { _ in sample(of: fleet, jobs: 2) },
        reference: .timingItself { _ in sample(of: fleet, jobs: 1) })
    }
  }

  /// The mean over as many threads at once, each of which makes the same run.
  private static func sample(of fleet: BenchmarkFleet, jobs: Int) -> BenchmarkSample {
    let passes = JobPasses(count: jobs)
    DispatchQueue.concurrentPerform(iterations: jobs) { job in passes.set(fleet.pass(seed: seed), of: job) }
    let all = passes.all
    let mean = all.reduce(0) { $0 + $1.nanoseconds / Double($1.events) } / Double(all.count)
    return BenchmarkSample(
      nanoseconds: mean * events, checksum: all.reduce(all[0].digest.word) { $0 | $1.digest.word })
  }
}
