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
    #expect(try #require(comparison.tStatistic).agrees(with: oracle.t, within: 1e-11))
    #expect(try #require(comparison.twoSidedP).agrees(with: oracle.p, within: 1e-13))
    #expect(try #require(comparison.p(.greater)).agrees(with: oracle.p / 2, within: 1e-13))
    #expect(try #require(comparison.p(.less)).agrees(with: 1 - oracle.p / 2, within: 1e-13))
    #expect((interval.low - oracle.ci95[0]).magnitude < 1e-15)
    #expect((interval.high - oracle.ci95[1]).magnitude < 1e-15)
    #expect(comparison.differences.count == oracle.df + 1)
  }

  @Test func `1 2 3 4 5 have the 80 % interval 3 +- 1.533206 sqrt(2.5/5)`() throws {
    let comparison = try #require(PairedComparison(differences: [1, 2, 3, 4, 5]))
    let interval = try #require(comparison.interval(level: 0.8))
    #expect(interval.halfWidth.agrees(with: 1.533206274058944 * 0.5.squareRoot(), within: 1e-12))
    #expect(interval.level == 0.8 && comparison.level == 0.95)
  }

  @Test func `the interval at level 1 - p ends at 0`() throws {
    let comparison = try #require(PairedComparison(differences: [1.5, -0.4, 2.3, 0.9, 3.1, -1.1, 2.0, 0.7]))
    let p = try #require(comparison.twoSidedP)
    #expect(try #require(comparison.interval(level: 1 - p)).low.agrees(with: 0, within: 1e-12))
  }

  @Test func `exchanging the contenders turns the sign`() throws {
    let oracle = try MethodOracle.read().pairedT
    let there = try #require(PairedComparison(oracle.first, oracle.second))
    let back = try #require(PairedComparison(oracle.second, oracle.first))
    #expect(there.meanDifference == -back.meanDifference)
    #expect(there.twoSidedP == back.twoSidedP)
    #expect(there.negated == back)
  }

  @Test func `equal contenders differ by nothing for certain`() throws {
    let comparison = try #require(PairedComparison([0.9, 0.8, 0.7], [0.9, 0.8, 0.7]))
    #expect(comparison.meanDifference == 0)
    #expect(comparison.interval == ConfidenceInterval(low: 0, high: 0, level: 0.95))
    #expect(comparison.twoSidedP == 1 && comparison.p(.greater) == 1 && comparison.p(.less) == 1)
    #expect(comparison.tStatistic == nil)
    let shifted = try #require(PairedComparison([3, 2], [2, 1]))
    #expect(shifted.twoSidedP == 0 && shifted.p(.greater) == 0 && shifted.p(.less) == 1)
    #expect(shifted.tStatistic == nil && shifted.isConstant)
  }

  @Test func `unequal counts, no pairs and numbers that are none are refused`() {
    #expect(PairedComparison([1, 2], [1]) == nil)
    #expect(PairedComparison([], []) == nil)
    #expect(PairedComparison([.infinity], [.infinity]) == nil)
    #expect(PairedComparison(differences: [1, .nan]) == nil)
    #expect(PairedComparison(differences: [1e300, -1e300]) == nil)
    #expect(PairedComparison(differences: [1e308, -1e308, 1e308]) == nil)
    #expect(PairedComparison([1], [2])?.interval == nil)
    #expect(PairedComparison([1], [2])?.twoSidedP == nil)
    #expect(PairedComparison([1], [2])?.tStatistic == nil)
    #expect(PairedComparison([1], [2])?.meanDifference == -1)
  }
}
