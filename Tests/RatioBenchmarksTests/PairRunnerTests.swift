// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import RatioBenchmarks

/// A side that says what it took, sample by sample, and writes down who was asked.
private final class Script {
  var asked: [(side: String, repetitions: Int)] = []

  func side(_ name: String, nanoseconds: [Double], checksums: [UInt64] = [7]) -> BenchmarkSide {
    var call = 0
    return .timingItself { repetitions in
      self.asked.append((name, repetitions))
      defer { call += 1 }
      return BenchmarkSample(
        nanoseconds: nanoseconds[min(call, nanoseconds.count - 1)] * Double(repetitions),
        checksum: checksums[min(call, checksums.count - 1)])
    }
  }
}

@Suite struct PairRunnerTests {
  private func benchmark(
    accepted: AcceptedRatio? = nil, comparesChecksums: Bool = true, mostPairs: Int? = nil,
    _ pair: @escaping () -> BenchmarkPair
  ) -> BenchmarkCase {
    BenchmarkCase(
      name: "case", group: .kernels, unit: "slot", unitsPerRun: 10, subject: "new", reference: "old",
      accepted: accepted, comparesChecksums: comparesChecksums, mostPairs: mostPairs, prepare: pair)
  }

  @Test func `the first sample is not counted, the least and the median of the others are told per unit`() throws {
    let result = try PairRunner(pairs: 4, shortestSample: 1).run(
      benchmark {
        let script = Script()
        return BenchmarkPair(
          subject: script.side("new", nanoseconds: [1, 40, 20, 30, 90]),
          reference: script.side("old", nanoseconds: [1, 100, 80, 120, 140]))
      })
    #expect(result.subjectNanoseconds == SideTimes([20, 30, 40, 90], units: 10))
    #expect(result.subjectNanoseconds.minimum == 2 && result.subjectNanoseconds.median == 3.5)
    #expect(result.ratio == 4)
    #expect(result.medianRatio == Double(110) / 35)
    #expect(result.nanosecondsPerRun == 20)
    #expect(result.checksumsAgree && result.isAccepted)
  }

  @Test func `both sides take turns, and who begins alternates`() throws {
    let script = Script()
    let pair = BenchmarkPair(
      subject: script.side("new", nanoseconds: [9]), reference: script.side("old", nanoseconds: [9]))
    _ = try PairRunner(pairs: 3, shortestSample: 1).run(benchmark { pair })
    #expect(script.asked.map(\.side) == ["new", "old", "new", "old", "old", "new", "new", "old"])
  }

  @Test func `a short side is repeated until a sample is long enough`() throws {
    let script = Script()
    let pair = BenchmarkPair(
      subject: script.side("new", nanoseconds: [10]), reference: script.side("old", nanoseconds: [5000]))
    let result = try PairRunner(pairs: 1, shortestSample: 1000).run(benchmark { pair })
    let repetitions = script.asked.filter { $0.side == "new" }.map(\.repetitions)
    #expect(repetitions.first == 1)
    #expect(repetitions.last.map { (100...160).contains($0) } == true, "\(repetitions)")
    #expect(script.asked.filter { $0.side == "old" }.map(\.repetitions) == [1, 1])
    #expect(result.subjectNanoseconds.minimum == 1)
  }

  @Test func `a case may ask for fewer pairs`() throws {
    let script = Script()
    let pair = BenchmarkPair(
      subject: script.side("new", nanoseconds: [9]), reference: script.side("old", nanoseconds: [9]))
    _ = try PairRunner(pairs: 15, shortestSample: 1).run(benchmark(mostPairs: 2) { pair })
    #expect(script.asked.count == 6)
  }

  @Test(arguments: [
    ([UInt64(1)], [UInt64(1)], true, true), ([1], [2], true, false), ([1], [2], false, true),
    ([1, 1, 3], [1], true, false), ([1, 1, 3], [1], false, false),
  ])
  func `different answers are found`(new: [UInt64], old: [UInt64], compares: Bool, agree: Bool) throws {
    let result = try PairRunner(pairs: 2, shortestSample: 1).run(
      benchmark(comparesChecksums: compares) {
        let script = Script()
        return BenchmarkPair(
          subject: script.side("new", nanoseconds: [9], checksums: new),
          reference: script.side("old", nanoseconds: [9], checksums: old))
      })
    #expect(result.checksumsAgree == agree)
  }

  @Test(arguments: [
    (AcceptedRatio(atLeast: 2, source: "s"), true), (AcceptedRatio(atLeast: 2.1, source: "s"), false),
    (AcceptedRatio(timeAtMost: 0.5, source: "s"), true), (AcceptedRatio(timeAtMost: 0.4, source: "s"), false),
  ])
  func `a ratio of 2 is at least 2 and at most 0.5 times the time`(accepted: AcceptedRatio, isAccepted: Bool) throws {
    let result = try PairRunner(pairs: 1, shortestSample: 1).run(
      benchmark(accepted: accepted) {
        let script = Script()
        return BenchmarkPair(
          subject: script.side("new", nanoseconds: [50]), reference: script.side("old", nanoseconds: [100]))
      })
    #expect(result.isAccepted == isAccepted)
  }

  @Test func `a subject that the clock did not see has no ratio, which reaches nothing and can be saved`() throws {
    let result = try PairRunner(pairs: 2, shortestSample: 0).run(
      benchmark(accepted: AcceptedRatio(atLeast: 2, source: "s")) {
        let script = Script()
        return BenchmarkPair(
          subject: script.side("new", nanoseconds: [0]), reference: script.side("old", nanoseconds: [100]))
      })
    #expect(result.ratio == nil && result.medianRatio == nil && !result.isAccepted)
    let report = BenchmarkReport(
      date: Date(timeIntervalSince1970: 0),
      machine: BenchmarkMachine(
        processor: "CPU", instructionSet: "v4", cores: 2, system: "Linux", commit: "", isDebugBuild: false),
      instructionSet: "scalar", pairs: 2,
      results: [result])
    let read = try JSONDecoder().decode(BenchmarkReport.self, from: Data(report.json().utf8))
    #expect(read == report)
    let row = BenchmarkTable.text(report).split(separator: "\n")[2].split(separator: " ").map(String.init)
    #expect(
      row == ["case", "new", "0.000", "0.000", "old", "10.0", "10.0", "slot", "-"] + [">=", "2.00x", "MISSED"]
        + ["0.000", "ns", "-", "same"])
  }

  @Test func `work on the thread is timed by its own clock and summed up after it`() throws {
    var runs = 0
    let side = BenchmarkSide.onThread {
      runs += 1
    } checksum: {
      UInt64(runs)
    }
    let sample = try side.sample(5)
    #expect(sample.checksum == 5)
    #expect(sample.nanoseconds >= 0)
  }
}
