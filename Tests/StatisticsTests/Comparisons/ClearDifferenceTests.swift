// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Statistics

@Suite struct ClearDifferenceTests {
  @Test func `without skewness the corrected t is Student's`() throws {
    let comparison = try #require(PairedComparison(differences: [1, 2, 3, 4, 5]))
    #expect(try #require(comparison.skewnessCorrectedT).agrees(with: 3 / 0.5.squareRoot(), within: 1e-14))
    #expect(PairedComparison(differences: [1, 1, 1])?.skewnessCorrectedT == nil)
    #expect(PairedComparison(differences: [1, 2])?.skewnessCorrectedT == nil)
  }

  @Test func `1 2 3 4 9 5.5 has skewness 1.040591 and the corrected t of Hall's formula`() throws {
    let comparison = try #require(PairedComparison(differences: [1, 2, 4, 9, 3, 5.5]))
    // scipy.stats.skew(x, bias=False); mean 49/12.
    let g = 1.040591274468867
    let u = comparison.meanDifference / comparison.differences.standardDeviation
    let linear = u + g * u * u / 3
    let expected = 6.0.squareRoot() * (linear + g * g * u * u * u / 27 + g / 36)
    #expect(try #require(comparison.skewnessCorrectedT).agrees(with: expected, within: 1e-13))
    #expect(try #require(comparison.tStatistic) < expected)
    #expect(try #require(comparison.negated.skewnessCorrectedT).agrees(with: -expected, within: 1e-13))
  }

  @Test func `six equal steps up are clear, five are not`() throws {
    let six = try #require(PairedComparison(differences: Array(repeating: 0.25, count: 6)))
    #expect(six.isClearlyAbove(0) && six.isClearlyAbove(0.2) && !six.isClearlyAbove(0.25) && !six.isClearlyBelow(0.25))
    #expect(six.isClearlyBelow(0.3) && !six.isClearlyBelow(0))
    #expect(!six.isClearlyAbove(0, level: 0.99))
    let five = try #require(PairedComparison(differences: Array(repeating: 0.25, count: 5)))
    #expect(!five.isClearlyAbove(0) && !five.isClearlyBelow(1))
  }

  @Test func `what differs in four seeds of forty is not clear, in five it is`() throws {
    // All of one size and sign: t is 2.08 with four, 2.36 with five; the exact p is 1/16 and 1/32.
    let four = try #require(
      PairedComparison(differences: Array(repeating: 1, count: 4) + Array(repeating: 0, count: 36)))
    #expect(try #require(four.interval).low > 0)
    #expect(!four.isClearlyAbove(0))
    let five = try #require(
      PairedComparison(differences: Array(repeating: 1, count: 5) + Array(repeating: 0, count: 35)))
    #expect(five.isClearlyAbove(0))
  }

  @Test func `nineteen gains of 0.1 to 1.9 and one loss of 4: t is 2.69, without the skewness 1.25, so not clear`()
    throws
  {
    let comparison = try #require(PairedComparison(differences: (1...19).map { Double($0) / 10 } + [-4]))
    #expect(try #require(comparison.tStatistic).agrees(with: 2.694079530401624, within: 1e-12))
    #expect(try #require(comparison.skewnessCorrectedT).agrees(with: 1.2462194983774746, within: 1e-12))
    #expect(try #require(comparison.interval).low > 0)
    #expect(!comparison.isClearlyAbove(0))
  }

  @Test func `p is that of the most doubting test`() throws {
    let symmetric = try #require(PairedComparison(differences: [1, 2, 3, 4, 5, 6, 7]))
    #expect(symmetric.pAbove(0) == [try #require(symmetric.twoSidedP), 1.0 / 128].max())
    let sparse = try #require(PairedComparison(differences: [1, 1, 1] + Array(repeating: 0, count: 60)))
    #expect(sparse.pAbove(0) == 0.125)
    #expect(symmetric.pBelow(0) == 1 && symmetric.pAbove(4) == 1)
    #expect(try #require(symmetric.pBelow(8)).agrees(with: try #require(symmetric.pAbove(0)), within: 1e-15))
    #expect(PairedComparison(differences: [1, 2, 3, 4, 5])?.pAbove(0) == nil)
  }
}
