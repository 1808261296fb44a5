// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics
import Testing

@testable import Reporting

@Suite struct ReportModelTests {
  @Test func `the order of records, and the shards they come from, change no byte`() throws {
    let input = Fixture.input(sweep: [["load": "0.6"], ["load": "0.8"]])
    var shuffled = input
    // A fixed permutation: 61 and the count have no common divisor.
    let count = input.records.count
    shuffled.records = (0..<count).map { input.records[($0 * 61 + 17) % count] }
    #expect(Set(shuffled.records).count == count)
    #expect(shuffled.records != input.records)
    var overlapping = input
    overlapping.records = Array(input.records.suffix(70)) + Array(input.records.prefix(70))
    for other in [shuffled, overlapping] {
      let first = ReportModel(input)
      let second = ReportModel(other)
      #expect(HTMLReport(first).text == HTMLReport(second).text)
      #expect(MarkdownReport(first).text == MarkdownReport(second).text)
      #expect(TerminalReport(first).text == TerminalReport(second).text)
      #expect(CSVReport(first).text == CSVReport(second).text)
      #expect(try JSONReport(first).text() == JSONReport(second).text())
    }
  }

  @Test func `contenders rank by availability, those without data last`() {
    var input = Fixture.input()
    input.records.removeAll { $0.contender == "kubeadmiral-ops" }
    let model = ReportModel(input)
    #expect(model.ranked.map(\.name).first == "kubefed-rebalance")
    #expect(model.ranked.map(\.name).last == "kubeadmiral-ops")
    #expect(model.missing.count == 8)
    #expect(model.missing.first?.description == "kubeadmiral-ops, seed 0")
    #expect(model.runCount == 56)
  }

  @Test func `a seed that lacks a sweep point is out of the means over points`() {
    var input = Fixture.input(sweep: [["load": "0.6"], ["load": "0.8"]])
    input.records.removeAll { $0.contender == "kubefed" && $0.seed == 3 && $0.sweep["load"] == "0.8" }
    let model = ReportModel(input)
    let overall = model.ranked.first { $0.name == "kubefed" }?.estimate("availability")
    #expect(overall?.seeds == [0, 1, 2, 4, 5, 6, 7])
    #expect(model.points[0].results[5].estimate("availability")?.count == 8)
    let pair = model.verdict.comparisons.first { $0.contender == "kubefed" }
    #expect(pair?.pairs.seeds.count == 7)
  }

  @Test func `records that differ for one run, and records of no run, are named`() {
    var input = Fixture.input()
    var other = input.records[0]
    other.digest = "0000"
    var stranger = input.records[0]
    stranger.contender = "somebody else"
    input.records += [other, stranger]
    let model = ReportModel(input)
    #expect(model.conflicting == [RunKey(contender: "karmada-duplicated", seed: 0)])
    #expect(model.strangerCount == 1)
    var reversed = input
    reversed.records.reverse()
    #expect(HTMLReport(model).text == HTMLReport(ReportModel(reversed)).text)
  }

  @Test func `a censored run leaves no mean, since the mean of the rest would flatter`() {
    var input = Fixture.input()
    input.records[0].metrics["time_to_recover_p50"] = MetricValue(value: nil, unit: "s", censored: 30, count: 40)
    let estimate = ReportModel(input).points[0].results[0].estimate("time_to_recover_p50")
    #expect(estimate?.mean == nil)
    #expect(estimate?.censoredRuns == 1)
    #expect(estimate?.count == 7)
  }

  @Test func `the mean and its t interval of two seeds`() {
    var input = Fixture.input(seeds: 2)
    input.records[0].metrics["utilisation"] = MetricValue(0.5)
    input.records[1].metrics["utilisation"] = MetricValue(0.6)
    let estimate = ReportModel(input).points[0].results[0].estimate("utilisation")
    #expect(estimate?.mean == 0.55)
    // t at 0.975 with 1 degree of freedom is 12.7062; the standard error is 0.05.
    #expect(((estimate?.interval?.halfWidth ?? 0) - 0.63531).magnitude < 1e-5)
  }

  @Test func `the window is the worst failure and half its length on either side`() {
    let figure = FigureRuns(ReportModel(Fixture.input()))
    #expect(figure?.window.start == 0)
    #expect(figure?.window.end == 21_600)
    #expect(figure?.window.fault?.label == "region eu-west")
    #expect(figure?.runs.count == 8)
    #expect(figure?.runs.first?.name == "kubeadmiral-ops")
  }

  @Test func `no record at all is a report that says so`() throws {
    var input = Fixture.input()
    input.records = []
    let model = ReportModel(input)
    #expect(model.verdict.sentence == "No verdict: there is no whole run yet.")
    #expect(TerminalReport(model).text.contains("Missing runs: karmada-duplicated, seed 0; "))
    #expect(HTMLReport(model).text.contains("no data"))
    #expect(!HTMLReport(model).text.contains("<figure"))
    #expect(try JSONReport(model).text().contains("\"schema\" : \"regatta.report/1\""))
  }
}
