// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct SurvivalCurveTests {
  static func buckets(_ times: [Double]) -> [SurvivalCurve.Bucket] { times.map { .init(value: $0, count: 1) } }

  /// Weeks in remission of 21 children with leukaemia on 6-mercaptopurine, and of 21 on placebo: Freireich and others,
  /// Blood 21 (1963), 699-716.
  static let treated = SurvivalCurve(
    events: buckets([6, 6, 6, 7, 10, 13, 16, 22, 23]),
    censored: buckets([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]))
  static let placebo = SurvivalCurve(
    events: buckets([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]))

  @Test func `6-MP: survival and Greenwood's error are those of the text books`() throws {
    let steps = Self.treated.steps
    #expect(steps.map(\.time) == [6, 7, 10, 13, 16, 22, 23])
    #expect(steps.map(\.atRisk) == [21, 17, 15, 12, 11, 7, 6])
    #expect(steps.map(\.events) == [3, 1, 1, 1, 1, 1, 1])
    // Kalbfleisch and Prentice; Kleinbaum and Klein, Survival Analysis, table 2.2.
    let survival = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    let errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    for (step, expected) in zip(steps, zip(survival, errors)) {
      #expect(step.survival.agrees(with: expected.0, within: 0.00005))
      #expect(try #require(step.standardError).agrees(with: expected.1, within: 0.00005))
    }
    // By hand: 18/21 x 16/17 x 14/15 x 11/12 x 10/11 x 6/7 x 5/6.
    let left: Double = 18 * 16 * 14 * 11 * 10 * 6 * 5
    let watched: Double = 21 * 17 * 15 * 12 * 11 * 7 * 6
    #expect(steps[6].survival.agrees(with: left / watched, within: 1e-15))
  }

  @Test func `6-MP: the log-log interval at week 10 is 0.503 to 0.889, at 23 0.188 to 0.680`() throws {
    let atTen = try #require(Self.treated.steps[2].interval())
    #expect(atTen.low.agrees(with: 0.5031995107999565, within: 1e-12))
    #expect(atTen.high.agrees(with: 0.8893618351692655, within: 1e-12))
    let atTwentyThree = try #require(Self.treated.steps[6].interval())
    #expect(atTwentyThree.low.agrees(with: 0.18805200595923238, within: 1e-12))
    #expect(atTwentyThree.high.agrees(with: 0.6801426284952413, within: 1e-12))
  }

  @Test func `6-MP: the median is 23 weeks, from 13 to not reached; placebo: 8, from 4 to 11`() throws {
    let treated = try #require(Self.treated.quantileEstimate(0.5))
    #expect(treated.estimate == .value(23) && treated.low == .value(13) && treated.high == .never)
    let placebo = try #require(Self.placebo.quantileEstimate(0.5))
    #expect(placebo.estimate == .value(8) && placebo.low == .value(4) && placebo.high == .value(11))
    #expect(Self.treated.quantile(0.6) == .never)
    #expect(Self.treated.censoredCount == 12 && Self.treated.count == 21)
  }

  @Test func `survival holds from its step to the next`() {
    #expect(Self.treated.survival(at: 0) == 1)
    #expect(Self.treated.survival(at: 5.99) == 1)
    #expect(Self.treated.survival(at: 6) == 18.0 / 21)
    #expect(Self.treated.survival(at: 100) == Self.treated.steps[6].survival)
    #expect(Self.placebo.survival(at: 23) == 0)
  }

  @Test func `counted buckets give the curve of the single episodes, whatever their order`() {
    let counted = SurvivalCurve(
      events: [.init(value: 16, count: 1), .init(value: 6, count: 3), .init(value: 7, count: 1)]
        + Self.buckets([10, 13, 22, 23]) + [.init(value: 99, count: 0)],
      censored: Self.buckets([35, 34, 25, 6, 9, 10, 11, 17, 19, 20]) + [.init(value: 32, count: 2)])
    #expect(counted == Self.treated)
  }

  @Test func `without censoring it is the share still open, and its quantiles those of the values`() {
    let counts = CensoredCounts([.init(value: 30, count: 5), .init(value: 60, count: 3), .init(value: 90, count: 2)])
    let curve = SurvivalCurve(events: counts.buckets)
    #expect(curve.survival(at: 30) == 0.5)
    for hundredth in 1...100 {
      #expect(curve.quantile(Double(hundredth) / 100) == counts.quantile(Double(hundredth) / 100))
    }
  }

  @Test func `all censored at the end of the run is never; nothing watched has no quantile`() {
    let open = SurvivalCurve(events: [], censored: [.init(value: 3600, count: 4)])
    #expect(open.quantile(0.01) == .never && open.survival(at: 4000) == 1 && open.steps.isEmpty)
    let nothing = SurvivalCurve(events: [])
    #expect(nothing.quantile(0.5) == nil && nothing.survival(at: 1) == nil && nothing.quantileEstimate(0.5) == nil)
  }

  @Test func `where nobody is left there is neither an error nor an interval`() {
    let last = SurvivalCurve(events: Self.buckets([1, 2])).steps[1]
    #expect(last.survival == 0 && last.standardError == nil && last.interval() == nil)
  }

  @Test func `who leaves at the time of an event was still watched`() {
    let curve = SurvivalCurve(events: Self.buckets([5]), censored: Self.buckets([5, 4]))
    #expect(curve.steps.map(\.atRisk) == [2])
    #expect(curve.survival(at: 5) == 0.5)
  }
}
