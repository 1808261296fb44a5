// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness

/// The interval of a quantile of independent values between two of them, whatever their law.
///
/// Of n values the number below the p quantile is binomial (n, p). The ranks are l = q(alpha / 2) and
/// u = q(1 - alpha / 2) + 1 with the quantiles q of that law. A rank outside 1...n means that this many values bound the
/// quantile on one side only: a p99 needs 299 values for an upper bound at 95 %. Values of one run depend on each other:
/// give one value per run. Source: Conover, Practical Nonparametric Statistics (1999), section 3.2.
public struct QuantileInterval: Hashable, Sendable {
  /// An end of the interval.
  public enum Bound: Hashable, Sendable {
    /// One of the values.
    case value(Double)
    /// These values do not bound the quantile on this side.
    case none
  }

  /// The rank of the lower end, from 1; nil when there is none.
  public let lowRank: Int?
  /// The rank of the upper end; nil when there is none.
  public let highRank: Int?
  /// The lower end.
  public let low: Bound
  /// The upper end.
  public let high: Bound
  /// The level asked for.
  public let level: Double
  /// The probability that the ends enclose the quantile: at least `level` where both are there.
  public let coverage: Double

  /// The interval of the `probability` quantile of rising values; nil without values. An infinite value (not within the
  /// run) bounds nothing. Traps unless 0 < probability < 1.
  public init?(sorted values: [Double], probability: Double, level: Double = 0.95) {
    expectLevel(level)
    precondition(probability > 0 && probability < 1, "the probability \(probability) is not between 0 and 1")
    guard !values.isEmpty else { return nil }
    let law = BinomialLaw(trials: values.count, probability: probability)
    let tail = (1 - level) / 2
    let lowest = law.quantile(tail)
    let highest = law.quantile(1 - tail) + 1
    lowRank = lowest >= 1 ? lowest : nil
    highRank = highest <= values.count ? highest : nil
    low = Self.bound(values, lowRank)
    high = Self.bound(values, highRank)
    self.level = level
    coverage = law.cumulative(highest - 1) - law.cumulative(lowest - 1)
  }

  /// The upper bound alone, at the whole level on its one side.
  public static func upperBound(sorted values: [Double], probability: Double, level: Double = 0.95) -> Bound {
    expectLevel(level)
    precondition(probability > 0 && probability < 1, "the probability \(probability) is not between 0 and 1")
    guard !values.isEmpty else { return .none }
    let rank = BinomialLaw(trials: values.count, probability: probability).quantile(level) + 1
    return bound(values, rank <= values.count ? rank : nil)
  }

  /// How many values give the `probability` quantile an upper bound: the least n with 1 - probability^n >= level.
  public static func fewestValuesForUpperBound(probability: Double, level: Double = 0.95) -> Int {
    expectLevel(level)
    precondition(probability > 0 && probability < 1, "the probability \(probability) is not between 0 and 1")
    let exact =
      DeterministicMathematics.naturalLogarithm(1 - level) / DeterministicMathematics.naturalLogarithm(probability)
    // What rounding alone lifts above a whole number stays there.
    let nearest = exact.rounded()
    return Int((exact - nearest).magnitude < 1e-12 * exact ? nearest : exact.rounded(.up))
  }

  private static func bound(_ values: [Double], _ rank: Int?) -> Bound {
    guard let rank, values[rank - 1].isFinite else { return .none }
    return .value(values[rank - 1])
  }
}
