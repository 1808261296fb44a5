// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Testing

@testable import Reporting

@Suite struct RecoveryCurveTests {
  private func run(_ ended: [(Double, Int)], open: [(Double, Int)]?, unrecovered: Int? = nil) -> RunRecord {
    var record = Fixture.input(contenders: ["a"], seeds: 1).records[0]
    record.detail?.recovery = ended.map { .init(seconds: $0.0, count: $0.1) }
    record.detail?.unrecoveredAfter = open.map { $0.map { .init(seconds: $0.0, count: $0.1) } }
    record.detail?.unrecovered = unrecovered ?? open?.reduce(0) { $0 + $1.1 } ?? 0
    return record
  }

  /// The remission times of 21 patients under 6-mercaptopurine. Source: Freireich and others, Blood 21 (1963); the
  /// estimate in Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data (2002), table 1.2.
  @Test func `the estimate of the 6-MP patients is the textbook's`() throws {
    let curve = try #require(
      RecoveryCurve([
        run(
          [(6, 3), (7, 1), (10, 1), (13, 1), (16, 1), (22, 1), (23, 1)],
          open: [(6, 1), (9, 1), (10, 1), (11, 1), (17, 1), (19, 1), (20, 1), (25, 1), (32, 2), (34, 1), (35, 1)])
      ]))
    let expected = [1, 0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    #expect(curve.steps.map(\.seconds) == [0, 6, 7, 10, 13, 16, 22, 23])
    for (step, share) in zip(curve.steps, expected) { #expect((step.share - share).magnitude < 5e-5) }
    #expect(curve.count == 21 && curve.censoredCount == 12)
    #expect(curve.quantile(0.5) == 23)
    #expect(curve.quantile(0.6) == nil)
    #expect(curve.end == 35)
    #expect(curve.censored.map(\.seconds) == [6, 9, 10, 11, 17, 19, 20, 25, 32, 34, 35])
    // A tick stands at the height that the curve has there.
    #expect((curve.censored[4].share - 0.6275).magnitude < 5e-5)
  }

  @Test func `episodes of all runs count together`() throws {
    let curve = try #require(RecoveryCurve([run([(10, 1)], open: nil), run([(10, 1), (20, 2)], open: nil)]))
    #expect(curve.steps.map(\.seconds) == [0, 10, 20])
    #expect(curve.steps.map(\.share) == [1, 0.5, 0])
    #expect(curve.quantile(0.5) == 10 && curve.quantile(0.51) == 20)
  }

  @Test func `a record that does not say how long open episodes lasted counts them as longer than all others`() throws {
    let curve = try #require(RecoveryCurve([run([(10, 1), (20, 1)], open: nil, unrecovered: 2)]))
    #expect(curve.steps.map(\.share) == [1, 0.75, 0.5])
    #expect(curve.censored.map(\.seconds) == [20])
    #expect(curve.quantile(0.6) == nil)
  }

  @Test func `nothing to recover from is no curve`() {
    #expect(RecoveryCurve([run([], open: nil)]) == nil)
  }
}
