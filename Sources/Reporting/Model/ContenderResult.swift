// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// Everything one contender did at one sweep point, or over all of them.
public struct ContenderResult: Sendable {
  /// The contender's name.
  public internal(set) var name: String
  /// Its place in the manifest, which also gives its colour.
  public let index: Int
  /// Its runs, by sweep point and seed.
  public let runs: [RunRecord]
  /// Its metrics, in the catalogue's order, then those that the catalogue does not know, by name.
  public let estimates: [MetricEstimate]
  /// Times to recover of all runs together; nil when no run says any.
  public let recovery: CensoredCounts?

  /// `runsBySeed`: a seed's runs at the sweep points in question. A seed's value is the mean over its runs.
  init(name: String, index: Int, runsBySeed: [(seed: Int, runs: [RunRecord])], metrics: [String]) {
    self.name = name
    self.index = index
    runs = runsBySeed.flatMap(\.runs)
    estimates = metrics.map { Self.estimate($0, runsBySeed) }
    recovery = Self.pooledRecovery(runs)
  }

  /// The estimate of a metric; nil when no record could have had it.
  public func estimate(_ metric: String) -> MetricEstimate? { estimates.first { $0.metric == metric } }

  /// The mean of a metric over the seeds; nil without data.
  public func mean(_ metric: String) -> Double? { estimate(metric)?.mean }

  private static func estimate(_ metric: String, _ runsBySeed: [(seed: Int, runs: [RunRecord])]) -> MetricEstimate {
    var samples: [(seed: Int, value: Double)] = []
    var censoredSeeds: [Int] = []
    var emptyRuns = 0
    for (seed, runs) in runsBySeed {
      let entries = runs.map { $0.metrics[metric] }
      let values = entries.compactMap { $0?.value }
      if values.count == entries.count, !values.isEmpty {
        samples.append((seed, Summary(values).mean))
      } else if entries.contains(where: { $0?.value == nil && ($0?.censored ?? 0) > 0 }) {
        censoredSeeds.append(seed)
      } else {
        emptyRuns += 1
      }
    }
    return MetricEstimate(metric: metric, samples: samples, censoredSeeds: censoredSeeds, emptyRuns: emptyRuns)
  }

  private static func pooledRecovery(_ runs: [RunRecord]) -> CensoredCounts? {
    let details = runs.compactMap(\.detail)
    let buckets = details.flatMap { $0.recovery.map { CensoredCounts.Bucket(value: $0.seconds, count: $0.count) } }
    let counts = CensoredCounts(buckets, censoredCount: details.reduce(0) { $0 + $1.unrecovered })
    return counts.totalCount > 0 ? counts : nil
  }
}
