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

    /// The finding as one sign, so that neither colour nor word speaks alone.
    public var sign: String {
      switch self {
      case .better: "+"
      case .worse: "-"
      case .equivalent: "="
      case .noClearDifference: "~"
      case .tooFewSeeds: "?"
      case .describes: ""
      }
    }

    /// The finding with the two exchanged.
    var mirrored: Finding {
      switch self {
      case .better: .worse
      case .worse: .better
      case .equivalent, .noClearDifference, .tooFewSeeds, .describes: self
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
  /// The verdict on the differences alone.
  public let verdict: PairedVerdict
  /// What may be said, given how many comparisons there are.
  public internal(set) var finding: Finding
  /// p after correction for the number of comparisons: Holm's for primary metrics, the false discovery rate's for the
  /// others; nil for metrics that only describe and below six pairs.
  public internal(set) var adjustedP: Double?

  /// The comparison, not yet corrected; nil when no seed has a value under both.
  init?(
    _ metric: MetricDescriptor, _ contender: ContenderResult, against baseline: ContenderResult,
    horizonSeconds: Double, alpha: Double
  ) {
    guard let estimate = contender.estimate(metric.id), let other = baseline.estimate(metric.id) else { return nil }
    pairs = PairedSamples(estimate, other, horizonSeconds: horizonSeconds)
    let verdict = PairedVerdict(
      differences: pairs.differences, better: metric.direction == .higherIsBetter ? .higher : .lower,
      smallestEffect: metric.smallestEffect, alpha: alpha)
    guard let verdict else { return nil }
    self.verdict = verdict
    self.metric = metric
    self.contender = contender.name
    self.baseline = baseline.name
    self.estimate = estimate
    baselineEstimate = other
    finding = metric.direction == .neutral ? .describes : Finding(verdict.finding)
    adjustedP = nil
  }

  /// The change as a share of the baseline; nil where the baseline is not above 0. Resamples, so not for every cell.
  public func relativeChange() -> RelativeChange? { RelativeChange(pairs) }

  /// The mean difference, contender minus baseline.
  public var difference: Double { verdict.comparison.meanDifference }
  /// Its interval; nil below two pairs.
  public var interval: ConfidenceInterval? { verdict.comparison.interval }
  /// True when the mean difference is below the smallest effect that matters.
  var isSmall: Bool { difference.magnitude < metric.smallestEffect }
  /// True when the two are equal in every seed.
  public var isIdentical: Bool { verdict.isIdentical }
}

extension MetricComparison.Finding {
  /// The finding in the words of a comparison.
  init(_ finding: PairedVerdict.Finding) {
    switch finding {
    case .better: self = .better
    case .worse: self = .worse
    case .equivalent: self = .equivalent
    case .noClearDifference: self = .noClearDifference
    case .tooFewPairs: self = .tooFewSeeds
    }
  }
}
