// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Testing

@testable import Reporting

@Suite struct VerdictTests {
  private func verdict(_ values: [(String, [Double])]) -> Verdict {
    var input = Fixture.input(contenders: values.map(\.0), seeds: values[0].1.count)
    for index in input.records.indices {
      let record = input.records[index]
      let list = values.first { $0.0 == record.contender }?.1 ?? []
      input.records[index].metrics["availability"] = MetricValue(list[record.seed])
      // Without the loss the verdict speaks of the share that was served.
      input.records[index].metrics["lost_replica_hours"] = nil
    }
    return ReportModel(input).verdict
  }

  private let base = [0.90, 0.91, 0.92, 0.90, 0.91, 0.92]

  @Test func `a paired interval off zero names the better one`() {
    let verdict = verdict([
      ("b", base), ("a", base.enumerated().map { $0.element + 0.02 + 0.0001 * Double($0.offset) }),
    ])
    #expect(verdict.leader == "a")
    #expect(
      verdict.sentence
        == "a kept most serving: 93.03 % of the demanded replica-time (95 % CI 92.08 to 93.97 %, 6 seeds), "
        + "2.02 points more than b (paired difference, 95 % CI 2.01 to 2.04).")
    #expect(verdict.comparisons.map(\.finding) == [.worse])
  }

  @Test func `a paired interval about zero is no clear difference`() {
    let other = base.enumerated().map { $0.element + ($0.offset % 2 == 0 ? 0.02 : -0.019) }
    let verdict = verdict([("b", base), ("a", other)])
    #expect(verdict.sentence.hasPrefix("No clear difference at the top: a served 91.05 %"))
    #expect(verdict.comparisons.map(\.finding) == [.noClearDifference])
  }

  @Test func `a difference that is sure but too small to matter is said to be so`() {
    let verdict = verdict([("b", base), ("a", base.map { $0 + 0.00005 })])
    #expect(verdict.comparisons.map(\.finding) == [.equivalent])
    #expect(verdict.sentence.hasPrefix("No difference that matters at the top: a served"))
  }

  @Test func `a small difference keeps the decimals that tell it from zero`() {
    let other = base.enumerated().map { $0.element + 0.00012 + 0.00001 * Double($0.offset % 2) }
    let sentence = verdict([("b", base), ("a", other)]).sentence
    #expect(sentence.contains("0.012 points more than b (paired difference, 95 % CI 0.012 to 0.013)"))
  }

  @Test func `who is short of the demand before anything failed is named`() {
    var input = Fixture.input(contenders: ["a", "b"], seeds: 6)
    for index in input.records.indices {
      let share = input.records[index].contender == "a" ? 1 : 0.75
      input.records[index].metrics["availability_before_failures"] = MetricValue(share)
    }
    let remark = "Short of the demand before anything failed, so not for the failure alone: b (75.0 %)."
    #expect(ReportModel(input).verdict.remarks.contains(remark))
  }

  @Test func `an upper bound on recovery is met where failures left nothing to recover from`() {
    var input = Fixture.input(contenders: ["a"], seeds: 6)
    input.manifest.goals = [
      .init(metric: "time_to_recover_p99", relation: "<=", bound: 120, text: "time_to_recover_p99 <= 120s")
    ]
    for index in input.records.indices {
      input.records[index].detail?.recovery = []
      input.records[index].detail?.unrecovered = 0
      input.records[index].metrics["time_to_recover_p99"] = MetricValue(nil)
      input.records[index].metrics["cluster_failures"] = MetricValue(4)
    }
    #expect(ReportModel(input).goals.map(\.state) == [.met])
    for index in input.records.indices { input.records[index].metrics["cluster_failures"] = MetricValue(0) }
    #expect(ReportModel(input).goals.map(\.state) == [.noData])
  }

  @Test func `five seeds are too few`() {
    let five = Array(base.prefix(5))
    let verdict = verdict([("b", five), ("a", five.map { $0 + 0.02 })])
    #expect(verdict.sentence.hasPrefix("Too few seeds for a verdict (5): so far a kept most serving, 92.80 %"))
    #expect(verdict.comparisons.map(\.finding) == [.tooFewSeeds])
  }

  @Test func `one seed gives no interval`() {
    let verdict = verdict([("b", [0.9]), ("a", [0.92])])
    #expect(
      verdict.sentence == "Too few seeds for a verdict (1): so far a kept most serving, "
        + "92.00 % of the demanded replica-time (1 seed), 2.00 points more than b.")
  }

  @Test func `equal in every seed is said so, and those not told apart are named`() {
    let verdict = verdict([("c", base), ("b", base), ("a", base)])
    #expect(verdict.leader == "c")
    #expect(verdict.sentence.hasPrefix("No difference at the top: c and b served the same in every seed, 91.00 %"))
    #expect(verdict.remarks == ["Not told apart from c by these seeds: b, a."])
  }

  @Test func `who races alone is compared with nobody`() {
    let verdict = verdict([("a", base)])
    #expect(verdict.sentence == "a served 91.00 % of the demanded replica-time (95 % CI 90.06 to 91.94 %, 6 seeds).")
    #expect(verdict.remarks.count == 1)
  }

  @Test func `goals are judged on means, times to recover on all episodes`() {
    let model = ReportModel(Fixture.input())
    let states = model.goals.filter { $0.goal == "availability >= 0.9" }.map(\.state)
    #expect(states == [.met, .met, .missed, .missed, .missed, .missed, .missed, .missed])
    let stock = model.goals.first { $0.contender == "karmada-stock" && $0.goal.hasPrefix("time") }
    #expect(stock?.state == .missed)
    #expect(stock?.reached == "never (320 of 320)")
    var input = Fixture.input()
    input.manifest.goals = [.init(metric: "evictions", relation: "<=", bound: 1, text: "evictions <= 1")]
    #expect(Set(ReportModel(input).goals.map(\.state)) == [.noData])
  }

  @Test func `a goal missed by a hair shows the hair`() {
    var input = Fixture.input(contenders: ["a"], seeds: 1)
    input.manifest.goals = [.init(metric: "availability", relation: ">=", bound: 0.999, text: "g")]
    input.records[0].metrics["availability"] = MetricValue(0.99899)
    #expect(ReportModel(input).goals.map(\.reached) == ["99.899 %"])
    input.records[0].metrics["availability"] = MetricValue(0.999)
    #expect(ReportModel(input).goals.map(\.state) == [.met])
  }
}
