// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Randomness

extension DistributionSpec {
  /// The median and the 95th percentile; to a millisecond where the law has no closed form. O(log of the range).
  var medianAndPercentile95: TimeWindow {
    switch self {
    case .constant(let span): TimeWindow(span)
    case .lognormal(let median, let percentile95): TimeWindow(median, max(median, percentile95))
    case .uniform(let low, let high):
      TimeWindow(
        SimulationDuration(seconds: (low.seconds + high.seconds) / 2),
        SimulationDuration(seconds: low.seconds + 0.95 * (high.seconds - low.seconds)))
    case .exponential, .weibull, .gamma, .empirical: TimeWindow(quantile(0.5), quantile(0.95))
    }
  }

  /// By halving the span between zero and far beyond the mean.
  private func quantile(_ share: Double) -> SimulationDuration {
    let law = distribution
    var low: Int64 = 0
    var high = max(law.mean.nanoseconds / 1_000_000, 1)
    while high < 1 << 42, law.cdf(.milliseconds(high)) < share { high *= 2 }
    while low < high {
      let middle = (low + high) / 2
      if law.cdf(.milliseconds(middle)) >= share { high = middle } else { low = middle + 1 }
    }
    return .milliseconds(low)
  }
}
