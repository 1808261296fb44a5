// SPDX-License-Identifier: GPL-3.0-or-later

/// The shift between two contenders that Wilcoxon's test would find least surprising, with the shifts it does not reject.
///
/// The estimate is the median of the Walsh averages (d_i + d_j) / 2, i <= j, of the paired differences. With M averages
/// and the critical rank sum k, the interval goes from the (k + 1)-th to the (M - k)-th. Up to 30 pairs k is exact;
/// beyond it is taken from the normal approximation with continuity correction. Ties make the interval cover more, never
/// less. Source: Hodges and Lehmann, Annals of Mathematical Statistics 34 (1963); Hollander and Wolfe (1999), 3.2-3.3.
public struct HodgesLehmann: Hashable, Sendable {
  /// The shift, first minus second.
  public let estimate: Double
  /// The interval; nil when so few pairs allow none at this level (below 6 at 95 %).
  public let interval: ConfidenceInterval?
  /// The probability, at least the level, that the interval covers; nil without one.
  public let coverage: Double?
  /// The critical rank sum k: how many averages are cut off at either end; nil without an interval.
  public let cut: Int?
  /// How k was found.
  public let method: SignedRankTest.Method

  /// Of paired differences; nil when there is none or one is not finite.
  public init?(_ differences: [Double], level: Double = 0.95) {
    expectLevel(level)
    guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
    var averages: [Double] = []
    averages.reserveCapacity(differences.count * (differences.count + 1) / 2)
    for (index, first) in differences.enumerated() {
      // Halves first: the sum of two large numbers may overflow.
      for second in differences[index...] { averages.append(0.5 * first + 0.5 * second) }
    }
    averages.sort()
    estimate = quantile(sorted: averages, probability: 0.5)
    method = differences.count <= SignedRankTest.mostExact ? .exact : .normalApproximation
    let critical =
      method == .exact
      ? Self.exactCut(differences.count, level: level) : Self.approximateCut(differences.count, level: level)
    cut = critical?.cut
    coverage = critical?.coverage
    interval = critical.map {
      ConfidenceInterval(low: averages[$0.cut], high: averages[averages.count - 1 - $0.cut], level: level)
    }
  }

  private static func exactCut(_ count: Int, level: Double) -> (cut: Int, coverage: Double)? {
    let null = SignedRankNull(pairs: count)
    return null.criticalValue(alpha: 1 - level).map { ($0, 1 - 2 * null.cumulative($0)) }
  }

  private static func approximateCut(_ count: Int, level: Double) -> (cut: Int, coverage: Double)? {
    let n = Double(count)
    let mean = n * (n + 1) / 4
    let deviation = (n * (n + 1) * (2 * n + 1) / 24).squareRoot()
    let cut = (mean - normalQuantile(0.5 + level / 2) * deviation - 0.5).rounded(.down)
    guard cut >= 0 else { return nil }
    return (Int(cut), 1 - 2 * normalProbability(below: (cut + 0.5 - mean) / deviation))
  }
}
