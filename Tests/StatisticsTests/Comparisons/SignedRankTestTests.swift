// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct SignedRankTestTests {
  @Test func `rank sums and p are scipy's, also with a zero and ties`() throws {
    let oracle = try MethodOracle.read()
    #expect(oracle.wilcoxon.count == 3)
    for line in oracle.wilcoxon {
      let pairs = (line.x ?? oracle.pairedT.first, line.y ?? oracle.pairedT.second)
      let differences = line.diffs ?? zip(pairs.0, pairs.1).map { (($0 - $1) * 1e6).rounded() / 1e6 }
      let test = try #require(SignedRankTest(differences))
      #expect(test.method == .exact)
      #expect(test.count == line.n)
      #expect(test.positiveRankSum == line.positive && test.negativeRankSum == line.negative)
      #expect(test.statistic == line.lesser)
      #expect(test.p(.different) == line.pExactTwoSided)
      guard let expected = line.pNormalCorr else { continue }
      let approximate = try #require(SignedRankTest(differences, mostExact: 0))
      #expect(approximate.method == .normalApproximation)
      #expect(approximate.p(.different).agrees(with: expected, within: 1e-14))
    }
  }

  @Test func `with ties the probability is the share of all sign changes, counted one by one`() throws {
    let differences = [2.0, -2, 2, 5, 0, -5, 1, 7, 0, 7]
    let test = try #require(SignedRankTest(differences))
    #expect(test.zeroCount == 2)
    // Ranks of |1|, |2| x 3, |5| x 2, |7| x 2.
    let ranks = [1.0, 3, 3, 3, 5.5, 5.5, 7.5, 7.5]
    #expect(test.positiveRankSum == 1 + 3 + 3 + 5.5 + 7.5 + 7.5)
    var atLeast = 0
    for signs in 0..<256 {
      var sum = 0.0
      for (place, rank) in ranks.enumerated() where signs >> place & 1 == 1 { sum += rank }
      if sum >= test.positiveRankSum { atLeast += 1 }
    }
    #expect(test.p(.greater) == Double(atLeast) / 256)
  }

  @Test func `at 30 pairs the normal approximation is within 0.005 of the exact p`() throws {
    for shift in 0..<8 {
      let differences = (1...30).map { Double($0 % (shift + 3) == 0 ? -$0 : $0) }
      let exact = try #require(SignedRankTest(differences))
      let approximate = try #require(SignedRankTest(differences, mostExact: 29))
      #expect(exact.method == .exact && approximate.method == .normalApproximation)
      #expect(approximate.p(.different).agrees(with: exact.p(.different), within: 0.005))
      #expect(approximate.p(.less).agrees(with: exact.p(.less), within: 0.005))
    }
  }

  @Test func `turned about, greater becomes less`() throws {
    let differences = [1.5, -0.4, 2.3, 0.9, 3.1, -1.1, 2.0, 0.7]
    let test = try #require(SignedRankTest(differences))
    let turned = try #require(SignedRankTest(differences.map { -$0 }))
    #expect(test.p(.greater) == turned.p(.less) && test.p(.different) == turned.p(.different))
    #expect(test.p(.greater) + test.p(.less) > 1)
  }

  @Test func `all zeros have p 1, no differences no test`() throws {
    let test = try #require(SignedRankTest([0, 0, 0]))
    #expect(test.count == 0 && test.zeroCount == 3 && test.statistic == 0)
    #expect(test.p(.different) == 1 && test.p(.greater) == 1 && test.p(.less) == 1)
    #expect(SignedRankTest([]) == nil)
    #expect(SignedRankTest([1, .nan]) == nil)
  }
}
