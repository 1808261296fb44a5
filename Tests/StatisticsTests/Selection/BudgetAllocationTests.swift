// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct BudgetAllocationTests {
  @Test func `200 runs over four contenders are shared as in the oracle`() throws {
    let oracle = try MethodOracle.read().ocba
    let shares = try #require(
      BudgetAllocation.shares(means: oracle.mean, standardDeviations: oracle.sd, better: .lower))
    for (share, expected) in zip(shares, oracle.fractions) { #expect(share.agrees(with: expected, within: 1e-14)) }
    for (share, expected) in zip(shares, oracle.allocationReal) {
      #expect((share * oracle.total).agrees(with: expected, within: 1e-11))
    }
    let turned = try #require(
      BudgetAllocation.shares(means: oracle.mean.map { -$0 }, standardDeviations: oracle.sd, better: .higher))
    #expect(turned == shares)
  }

  @Test func `of two contenders each gets runs by its deviation`() throws {
    let shares = try #require(BudgetAllocation.shares(means: [1, 2], standardDeviations: [3, 1], better: .higher))
    #expect(shares[0].agrees(with: 0.75, within: 1e-15) && shares[1].agrees(with: 0.25, within: 1e-15))
  }

  @Test func `a tie for the best, no variation and one contender have no shares`() {
    #expect(BudgetAllocation.shares(means: [1, 1, 2], standardDeviations: [1, 1, 1], better: .lower) == nil)
    #expect(BudgetAllocation.shares(means: [1, 2], standardDeviations: [0, 0], better: .lower) == nil)
    #expect(BudgetAllocation.shares(means: [1], standardDeviations: [1], better: .lower) == nil)
    #expect(BudgetAllocation.shares(means: [1, 2], standardDeviations: [1], better: .lower) == nil)
  }
}
