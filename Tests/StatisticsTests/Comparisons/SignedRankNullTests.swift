// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct SignedRankNullTests {
  @Test func `the counts of 5, 6, 8 and 10 pairs are the oracle's`() throws {
    let groups = try MethodOracle.read().wilcoxonNull.sorted { $0.key < $1.key }
    #expect(groups.count == 4)
    for (key, expected) in groups {
      let null = SignedRankNull(pairs: try #require(Int(key)))
      #expect(null.counts == expected.counts)
      #expect(null.counts.reduce(0, +) == expected.total)
    }
  }

  @Test func `critical rank sums at 5 % and 1 % are the oracle's for 5...20 pairs`() throws {
    let groups = try MethodOracle.read().criticalW.sorted { $0.key < $1.key }
    #expect(groups.count == 16)
    for (key, expected) in groups {
      let null = SignedRankNull(pairs: try #require(Int(key)))
      #expect(null.criticalValue(alpha: 0.05) == expected["0.05"] ?? nil, "\(key) pairs")
      #expect(null.criticalValue(alpha: 0.01) == expected["0.01"] ?? nil, "\(key) pairs")
    }
  }

  @Test func `n pairs of one sign have p = 2 / 2^n, which 5 % takes 6 pairs`() throws {
    let groups = try MethodOracle.read().wilcoxonMinPTwoSided.sorted { $0.key < $1.key }
    #expect(groups.count == 9)
    for (key, expected) in groups {
      let pairs = try #require(Int(key))
      #expect(SignedRankNull(pairs: pairs).smallestTwoSidedP == expected)
      let test = try #require(SignedRankTest((1...pairs).map(Double.init)))
      #expect(test.p(.different) == expected)
      #expect(test.p(.greater) == expected / 2)
      #expect(test.p(.less) == 1)
    }
    #expect(SignedRankNull(pairs: 5).smallestTwoSidedP > 0.05)
    #expect(SignedRankNull(pairs: 6).smallestTwoSidedP < 0.05)
    #expect(SignedRankNull(pairs: 1).smallestTwoSidedP == 1)
  }

  @Test func `62 pairs still add up to 2^62`() {
    let null = SignedRankNull(pairs: 62)
    #expect(null.counts.reduce(0, +) == 1 << 62)
    #expect(null.cumulative(62 * 63 / 2) == 1)
    #expect(null.cumulative(-1) == 0)
  }
}
