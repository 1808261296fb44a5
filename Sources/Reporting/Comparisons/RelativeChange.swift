// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics

/// By how large a share a contender's total differs from the baseline's: -0.31 is 31 % less.
public struct RelativeChange: Hashable, Sendable {
  /// The ratio of the sums less 1.
  public let change: Double
  /// Its 95 % interval; nil below two pairs.
  public let interval: ConfidenceInterval?

  /// Of values of the same seeds; nil where the baseline's sum is not above 0.
  ///
  /// From ten pairs on the interval is the BCa bootstrap of the ratio of sums by run; below, where the bootstrap is too
  /// narrow, that of the mean difference over the baseline's mean.
  init?(_ pairs: PairedSamples, level: Double = 0.95) {
    let baseline = pairs.baseline.reduce(0, +)
    guard baseline > 0, let paired = PairedComparison(differences: pairs.differences, level: level) else { return nil }
    change = pairs.contender.reduce(0, +) / baseline - 1
    if pairs.seeds.count >= 10,
      let ratio = BootstrapInterval(sumOf: pairs.contender, overSumOf: pairs.baseline, level: level)
    {
      interval = ConfidenceInterval(low: ratio.interval.low - 1, high: ratio.interval.high - 1, level: level)
    } else {
      let mean = baseline / Double(pairs.seeds.count)
      interval = paired.interval.map {
        ConfidenceInterval(low: $0.low / mean, high: $0.high / mean, level: level)
      }
    }
  }
}
