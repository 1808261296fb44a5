// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Testing

@testable import RunMetrics

struct SpanHistogramTests {
  private func histogram(_ nanoseconds: [Int64]) -> SpanHistogram {
    var histogram = SpanHistogram()
    for span in nanoseconds { histogram.add(span) }
    return histogram
  }

  @Test(
    arguments: [
      (0, 0), (499, 0), (500, 0.000_001), (999_000, 0.000_999), (1_000_000, 0.001), (1_004_000, 0.001),
      (1_005_000, 0.00101),
      (9_994_999_000, 9.99), (9_995_000_000, 10), (20_000_000_000, 20), (98_765_000_000_000, 98_800),
      (2_592_000_000_000_000, 2_590_000),
    ] as [(Int64, Double)])
  func `a span comes back to three digits`(nanoseconds: Int64, seconds: Double) {
    #expect(histogram([nanoseconds]).quantile(0.5).value == seconds)
  }

  @Test func `quantiles are by rank; count, mean and maximum are exact`() {
    let histogram = histogram((1...100).map { $0 * 1_000_000_000 })
    #expect(histogram.quantile(0.5) == MetricValue(value: 50, unit: "s", censored: 0, count: 100))
    #expect(histogram.quantile(0.99).value == 99)
    #expect(histogram.mean == 50.5)
    #expect(histogram.maximum == 100)
    #expect(self.histogram([1_234_567_891]).maximum == 1.234567891)
  }

  @Test func `what still runs is longer than all`() {
    let histogram = histogram([1_000_000_000, 2_000_000_000, 3_000_000_000])
    #expect(histogram.quantile(0.5, running: 1).value == 2)
    #expect(histogram.quantile(0.99, running: 1) == MetricValue(value: nil, unit: "s", censored: 1, count: 4))
  }

  @Test func `of nothing there is no data`() {
    #expect(histogram([]).quantile(0.5) == MetricValue(nil))
    #expect(histogram([]).mean == nil && histogram([]).maximum == nil)
  }
}
