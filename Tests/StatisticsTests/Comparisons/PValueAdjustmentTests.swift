// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct PValueAdjustmentTests {
  private func expect(_ adjusted: [Double], _ oracle: [Double]) {
    #expect(adjusted.count == oracle.count)
    for (value, expected) in zip(adjusted, oracle) { #expect(value.agrees(with: expected, within: 1e-15)) }
  }

  @Test func `six p-values are adjusted as by statsmodels`() throws {
    let oracle = try MethodOracle.read().multipleComparisons
    expect(PValueAdjustment.holm.adjusted(oracle.p), oracle.holm)
    expect(PValueAdjustment.bonferroni.adjusted(oracle.p), oracle.bonferroni)
    expect(PValueAdjustment.falseDiscoveryRate.adjusted(oracle.p), oracle.bhFdr)
    #expect(PValueAdjustment.holm.adjusted(oracle.p).map { $0 <= 0.05 } == oracle.holmReject05)
  }

  @Test func `one comparison stays as it is, none stay none`() {
    for adjustment in PValueAdjustment.allCases {
      #expect(adjustment.adjusted([0.04]) == [0.04])
      #expect(adjustment.adjusted([]) == [])
      #expect(adjustment.adjusted([1, 1, 1]) == [1, 1, 1])
    }
  }

  @Test func `false discovery rate <= Holm <= Bonferroni, and the order of p is kept`() {
    let values = (0..<40).map { Double(($0 * 17) % 41) / 400 }
    let bonferroni = PValueAdjustment.bonferroni.adjusted(values)
    let holm = PValueAdjustment.holm.adjusted(values)
    let rate = PValueAdjustment.falseDiscoveryRate.adjusted(values)
    for index in values.indices {
      #expect(values[index] <= rate[index] && rate[index] <= holm[index] && holm[index] <= bonferroni[index])
      for other in values.indices where values[index] < values[other] {
        #expect(holm[index] <= holm[other] && rate[index] <= rate[other])
      }
    }
  }
}
