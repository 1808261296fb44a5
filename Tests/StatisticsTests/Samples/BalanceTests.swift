// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct BalanceTests {
  @Test func `5 3 2 2 0 0 are spread as in the oracle`() throws {
    let oracle = try MethodOracle.read().balanceMetrics
    let balance = try #require(Balance(oracle.x))
    #expect(balance.jainIndex.agrees(with: oracle.jain, within: 1e-15))
    #expect(balance.coefficientOfVariation.agrees(with: oracle.covPop, within: 1e-15))
    #expect(balance.maximumOverMean.agrees(with: oracle.maxOverMean, within: 1e-15))
    #expect(balance.concentration.agrees(with: oracle.hhi, within: 1e-15))
    #expect(balance.effectiveCount.agrees(with: oracle.effectiveClusters, within: 1e-14))
    #expect(balance.entropy.agrees(with: oracle.entropyNats, within: 1e-14))
  }

  @Test func `four equal holders are even, one of four that holds all is not`() throws {
    let even = try #require(Balance([3, 3, 3, 3]))
    #expect(even.jainIndex == 1 && even.coefficientOfVariation == 0 && even.maximumOverMean == 1)
    #expect(even.effectiveCount == 4 && even.entropy.agrees(with: 1.3862943611198906, within: 1e-15))
    let single = try #require(Balance([0, 7, 0, 0]))
    #expect(single.jainIndex == 0.25 && single.concentration == 1 && single.entropy == 0)
    #expect(single.maximumOverMean == 4 && single.effectiveCount == 1)
  }

  @Test func `nothing held, nobody and less than nothing have no balance`() {
    #expect(Balance([]) == nil)
    #expect(Balance([0, 0]) == nil)
    #expect(Balance([1, -1]) == nil)
    #expect(Balance([1, .infinity]) == nil)
  }
}
