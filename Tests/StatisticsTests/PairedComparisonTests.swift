// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct PairedComparisonTests {
  @Test func `ten pairs of availabilities have scipy's difference, t, p and interval`() throws {
    let oracle = try MethodOracle.read().pairedT
    let comparison = try #require(PairedComparison(oracle.first, oracle.second))
    let interval = try #require(comparison.interval)
    #expect((comparison.meanDifference - oracle.meanDiff).magnitude < 1e-16)
    #expect((comparison.differences.standardDeviation - oracle.sdDiff).magnitude < 1e-15)
    #expect((comparison.tStatistic - oracle.t).magnitude < 1e-11)
    #expect((comparison.twoSidedP - oracle.p).magnitude < 1e-13)
    #expect((interval.low - oracle.ci95[0]).magnitude < 1e-15)
    #expect((interval.high - oracle.ci95[1]).magnitude < 1e-15)
    #expect(comparison.differences.count == oracle.df + 1)
  }

  @Test func `exchanging the contenders turns the sign`() throws {
    let oracle = try MethodOracle.read().pairedT
    let there = try #require(PairedComparison(oracle.first, oracle.second))
    let back = try #require(PairedComparison(oracle.second, oracle.first))
    #expect(there.meanDifference == -back.meanDifference)
    #expect(there.twoSidedP == back.twoSidedP)
  }

  @Test func `equal contenders differ by nothing for certain`() throws {
    let comparison = try #require(PairedComparison([0.9, 0.8, 0.7], [0.9, 0.8, 0.7]))
    #expect(comparison.meanDifference == 0)
    #expect(comparison.interval == ConfidenceInterval(low: 0, high: 0, level: 0.95))
    #expect(comparison.twoSidedP == 1)
    let shifted = try #require(PairedComparison([3, 2], [2, 1]))
    #expect(shifted.twoSidedP == 0)
  }

  @Test func `unequal counts and no pairs are refused`() {
    #expect(PairedComparison([1, 2], [1]) == nil)
    #expect(PairedComparison([], []) == nil)
    #expect(PairedComparison([1], [2])?.interval == nil)
    #expect(PairedComparison([1], [2])?.meanDifference == -1)
  }
}
