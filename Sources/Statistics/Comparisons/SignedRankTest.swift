// SPDX-License-Identifier: GPL-3.0-or-later

/// Wilcoxon's signed-rank test of paired differences: it trusts the sign and the rank of a difference, not its size, so a
/// single wild run cannot decide.
///
/// Zeros are dropped, as Wilcoxon did; equal magnitudes share their mean rank. Up to 30 differences the probability is
/// exact, given the ties: the sums of doubled ranks (whole numbers) over all 2^n sets of signs. Beyond, the normal
/// approximation with continuity and tie correction: mean n (n + 1) / 4, variance n (n + 1) (2 n + 1) / 24 less
/// sum (t^3 - t) / 48 over groups of t ties. Source: Hollander and Wolfe, Nonparametric Statistical Methods (1999),
/// section 3.1.
public struct SignedRankTest: Hashable, Sendable {
  /// How the probability was found.
  public enum Method: String, Hashable, Sendable {
    case exact
    case normalApproximation = "normal approximation"
  }

  /// The most differences that are counted out.
  public static let mostExact = 30

  /// The differences that are not zero.
  public let count: Int
  /// The differences that are zero, and dropped.
  public let zeroCount: Int
  /// W+, the sum of the ranks of the positive differences.
  public let positiveRankSum: Double
  /// W-, the sum of the ranks of the negative ones.
  public let negativeRankSum: Double
  /// How the probabilities were found.
  public let method: Method
  private let probabilityAtMost: Double
  private let probabilityAtLeast: Double

  /// The test of these differences; nil when there is none or one is not finite. Up to `mostExact` of them, at most 62,
  /// are counted out.
  public init?(_ differences: [Double], mostExact: Int = Self.mostExact) {
    precondition(mostExact <= SignedRankNull.mostPairs, "\(mostExact) pairs are too many to count out")
    guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
    let sorted = differences.filter { $0 != 0 }.sorted { $0.magnitude < $1.magnitude }
    count = sorted.count
    zeroCount = differences.count - sorted.count
    let (doubledRanks, tieGroups) = Self.doubledRanks(sorted.map(\.magnitude))
    let doubledPositive = zip(sorted, doubledRanks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    let doubledTotal = count * (count + 1)
    positiveRankSum = Double(doubledPositive) / 2
    negativeRankSum = Double(doubledTotal - doubledPositive) / 2
    if count <= mostExact {
      method = .exact
      let counts = SignedRankNull.counts(ofRanks: doubledRanks)
      let total = Double(sign: .plus, exponent: count, significand: 1)
      probabilityAtMost = Double(counts[...doubledPositive].reduce(0, +)) / total
      probabilityAtLeast = Double(counts[doubledPositive...].reduce(0, +)) / total
    } else {
      method = .normalApproximation
      let n = Double(count)
      let ties = tieGroups.reduce(0.0) { $0 + Double($1 * $1 * $1 - $1) }
      let deviation = (n * (n + 1) * (2 * n + 1) / 24 - ties / 48).squareRoot()
      let distance = positiveRankSum - n * (n + 1) / 4
      probabilityAtMost = normalProbability(below: (distance + 0.5) / deviation)
      probabilityAtLeast = normalProbability(below: (0.5 - distance) / deviation)
    }
  }

  /// W, the lesser rank sum.
  public var statistic: Double { min(positiveRankSum, negativeRankSum) }

  /// The probability of a rank sum at least as far towards the alternative, were both signs alike; 1 when all differences
  /// are zero.
  public func p(_ alternative: Alternative) -> Double {
    switch alternative {
    case .different: min(1, 2 * min(probabilityAtMost, probabilityAtLeast))
    case .greater: probabilityAtLeast
    case .less: probabilityAtMost
    }
  }

  /// Twice the mean rank of each of the rising magnitudes, and the sizes of the groups of equal ones.
  private static func doubledRanks(_ magnitudes: [Double]) -> (ranks: [Int], groups: [Int]) {
    var ranks: [Int] = []
    var groups: [Int] = []
    var first = 0
    while first < magnitudes.count {
      var next = first + 1
      while next < magnitudes.count, magnitudes[next] == magnitudes[first] { next += 1 }
      // The ranks first + 1 ... next have the mean (first + 1 + next) / 2.
      ranks += Array(repeating: first + 1 + next, count: next - first)
      groups.append(next - first)
      first = next
    }
    return (ranks, groups)
  }
}
