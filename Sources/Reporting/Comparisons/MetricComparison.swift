// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// One metric of one contender beside the baseline's, under the same seeds.
public struct MetricComparison: Sendable {
  /// What may be said.
  public enum Finding: String, Hashable, Sendable, CaseIterable {
    case better
    case worse
    /// Clearly no difference that matters, or none in any seed.
    case equivalent
    /// These seeds leave it open.
    case noClearDifference = "no clear difference"
    /// Below six seeds nothing is said.
    case tooFewSeeds = "too few seeds"
    /// The metric only describes: neither way is better.
    case describes
    /// There is no pair of values.
    case noData = "no data"

    /// The finding as one sign, so that neither colour nor word speaks alone.
    public var sign: String {
      switch self {
      case .better: "+"
      case .worse: "-"
      case .equivalent: "="
      case .noClearDifference: "~"
      case .tooFewSeeds: "?"
      case .describes, .noData: ""
      }
    }
  }

  /// The metric.
  public let metric: MetricDescriptor
  /// The contender.
  public let contender: String
  /// The contender that it is compared with.
  public let baseline: String
  /// The contender's values.
  public let estimate: MetricEstimate
  /// The baseline's values.
  public let baselineEstimate: MetricEstimate
  /// The common seeds with both values.
  public let pairs: PairedSamples
  /// The verdict on the differences alone; nil without pairs.
  public let verdict: PairedVerdict?
  /// The change as a share of the baseline; nil where the baseline is not above 0.
  public let relative: RelativeChange?
  /// What may be said, given how many comparisons there are.
  public internal(set) var finding: Finding
  /// p after correction for the number of comparisons: Holm's for primary metrics, the false discovery rate's for the
  /// others; nil without pairs.
  public internal(set) var adjustedP: Double?

  /// The comparison, not yet corrected; nil when neither contender's records know the metric.
  init?(
    _ metric: MetricDescriptor, _ contender: ContenderResult, against baseline: ContenderResult,
    horizonSeconds: Double, alpha: Double
  ) {
    guard let estimate = contender.estimate(metric.id), let other = baseline.estimate(metric.id) else { return nil }
    self.metric = metric
    self.contender = contender.name
    self.baseline = baseline.name
    self.estimate = estimate
    baselineEstimate = other
    pairs = PairedSamples(estimate, other, horizonSeconds: horizonSeconds)
    verdict = PairedVerdict(
      differences: pairs.differences, better: metric.direction == .higherIsBetter ? .higher : .lower,
      smallestEffect: metric.smallestEffect, alpha: alpha)
    relative = RelativeChange(pairs)
    finding = Self.finding(verdict, metric.direction)
    adjustedP = nil
  }

  /// The mean difference, contender minus baseline; nil without pairs.
  public var difference: Double? { verdict?.comparison.meanDifference }
  /// Its interval; nil below two pairs.
  public var interval: ConfidenceInterval? { verdict?.comparison.interval }

  /// The probability of differences as far from 0 as these were there none: the larger of the paired t test's and the
  /// signed-rank test's; nil without pairs.
  var p: Double? {
    guard let verdict else { return nil }
    let ranks = SignedRankTest(pairs.differences)?.p(.different) ?? 1
    return max(verdict.comparison.p(.different) ?? 1, ranks)
  }

  private static func finding(_ verdict: PairedVerdict?, _ direction: MetricDescriptor.Direction) -> Finding {
    guard let verdict else { return .noData }
    guard direction != .neutral else { return .describes }
    switch verdict.finding {
    case .better: return .better
    case .worse: return .worse
    case .equivalent: return .equivalent
    case .noClearDifference: return .noClearDifference
    case .tooFewPairs: return .tooFewSeeds
    }
  }
}
