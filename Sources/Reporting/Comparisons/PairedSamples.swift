// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The values of one metric under two contenders, seed by seed: the seeds that both have.
///
/// A time that did not end within the run counts as the whole horizon, on both sides: that is the least it can have been,
/// so an improvement from "never" to "at last" is not overstated, and no unrecovered run is dropped.
public struct PairedSamples: Hashable, Sendable {
  /// The common seeds, ascending.
  public let seeds: [Int]
  /// The contender's values.
  public let contender: [Double]
  /// The baseline's values.
  public let baseline: [Double]
  /// How many of the pairs hold a time that never ended, on either side.
  public let censoredPairs: Int
  /// Seeds in which one of the two has a value and the other has no data at all.
  public let unmatchedSeeds: [Int]

  /// The pairs of `contender` and `baseline`; `horizonSeconds` is the length of the runs.
  public init(_ contender: MetricEstimate, _ baseline: MetricEstimate, horizonSeconds: Double) {
    let first = Self.values(contender, horizonSeconds)
    let second = Self.values(baseline, horizonSeconds)
    let common = first.keys.filter { second[$0] != nil }.sorted()
    seeds = common
    self.contender = common.compactMap { first[$0] }
    self.baseline = common.compactMap { second[$0] }
    let censored = Set(contender.censoredSeeds).union(baseline.censoredSeeds)
    censoredPairs = common.filter(censored.contains).count
    unmatchedSeeds =
      (first.keys.filter { second[$0] == nil } + second.keys.filter { first[$0] == nil }).sorted()
  }

  /// Contender minus baseline.
  public var differences: [Double] { zip(contender, baseline).map { $0 - $1 } }

  private static func values(_ estimate: MetricEstimate, _ horizonSeconds: Double) -> [Int: Double] {
    var values = Dictionary(zip(estimate.seeds, estimate.values), uniquingKeysWith: { first, _ in first })
    for seed in estimate.censoredSeeds { values[seed] = horizonSeconds }
    return values
  }
}
