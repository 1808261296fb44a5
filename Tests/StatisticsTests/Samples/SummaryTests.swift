// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Statistics
import Testing

@Suite struct SummaryTests {
  @Test func `2 4 4 4 5 5 7 9 have mean 5 and variance 32/7`() {
    let summary = Summary([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(summary.count == 8)
    #expect(summary.mean == 5)
    #expect((summary.variance - 32.0 / 7).magnitude < 1e-14)
    #expect((summary.standardError - (32.0 / 56).squareRoot()).magnitude < 1e-14)
    #expect(summary.minimum == 2)
    #expect(summary.maximum == 9)
  }

  @Test func `a mean of 10^9 costs the variance no digits`() {
    let offset = 1e9
    let values = [4, 7, 13, 16].map { $0 + offset }
    #expect(Summary(values).variance == 30)
    #expect(Summary(values).mean == offset + 10)
  }

  @Test func `it agrees with GSL`() {
    let values = (0..<1000).map { Double(($0 * 7919) % 1009) / 17 }
    let summary = Summary(values)
    #expect((summary.mean - gsl_stats_mean(values, 1, values.count)).magnitude < 1e-11)
    let variance = gsl_stats_variance(values, 1, values.count)
    #expect((summary.variance - variance).magnitude < 1e-11 * variance)
  }

  @Test func `of nothing all is NaN, of one number its spread`() {
    let nothing = Summary()
    #expect(nothing.mean.isNaN && nothing.minimum.isNaN && nothing.maximum.isNaN && nothing.variance.isNaN)
    let one = Summary([-3])
    #expect(one.mean == -3 && one.minimum == -3 && one.maximum == -3 && one.variance.isNaN)
  }
}
