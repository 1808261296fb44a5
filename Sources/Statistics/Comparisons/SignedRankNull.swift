// SPDX-License-Identifier: GPL-3.0-or-later

/// The law of Wilcoxon's rank sum W+ of n untied pairs when each difference is as likely to be positive as negative.
///
/// Of the 2^n sets of signs, `counts[w]` have rank sum w: the coefficients of (1 + x)(1 + x^2) ... (1 + x^n), built
/// factor by factor. Source: Wilcoxon, Biometrics Bulletin 1 (1945).
public struct SignedRankNull: Hashable, Sendable {
  /// The most pairs whose counts fit into 64 bits.
  public static let mostPairs = 62
  /// n.
  public let pairs: Int
  /// How many sets of signs have each rank sum, from 0 to n (n + 1) / 2.
  public let counts: [UInt64]

  /// The law for `pairs` pairs; traps unless there are 1...62.
  public init(pairs: Int) {
    precondition(pairs >= 1 && pairs <= Self.mostPairs, "\(pairs) pairs are not in 1...\(Self.mostPairs)")
    self.pairs = pairs
    counts = Self.counts(ofRanks: Array(1...pairs))
  }

  /// The probability of a rank sum of at most `rankSum`.
  public func cumulative(_ rankSum: Int) -> Double {
    Double(counts.prefix(max(0, rankSum + 1)).reduce(0, +)) / total
  }

  /// The greatest rank sum W of the rarer sign that rejects "no difference" two-sidedly at `alpha`; nil when no result of
  /// so few pairs can.
  public func criticalValue(alpha: Double) -> Int? {
    var cumulative: UInt64 = 0
    var critical: Int?
    for (rankSum, count) in counts.enumerated() {
      cumulative += count
      if 2 * Double(cumulative) / total > alpha { break }
      critical = rankSum
    }
    return critical
  }

  /// The two-sided p when all differences have one sign, 2 / 2^n: no result can be rarer.
  public var smallestTwoSidedP: Double { min(1, 2 / total) }

  /// How many subsets of the ranks have each sum.
  static func counts(ofRanks ranks: [Int]) -> [UInt64] {
    var counts: [UInt64] = [1]
    for rank in ranks {
      var next = counts + Array(repeating: 0, count: rank)
      for (sum, count) in counts.enumerated() { next[sum + rank] += count }
      counts = next
    }
    return counts
  }

  private var total: Double { Double(sign: .plus, exponent: pairs, significand: 1) }
}
