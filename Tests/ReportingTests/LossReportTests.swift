// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

@testable import Reporting

/// Where the lost time went, and one failover step by step.
@Suite struct LossReportTests {
  private let model = ReportModel(Fixture.input())

  @Test func `every cause of the catalogue has its row in the report`() {
    let known = MetricCatalog.metrics.map(\.id).filter { $0.hasPrefix("lost_") && $0 != "lost_replica_hours" }
    #expect(LossTable.causes.map(\.metric) == known)
    #expect(Set(LossTable.causes.map(\.name)).count == known.count)
    #expect(PartStyle.colors.count == known.count && PartStyle.darkColors.count == known.count)
    #expect(Set(PartStyle.colors).count == known.count && Set(PartStyle.darkColors).count == known.count)
  }

  @Test func `the table shows the causes somebody lost to, and its rows add up to the loss`() throws {
    let table = try #require(LossTable(model))
    #expect(
      table.headers == [
        "contender", "lost\nreplica-h", "not\ndetected", "toler-\nated", "starting", "nothing\nmoves it",
      ])
    for row in table.rows {
      let lost = try #require(model.ranked.first { $0.name == row.contender }?.mean("lost_replica_hours"))
      #expect(abs(row.total - lost) < 1e-6)
    }
    let stock = try #require(table.cells.first { $0[0] == "karmada-stock" })
    #expect(stock[3] == "·" && stock[4] == "·" && stock[5] != "·")
  }

  @Test func `without a loss, and in records of old, there is no such section`() {
    var input = Fixture.input()
    for index in input.records.indices {
      for cause in LossTable.causes { input.records[index].metrics[cause.metric] = MetricValue(0) }
      input.records[index].detail?.failover = nil
    }
    let quiet = ReportModel(input)
    #expect(LossTable(quiet) == nil)
    #expect(!HTMLReport(quiet).text.contains("<section id=\"causes\">"))
    #expect(!HTMLReport(quiet).text.contains("<section id=\"failover\">"))
    #expect(!TerminalReport(quiet).text.contains(LossTable.title))
    for index in input.records.indices {
      for cause in LossTable.causes { input.records[index].metrics[cause.metric] = nil }
    }
    #expect(LossTable(ReportModel(input)) == nil)
  }

  @Test func `the terminal has a compact table of it`() throws {
    let lines = TerminalReport(model).text.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex(of: "Where the lost time went, replica-hours a run"))
    let row = try #require(lines[start...].first { $0.hasPrefix("karmada-stock") })
    #expect(row.split(separator: " ").count == 6)
  }

  @Test func `Markdown has both tables`() {
    let text = MarkdownReport(model).text
    #expect(text.contains("<details><summary>Where the lost time went</summary>\n\n| contender | lost<br>replica-h |"))
    #expect(text.contains("<details><summary>One failover, step by step</summary>"))
    #expect(text.contains("| karmada-stock | 35 s | never | - | - | 0 | - | 0 | 533 | 4h 00m |"))
  }

  @Test func `bars are drawn to one scale, part after part`() {
    let chart = StackedBarChart(
      id: "b", title: "t", description: "d", x: .number(title: "", from: 0, to: 100),
      bars: [
        .init(
          name: "one", note: "100",
          parts: [(PartStyle(index: 0), 25, "x"), (PartStyle(index: 1), 0, "y"), (PartStyle(index: 2), 75, "z")])
      ], width: 344)
    let svg = chart.svg().text
    #expect(
      svg.contains("class=\"p0 edge\"") && !svg.contains("class=\"p1 edge\"") && svg.contains("class=\"p2 edge\""))
    // 8 on the left, 16 and three digits on the right: 299.3 for 100.
    #expect(svg.contains("M8 22H82.8v14H8z") && svg.contains("M82.8 22H307.3v14H82.8z"))
    #expect(svg.contains("M8 38H82.8v6H8z"))
  }

  @Test func `phases stand in their lanes, moments as marks`() {
    let chart = PhaseChart(
      id: "p", title: "t", description: "d", x: .time(title: "", from: 0, to: 100),
      rows: [
        .init(
          name: "one", note: "1 of 2",
          spans: [
            .init(style: PartStyle(index: 0), lane: 0, from: 0, to: 50, label: "a"),
            .init(style: PartStyle(index: 1), lane: 2, from: 50, to: 50, label: "b"),
          ])
      ], laneCount: 3, width: 224)
    let svg = chart.svg().text
    #expect(svg.contains("M8 22H108v7H8z") && svg.contains("M108 40H111v7H108z"))
  }

  @Test func `pictures come for wide and for narrow screens`() {
    let page = HTMLReport(model).text
    for id in ["causes-chart", "causes-narrow", "failover-chart", "failover-narrow"] {
      #expect(page.contains("<title id=\"\(id)-t\">"), "\(id)")
    }
    #expect(page.contains("\n.broad{display:none}.narrow{display:block}\nbody{padding:0 16px"))
    for slot in PartStyle.colors.indices {
      #expect(page.contains(".p\(slot){fill:\(PartStyle.colors[slot])}"))
      #expect(page.contains(".p\(slot){fill:\(PartStyle.darkColors[slot])}"))
    }
  }
}
