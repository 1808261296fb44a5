// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

@testable import Reporting

@Suite struct TradeOffsTests {
  /// Contenders by name: availability, p99 of recovery (nil: never), replicas moved, cost.
  private func input(_ rows: [(String, Double, Double?, Double, Double)]) -> ReportInput {
    var input = Fixture.input(contenders: rows.map(\.0), seeds: 2)
    for (place, record) in input.records.enumerated() {
      guard let row = rows.first(where: { $0.0 == record.contender }) else { continue }
      input.records[place].metrics = [
        "availability": MetricValue(row.1),
        "time_to_recover_p99": MetricValue(value: row.2, unit: "s", censored: row.2 == nil ? 1 : 0, count: 4),
        "replicas_moved": MetricValue(row.3), "cost_per_1000_served_replica_hours": MetricValue(row.4),
      ]
    }
    return input
  }

  @Test func `who is worse in one and better in none is dominated, by the first in rank that does it`() throws {
    let tradeOffs = try #require(
      TradeOffs(
        ReportModel(
          input([
            ("fast", 0.99, 60, 900, 30), ("frugal", 0.95, 90, 100, 30), ("copy of frugal", 0.95, 90, 100, 30),
            ("slow", 0.94, 95, 100, 30), ("never", 0.93, nil, 50, 31),
          ]))))
    #expect(tradeOffs.criteria.map(\.id).prefix(3) == ["availability", "time_to_recover_p99", "replicas_moved"])
    #expect(tradeOffs.entries.map(\.name) == ["fast", "frugal", "copy of frugal", "slow", "never"])
    #expect(tradeOffs.entries.map(\.dominatedBy) == [nil, nil, nil, "frugal", nil])
    #expect(tradeOffs.entries[4].values[1] == .never)
    #expect(tradeOffs.rows[3] == ["4 slow", "94.00", "1m 35s", "100", "$30", "dominated by frugal"])
    #expect(tradeOffs.rows[4][2] == "never")
  }

  @Test func `who lacks a criterion is judged by the others, and does not dominate by what it lacks`() throws {
    var input = input([("a", 0.95, 60, 900, 30), ("b", 0.94, 90, 100, 31), ("c", 0.93, 95, 200, 32)])
    for seed in 0..<2 { input.records[seed].metrics["replicas_moved"] = MetricValue(nil) }
    let tradeOffs = try #require(TradeOffs(ReportModel(input)))
    // Without its moves a is better than both in all that is known; with 900 of them it would not be.
    #expect(tradeOffs.entries.map(\.dominatedBy) == [nil, "a", "a"])
    #expect(tradeOffs.rows[0][3] == "no data")
    let page = HTMLReport(ReportModel(input)).text
    #expect(page.contains("judged by the means of what both have data for.</p>"))
  }

  @Test func `a criterion that one contender alone has is left out`() throws {
    var input = input([("a", 0.9, 60, 900, 30), ("b", 0.95, 90, 100, 30)])
    input.records[0].metrics["replicas_moved"] = MetricValue(nil)
    input.records[1].metrics["replicas_moved"] = MetricValue(nil)
    let tradeOffs = try #require(TradeOffs(ReportModel(input)))
    #expect(!tradeOffs.criteria.map(\.id).contains("replicas_moved"))
    #expect(tradeOffs.criteria.count == 3)
  }

  @Test func `one contender has nothing to weigh against`() {
    #expect(TradeOffs(ReportModel(input([("a", 0.9, 60, 900, 30)]))) == nil)
    #expect(TradeOffSection().blocks(ReportModel(input([("a", 0.9, 60, 900, 30)]))).isEmpty)
  }

  @Test func `the page says by shape and by word who is dominated`() {
    let page = HTMLReport(
      ReportModel(input([("good", 0.99, 60, 100, 30), ("bad", 0.95, nil, 200, 31)]))
    ).text
    #expect(page.contains("2 bad: dominated by good</li>"))
    #expect(page.contains("1 good: not dominated</li>"))
    #expect(page.contains("<title>bad: availability 95.00 %, recover p99 never; dominated by good</title>"))
    // One hollow marker in each of three panels and one in the legend.
    #expect(page.components(separatedBy: "class=\"hollow s1\"").count - 1 == 4)
    #expect(page.components(separatedBy: ">never</text>").count - 1 == 1)
  }
}
