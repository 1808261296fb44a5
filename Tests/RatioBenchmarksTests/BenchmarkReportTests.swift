// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import RatioBenchmarks

@Suite struct BenchmarkReportTests {
  private func result(
    _ name: String, _ group: BenchmarkGroup, accepted: AcceptedRatio? = nil, aim: TimeAim? = nil, checksum: UInt64 = 1
  ) throws -> BenchmarkResult {
    func side(_ nanoseconds: Double, _ checksum: UInt64) -> BenchmarkSide {
      .timingItself { BenchmarkSample(nanoseconds: nanoseconds * Double($0), checksum: checksum) }
    }
    return try PairRunner(pairs: 1, shortestSample: 1).run(
      BenchmarkCase(
        name: name, group: group, unit: "slot", unitsPerRun: 1000, subject: "v3", reference: "scalar",
        accepted: accepted, aim: aim
      ) {
        BenchmarkPair(subject: side(2000, checksum), reference: side(25_000, 1))
      })
  }

  private func report(_ results: [BenchmarkResult]) -> BenchmarkReport {
    BenchmarkReport(
      date: Date(timeIntervalSince1970: 1_700_000_000),
      machine: BenchmarkMachine(
        processor: "CPU", instructionSet: "v4", cores: 2, system: "Linux", commit: "abc", isDebugBuild: false),
      instructionSet: "v3", pairs: 1, results: results)
  }

  @Test func `a table a group, with what is missed and what differs`() throws {
    let text = BenchmarkTable.text(
      report([
        try result("rank", .kernels, accepted: AcceptedRatio(atLeast: 20, source: "s")),
        try result("plan", .planners, aim: TimeAim(microsecondsPerRun: 1.5, source: "s"), checksum: 2),
      ]))
    #expect(
      text == """
        kernels
          case  subject   min  median  reference   min  median  unit  ratio         accepted      run  aim  answer
          rank  v3       2.00    2.00  scalar     25.0    25.0  slot  12.5x  >= 20.0x MISSED  2.00 us    -  same

        planners
          case  subject   min  median  reference   min  median  unit  ratio  accepted      run                aim  answer
          plan  v3       2.00    2.00  scalar     25.0    25.0  slot  12.5x         -  2.00 us  <= 1.50 us missed  DIFFERS

        times in ns per unit, CPU time of one thread; ratio: least time of the reference over that of the subject
        2023-11-14T22:13:20Z, CPU, 2 cores, executes v4, kernels v3, 1 pairs, commit abc

        """)
  }

  @Test func `misses and disagreements are listed`() throws {
    let report = report([
      try result("a", .kernels, accepted: AcceptedRatio(atLeast: 20, source: "s")),
      try result("b", .kernels, accepted: AcceptedRatio(atLeast: 10, source: "s")),
      try result("c", .kernels, checksum: 3),
    ])
    #expect(report.misses.map(\.name) == ["a"])
    #expect(report.disagreements.map(\.name) == ["c"])
  }

  @Test func `JSON reads back`() throws {
    let report = report([try result("a", .engine, accepted: AcceptedRatio(timeAtMost: 0.5, source: "s"))])
    let text = try report.json()
    #expect(text.hasSuffix("}\n") && text.contains("\"schema\" : \"regatta.bench/1\""))
    #expect(try JSONDecoder().decode(BenchmarkReport.self, from: Data(text.utf8)) == report)
  }

  @Test(arguments: [(0.1234, "0.123"), (1.234, "1.23"), (12.34, "12.3"), (123.4, "123"), (1234.5, "1234")])
  func `numbers have three digits that count`(value: Double, text: String) {
    #expect(BenchmarkTable.number(value) == text)
  }

  @Test(arguments: [(12.0, "12.0 ns"), (1200, "1.20 us"), (1.5e6, "1.50 ms"), (2.5e9, "2.50 s")])
  func `durations have the unit that suits them`(nanoseconds: Double, text: String) {
    #expect(BenchmarkTable.duration(nanoseconds) == text)
  }
}
