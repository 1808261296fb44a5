// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// One contender's availability against another's, seed by seed.
public struct Comparison: Hashable, Sendable {
  /// The fewest seeds on which a report says more than "too few seeds".
  public static let fewestSeeds = 6

  /// What can honestly be said.
  public enum Finding: String, Hashable, Sendable {
    case better
    case worse
    /// Equal in every seed.
    case equal
    /// The interval of the paired difference includes 0.
    case noClearDifference = "no clear difference"
    /// The difference is there, and below the smallest effect that matters.
    case tooSmallToMatter = "too small to matter"
    case tooFewSeeds = "too few seeds"
  }

  /// The contender whose difference this is.
  public let contender: String
  /// The one it is compared with.
  public let reference: String
  /// The mean difference, contender minus reference.
  public let difference: Double
  /// Its 95 % interval; nil below two pairs.
  public let interval: ConfidenceInterval?
  /// How many seeds both have.
  public let pairs: Int
  /// What can be said.
  public let finding: Finding

  /// Compares by the seeds that both have; nil when there is none.
  public init?(_ contender: ContenderResult, against reference: ContenderResult, metric: MetricDescriptor) {
    guard let first = contender.estimate(metric.id), let second = reference.estimate(metric.id) else { return nil }
    let common = Set(first.seeds).intersection(second.seeds)
    let firstValues = zip(first.seeds, first.values).filter { common.contains($0.0) }.map(\.1)
    let secondValues = zip(second.seeds, second.values).filter { common.contains($0.0) }.map(\.1)
    guard let paired = PairedComparison(firstValues, secondValues) else { return nil }
    self.contender = contender.name
    self.reference = reference.name
    difference = paired.meanDifference
    interval = paired.interval
    pairs = firstValues.count
    finding = Self.finding(firstValues, secondValues, paired, metric)
  }

  private static func finding(
    _ first: [Double], _ second: [Double], _ paired: PairedComparison, _ metric: MetricDescriptor
  ) -> Finding {
    guard first.count >= fewestSeeds, let interval = paired.interval else { return .tooFewSeeds }
    if first == second { return .equal }
    if interval.contains(0) { return .noClearDifference }
    if paired.meanDifference.magnitude < metric.smallestEffect { return .tooSmallToMatter }
    return (paired.meanDifference > 0) == (metric.direction == .higherIsBetter) ? .better : .worse
  }
}
