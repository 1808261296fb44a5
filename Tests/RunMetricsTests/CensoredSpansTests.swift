// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Results
import Testing

@testable import RunMetrics

struct CensoredSpansTests {
  private func spans(ended: [Int64], running: [Int64]) -> CensoredSpans {
    var spans = CensoredSpans()
    for span in ended { spans.add(.seconds(span), hasEnded: true) }
    for span in running { spans.add(.seconds(span), hasEnded: false) }
    spans.sort()
    return spans
  }

  @Test func `by rank what still runs is longer than all`() {
    let spans = spans(ended: [30, 10, 20], running: [5])
    #expect(spans.quantile(0.5) == MetricValue(value: 20, unit: "s", censored: 1, count: 4))
    #expect(spans.quantile(1) == MetricValue(value: nil, unit: "s", censored: 1, count: 4))
  }

  @Test func `Kaplan and Meier: 6, 6, 6, 7, 10, 13, 16, 22, 23 of 21 leave 0.857 to 0.448`() {
    // The classic 6-MP arm of E. Gehan, Biometrika 52 (1965): S is .857, .807, .753, .690, .627, .538, .448.
    let spans = spans(
      ended: [6, 6, 6, 7, 10, 13, 16, 22, 23], running: [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    #expect(spans.kaplanMeier(0.14).value == 6)
    #expect(spans.kaplanMeier(0.15).value == 7)
    #expect(spans.kaplanMeier(0.24).value == 10)
    #expect(spans.kaplanMeier(0.30).value == 13)
    #expect(spans.kaplanMeier(0.32).value == 16)
    #expect(spans.kaplanMeier(0.46).value == 22)
    #expect(spans.kaplanMeier(0.5).value == 23)
    #expect(spans.kaplanMeier(0.56) == MetricValue(value: nil, unit: "s", censored: 12, count: 21))
  }

  @Test func `without any that runs both are the same`() {
    let spans = spans(ended: [4, 1, 3, 2, 5, 7, 6, 9, 8, 10], running: [])
    for probability in [0.1, 0.25, 0.5, 0.9, 0.99] {
      #expect(spans.kaplanMeier(probability) == spans.quantile(probability), "\(probability)")
    }
    #expect(spans.mean == 5.5)
  }

  @Test func `of nothing there is no data`() {
    let spans = spans(ended: [], running: [])
    #expect(spans.quantile(0.5) == MetricValue(nil) && spans.kaplanMeier(0.5) == MetricValue(nil))
    #expect(spans.mean == nil)
  }
}
