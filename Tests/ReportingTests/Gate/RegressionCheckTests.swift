// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Statistics
import Testing

@testable import Reporting

@Suite struct RegressionCheckTests {
  private let metric = "lost_replica_hours"
  private let before = SyntheticRuns.noise(20, scale: 10)

  private func check(
    _ after: [Double?], goals: [String] = ["lost_replica_hours"], options: RegressionCheck.Options = .init()
  ) -> RegressionCheck {
    RegressionCheck(
      SyntheticRuns.input(metric, [("k", after)], goals: goals),
      against: SyntheticRuns.input(metric, [("k", before)], goals: goals), options: options)
  }

  @Test func `equal digests pass at once and nothing else is looked at`() {
    let check = check(before)
    #expect(check.outcome == .pass && check.lines.isEmpty)
    #expect(check.digests == [.init(contender: "k", common: 20, equal: 20, missing: 0)])
    #expect(CheckReport(check, speed: nil).sentence == "PASS: s: all 20 runs have the digests of the baseline.")
  }

  @Test func `a loss of 5 replica-h more in twenty seeds is a regression with its effect`() throws {
    let check = check(before.enumerated().map { $0.element + 5 + Fixture.noise($0.offset, 9, 9) })
    #expect(check.outcome == .regression)
    let line = try #require(check.lines.first)
    #expect(line.metric.id == metric && line.pairs == 20 && line.furtherSeeds == 0)
    #expect((line.regression?.meanDifference ?? 0) > 5 && (line.regression?.meanDifference ?? 9) < 6)
    let sentence = CheckReport(check, speed: nil).sentence
    #expect(sentence.hasPrefix("REGRESSION: s: lost_replica_hours of k is worse by 5."), "\(sentence)")
    #expect(sentence.contains("replica-h (95 % CI 5.") && sentence.contains("20 seeds; 0.1 replica-h matters)"))
  }

  @Test func `less loss passes; a metric of which more is better is turned about`() {
    #expect(check(before.map { $0 - 5 }).outcome == .pass)
    let old = SyntheticRuns.input("availability", [("k", (0..<10).map { 0.99 + 0.0001 * Double($0) })])
    let new = SyntheticRuns.input("availability", [("k", (0..<10).map { 0.98 + 0.0001 * Double($0 * $0 % 7) })])
    #expect(RegressionCheck(new, against: old).outcome == .regression)
    #expect(RegressionCheck(old, against: new).outcome == .pass)
  }

  @Test func `two seeds are inconclusive and four more are asked for`() {
    let check = RegressionCheck(
      SyntheticRuns.input(metric, [("k", [20, 21])]), against: SyntheticRuns.input(metric, [("k", [10, 11])]))
    #expect(check.outcome == .inconclusive)
    #expect(check.furtherSeeds == 4)
    #expect(CheckReport(check, speed: nil).sentence.hasSuffix("about 4 more seeds would decide."))
  }

  @Test func `an effect that is said not to matter does not fail`() {
    let worse = before.enumerated().map { $0.element + 5 + Fixture.noise($0.offset, 9, 9) }
    #expect(check(worse, options: .init(minimumEffects: [metric: 10])).outcome == .pass)
    #expect(check(worse, options: .init(minimumEffects: [metric: 5.4])).outcome != .pass)
  }

  @Test func `a contender that was not run is inconclusive, not passed`() {
    let check = RegressionCheck(
      SyntheticRuns.input(metric, [("other", before)]), against: SyntheticRuns.input(metric, [("k", before)]))
    #expect(check.outcome == .inconclusive)
    #expect(check.lines.isEmpty && check.digests[0].isAbsent)
    #expect(CheckReport(check, speed: nil).sentence.hasPrefix("INCONCLUSIVE: s: not run, though in the baseline: k ("))
  }

  @Test func `a part of the baseline's runs is inconclusive though all have its digests`() {
    let check = RegressionCheck(
      SyntheticRuns.input(metric, [("k", [10, 11])]), against: SyntheticRuns.input(metric, [("k", [10, 11, 12])]))
    #expect(check.outcome == .inconclusive && check.lines.isEmpty)
    let sentence = CheckReport(check, speed: nil).sentence
    #expect(sentence == "INCONCLUSIVE: s: 1 of the baseline's 3 runs were not made; those that were have its digests.")
  }

  @Test func `the goals name the metrics, without goals the primary ones are judged`() {
    let ids = RegressionCheck.metrics(
      [.init(metric: "time_to_recover_p99", relation: "<=", bound: 1, text: "")], .init()
    ).map(\.id)
    #expect(ids == ["time_to_recover_p99"])
    let primaries = RegressionCheck.metrics([], .init())
    #expect(primaries.contains { $0.id == "availability" } && primaries.allSatisfy(\.isPrimary))
  }

  @Test func `another scenario, other contenders in it and another version are said`() {
    let check = RegressionCheck(
      SyntheticRuns.input(metric, [("k", before)], version: "2", digest: "e"),
      against: SyntheticRuns.input(metric, [("k", before + [1])], version: "1", digest: "d"))
    #expect(check.notes.count == 3)
    #expect(check.notes[0].hasPrefix("Not like for like") && check.notes[1].contains("version 1"))
    #expect(check.notes[2] == "k: 1 of the baseline's runs were not made again.")
  }

  @Test func `speed is judged on the same machine alone`() {
    let base = Baseline.Speed(machine: "m", eventsPerSecond: 100)
    func check(_ machine: String, _ speed: Double, _ allowed: Double?) -> SpeedCheck {
      SpeedCheck(.init(machine: machine, eventsPerSecond: speed), against: base, allowedSlowdown: allowed)
    }
    #expect(check("m", 79, 0.2).isTooSlow && !check("m", 80, 0.2).isTooSlow)
    #expect(!check("m", 10, nil).isTooSlow && check("m", 10, nil).sentence.contains("0.10 of the baseline's"))
    #expect(!check("n", 10, 0.2).isTooSlow && check("n", 10, 0.2).sentence.contains("another machine"))
  }

  @Test func `JUnit counts failures and errors, GitHub escapes, JSON can be read`() throws {
    let worse = check(before.enumerated().map { $0.element + 5 + Fixture.noise($0.offset, 9, 9) })
    let report = CheckReport(worse, speed: nil)
    #expect(report.junit.contains("tests=\"1\" failures=\"1\" errors=\"0\""))
    #expect(report.junit.contains("<failure message=\"is worse by 5."))
    #expect(report.github.hasPrefix("::error title=lost_replica_hours of k::regression"))
    #expect(
      report.github.contains("95 %25 CI") && report.github.contains("::error title=Regatta::REGRESSION: s"))
    #expect(report.markdown.hasPrefix("**REGRESSION: s:"))
    let object = try JSONSerialization.jsonObject(with: Data(try report.json().utf8)) as? [String: Any]
    #expect(object?["outcome"] as? String == "regression" && object?["schema"] as? String == "regatta.check/1")
    #expect(report.terminal().contains("regression: clearly worse"))
    #expect(report.terminal().split(separator: "\n").allSatisfy { $0.count <= 140 })
  }
}
