// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL

/// Two contenders measured under the same seeds, by the differences of the pairs.
///
/// Common random numbers make the two values of a pair alike, so their difference varies far less than either: hence
/// the paired t test, never the one for two independent samples.
public struct PairedComparison: Hashable, Sendable {
  /// The differences, first minus second.
  public let differences: Summary
  /// The interval of their mean; nil below two pairs.
  public let interval: ConfidenceInterval?

  /// The comparison of pairs of the same seed; nil when the counts differ or there is no pair.
  public init?(_ first: [Double], _ second: [Double], level: Double = 0.95) {
    guard first.count == second.count, !first.isEmpty else { return nil }
    differences = Summary(zip(first, second).map { $0 - $1 })
    interval = ConfidenceInterval(meanOf: differences, level: level)
  }

  /// The mean difference, first minus second.
  public var meanDifference: Double { differences.mean }

  /// The mean difference over its standard error; NaN below two pairs or when all differences are zero.
  public var tStatistic: Double { differences.mean / differences.standardError }

  /// The two-sided probability of a t statistic at least as far from zero, were the contenders equal: 1 when every
  /// difference is zero, 0 when all are one other number; NaN below two pairs.
  public var twoSidedP: Double {
    guard differences.count >= 2 else { return .nan }
    guard differences.standardError > 0 else { return differences.mean == 0 ? 1 : 0 }
    GSL.quiet()
    return 2 * gsl_cdf_tdist_Q(tStatistic.magnitude, Double(differences.count - 1))
  }
}
