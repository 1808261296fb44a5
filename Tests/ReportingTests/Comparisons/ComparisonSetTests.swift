// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics
import Testing

@testable import Reporting

@Suite struct ComparisonSetTests {
  private func comparison(
    _ metric: String, _ baseline: [Double?], _ contender: [Double?]
  ) throws -> MetricComparison {
    let model = ReportModel(SyntheticRuns.input(metric, [("base", baseline), ("other", contender)]))
    let base = try #require(model.ranked.first { $0.name == "base" })
    let descriptor = try #require(MetricCatalog.metric(metric))
    let set = ComparisonSet(model.ranked, against: base, metrics: [descriptor], horizonSeconds: 3600)
    return try #require(set.comparison("other", metric))
  }

  @Test func `31 % less loss in every seed is better, with its share and interval`() throws {
    let base = SyntheticRuns.noise(18, scale: 20)
    let one = try comparison(
      "lost_replica_hours", base,
      base.enumerated().map { $0.element * (0.69 + 0.02 * (Fixture.noise($0.offset, 3, 1) - 0.5)) })
    #expect(one.finding == .better)
    let relative = try #require(one.relativeChange())
    #expect((relative.change + 0.31).magnitude < 0.005)
    #expect(relative.interval.map { $0.low < -0.31 && $0.high > -0.315 && $0.contains(relative.change) } == true)
    let text = LossSentence(one, finding: one.finding).text
    #expect(text.hasPrefix("other loses 31.") && text.hasSuffix(", 18 seeds."), "\(text)")
    #expect(text.contains("% less replica-time than base, 95 % CI 3"))
  }

  @Test func `the other way round it is worse by 45 % more`() throws {
    let base = SyntheticRuns.noise(18, scale: 20)
    let one = try comparison("lost_replica_hours", base.map { $0 * 0.69 }, base)
    #expect(one.finding == .worse)
    let text = LossSentence(one, finding: .worse).text
    #expect(text.hasPrefix("other loses 44.9") && text.contains(" % more replica-time than base"), "\(text)")
  }

  @Test func `a time that never ended counts as the whole run, on either side`() throws {
    let one = try comparison(
      "time_to_recover_p99", [100, nil, 100, 100, 100, 100, 100], [100, 100, 100, 100, nil, 100, 100])
    #expect(one.pairs.contender == [100, 100, 100, 100, 3600, 100, 100])
    #expect(one.pairs.baseline == [100, 3600, 100, 100, 100, 100, 100])
    #expect(one.pairs.censoredPairs == 2 && one.pairs.unmatchedSeeds.isEmpty)
    #expect(one.finding == .noClearDifference)
  }

  @Test func `a seed without data on one side is left out and counted`() throws {
    let one = try comparison("lost_replica_hours", [1, 2, 3, nil], [1, nil, 3, 4])
    #expect(one.pairs.seeds == [0, 2] && one.pairs.unmatchedSeeds == [1, 3])
    #expect(one.finding == .tooFewSeeds)
  }

  @Test func `among many contenders only what stands together is called better`() throws {
    // One of forty is better by 1.2 standard deviations in ten seeds: alone clear, together not.
    let base = SyntheticRuns.noise(10, scale: 0)
    var values: [(String, [Double?])] = [("base", base)]
    let wobble = [3, 1, 2, 0.5, 4, 1, 2.5, 0.4, 3.5, 0.1]
    values.append(("better", zip(base, wobble).map { $0 - $1 }))
    for number in 0..<39 {
      values.append(("c\(number)", base.enumerated().map { $0.element + ($0.offset % 2 == 0 ? 1.0 : -1.0) }))
    }
    func finding(_ count: Int) throws -> MetricComparison {
      let model = ReportModel(SyntheticRuns.input("lost_replica_hours", Array(values.prefix(count))))
      let baseline = try #require(model.ranked.first { $0.name == "base" })
      let set = ComparisonSet(
        model.ranked, against: baseline, metrics: MetricCatalog.metrics.filter(\.isPrimary), horizonSeconds: 3600)
      #expect(set.familySize == count - 1)
      return try #require(set.comparison("better", "lost_replica_hours"))
    }
    #expect(try finding(2).finding == .better)
    let among = try finding(41)
    #expect(among.finding == .noClearDifference)
    #expect(ComparisonTable.words(among) == "~ no clear difference (better if it were the only one)")
  }

  @Test func `a neutral metric is described, not judged`() throws {
    let one = try comparison("evictions", Array(repeating: 10, count: 8), Array(repeating: 20, count: 8))
    #expect(one.finding == .describes && one.adjustedP == nil && one.difference == 10)
  }

  @Test func `findings have a sign and a word each, and better mirrors worse`() {
    let signs = MetricComparison.Finding.allCases.map(\.sign)
    #expect(signs == ["+", "-", "=", "~", "?", ""])
    #expect(MetricComparison.Finding.better.mirrored == .worse && MetricComparison.Finding.worse.mirrored == .better)
  }
}
