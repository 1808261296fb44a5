// SPDX-License-Identifier: GPL-3.0-or-later

/// Two contenders measured under the same seeds, by the differences of the pairs.
///
/// Common random numbers make the two values of a pair alike, so their difference varies far less than either: hence
/// the paired t test, never the one for two independent samples.
public struct PairedComparison: Hashable, Sendable {
  /// The differences, first minus second, in the order of the pairs.
  public let values: [Double]
  /// Their count, mean and spread.
  public let differences: Summary
  /// The interval of their mean; nil below two pairs.
  public let interval: ConfidenceInterval?
  /// The level of the interval.
  public let level: Double

  /// The comparison of pairs of the same seed; nil when the counts differ, there is no pair or a difference,
  /// their mean or their variance is not finite.
  public init?(_ first: [Double], _ second: [Double], level: Double = 0.95) {
    guard first.count == second.count else { return nil }
    self.init(differences: zip(first, second).map { $0 - $1 }, level: level)
  }

  /// The comparison of pairs with these differences; nil when there is none or one of them, their mean or their variance is
  /// not finite.
  public init?(differences values: [Double], level: Double = 0.95) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    self.init(finite: values, level: level)
    // Numbers near the end of the range have no finite mean or spread.
    guard differences.mean.isFinite, values.count == 1 || differences.variance.isFinite else { return nil }
  }

  /// The comparison with the contenders exchanged.
  public var negated: PairedComparison { PairedComparison(finite: values.map { -$0 }, level: level) }

  private init(finite values: [Double], level: Double) {
    self.level = level
    self.values = values
    differences = Summary(values)
    interval = ConfidenceInterval(meanOf: differences, level: level)
  }

  /// The mean difference, first minus second.
  public var meanDifference: Double { differences.mean }

  /// The interval of the mean difference at another level; nil below two pairs.
  public func interval(level: Double) -> ConfidenceInterval? { ConfidenceInterval(meanOf: differences, level: level) }

  /// True when all differences are one number: what two deterministic runs give that differ by a constant, or not at all.
  public var isConstant: Bool { differences.minimum == differences.maximum }

  /// The mean difference over its standard error; nil below two pairs or when all differences are equal.
  public var tStatistic: Double? {
    guard differences.count >= 2, !isConstant, differences.standardError > 0 else { return nil }
    return differences.mean / differences.standardError
  }

  /// The probability of a t statistic at least as far towards the alternative, were the contenders equal. When all
  /// differences are one number there is no doubt about its sign: 0, or 1. Nil below two pairs.
  public func p(_ alternative: Alternative) -> Double? {
    guard differences.count >= 2 else { return nil }
    guard let t = tStatistic else {
      switch alternative {
      case .different: return differences.mean == 0 ? 1 : 0
      case .greater: return differences.mean > 0 ? 0 : 1
      case .less: return differences.mean < 0 ? 0 : 1
      }
    }
    let degrees = Double(differences.count - 1)
    switch alternative {
    case .different: return min(1, 2 * studentProbability(above: t.magnitude, degreesOfFreedom: degrees))
    case .greater: return studentProbability(above: t, degreesOfFreedom: degrees)
    case .less: return studentProbability(above: -t, degreesOfFreedom: degrees)
    }
  }

  /// The two-sided probability, as `p(.different)`.
  public var twoSidedP: Double? { p(.different) }
}
