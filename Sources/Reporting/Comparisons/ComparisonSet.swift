// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// Every contender against one baseline, on every metric that the records have.
///
/// The primary metrics of all contenders are one family, corrected by Holm's method: what is called better or worse there
/// is so with all of them taken together. Every other metric explores; its findings are marked so, and corrected for the
/// share of false ones (Benjamini and Hochberg).
public struct ComparisonSet: Sendable {
  /// The contender that all others are compared with.
  public let baseline: String
  /// The comparisons, by contender in the order given, then by metric in the catalogue's.
  public let comparisons: [MetricComparison]
  /// How many comparisons the primary family has.
  public let familySize: Int
  /// 1 - the level of all intervals.
  public let alpha: Double

  /// Compares `contenders`, the baseline left out, with `baseline`. Metrics without a pair of values are kept out.
  public init(
    _ contenders: [ContenderResult], against baseline: ContenderResult, metrics: [MetricDescriptor],
    horizonSeconds: Double, alpha: Double = 0.05
  ) {
    self.baseline = baseline.name
    self.alpha = alpha
    var found = contenders.filter { $0.name != baseline.name }.flatMap { contender in
      metrics.compactMap {
        MetricComparison($0, contender, against: baseline, horizonSeconds: horizonSeconds, alpha: alpha)
      }
    }
    familySize = Self.correct(&found, where: \.metric.isPrimary, by: .holm)
    Self.correct(&found, where: { !$0.metric.isPrimary }, by: .falseDiscoveryRate)
    comparisons = found
  }

  /// The comparison of a contender on a metric; nil without one.
  public func comparison(_ contender: String, _ metric: String) -> MetricComparison? {
    comparisons.first { $0.contender == contender && $0.metric.id == metric }
  }

  /// Puts the adjusted p-values in; a finding that does not survive is no clear difference any more. Answers how many
  /// comparisons the family has.
  @discardableResult
  private static func correct(
    _ comparisons: inout [MetricComparison], where belongs: (MetricComparison) -> Bool, by method: PValueAdjustment
  ) -> Int {
    let places = comparisons.indices.filter {
      belongs(comparisons[$0]) && comparisons[$0].metric.direction != .neutral
    }
    let held = PairedVerdict.together(places.map { comparisons[$0].verdict }, adjustment: method)
    for (place, one) in zip(places, held) {
      comparisons[place].adjustedP = one.adjustedP
      comparisons[place].finding = MetricComparison.Finding(one.verdict.finding)
    }
    return places.count
  }
}
