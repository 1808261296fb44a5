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
  /// How many comparisons the primary family has, those against other baselines read together with these among them.
  public let familySize: Int
  /// 1 - the level of all intervals.
  public let alpha: Double

  /// Compares `contenders`, the baseline left out, with `baseline`. Metrics without a pair of values are kept out.
  public init(
    _ contenders: [ContenderResult], against baseline: ContenderResult, metrics: [MetricDescriptor],
    horizonSeconds: Double, alpha: Double = 0.05
  ) {
    let sets = Self.sets(
      [(baseline, contenders)], metrics: metrics, horizonSeconds: horizonSeconds, alpha: alpha)
    self = sets[0]
  }

  /// A set for each baseline, all corrected as one family.
  static func sets(
    _ pairings: [(baseline: ContenderResult, contenders: [ContenderResult])], metrics: [MetricDescriptor],
    horizonSeconds: Double, alpha: Double = 0.05
  ) -> [ComparisonSet] {
    let raw = pairings.map { pairing in
      pairing.contenders.filter { $0.name != pairing.baseline.name }.flatMap { contender in
        metrics.compactMap {
          MetricComparison($0, contender, against: pairing.baseline, horizonSeconds: horizonSeconds, alpha: alpha)
        }
      }
    }
    var all = raw.flatMap { $0 }
    let size = correct(&all, where: \.metric.isPrimary, by: .holm)
    correct(&all, where: { !$0.metric.isPrimary }, by: .falseDiscoveryRate)
    var rest = all[...]
    return zip(pairings, raw).map { pairing, own in
      defer { rest = rest.dropFirst(own.count) }
      return ComparisonSet(
        baseline: pairing.baseline.name, comparisons: Array(rest.prefix(own.count)), familySize: size, alpha: alpha)
    }
  }

  private init(baseline: String, comparisons: [MetricComparison], familySize: Int, alpha: Double) {
    self.baseline = baseline
    self.comparisons = comparisons
    self.familySize = familySize
    self.alpha = alpha
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
