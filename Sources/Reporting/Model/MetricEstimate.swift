// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// A metric of one contender over the seeds: the mean of the runs with its interval.
public struct MetricEstimate: Hashable, Sendable {
  /// The metric's id.
  public let metric: String
  /// The seeds that have a value, ascending.
  public let seeds: [Int]
  /// Their values.
  public let values: [Double]
  /// Seeds whose value is "not within the run": it is known to be large, not unknown.
  public let censoredSeeds: [Int]
  /// Runs in which the metric has no data.
  public let emptyRuns: Int
  /// The mean over the seeds; nil without data, and when a run is censored, since the mean of the rest would flatter.
  public let mean: Double?
  /// The 95 % t interval of the mean; nil below two seeds.
  public let interval: ConfidenceInterval?

  init(metric: String, samples: [(seed: Int, value: Double)], censoredSeeds: [Int], emptyRuns: Int) {
    self.metric = metric
    seeds = samples.map(\.seed)
    values = samples.map(\.value)
    self.censoredSeeds = censoredSeeds
    self.emptyRuns = emptyRuns
    let summary = Summary(values)
    let isKnown = !values.isEmpty && censoredSeeds.isEmpty
    mean = isKnown ? summary.mean : nil
    interval = isKnown ? ConfidenceInterval(meanOf: summary) : nil
  }

  /// How many seeds have a value that is "not within the run".
  public var censoredRuns: Int { censoredSeeds.count }

  /// How many seeds the mean rests on.
  public var count: Int { values.count }
}
