// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Quantities

extension Distribution {
  /// P(X <= span), by GSL: for reports and tests. Draws never pass through it, so digests do not depend on it.
  public func cdf(_ span: SimulationDuration) -> Double {
    GSL.quiet()
    let seconds = span.seconds
    switch self {
    case .constant(let value): return span < value ? 0 : 1
    case .empirical(let law):
      let count = law.values.partitioningIndex { $0 > span }
      return count == 0 ? 0 : law.cumulativeProbabilities[count - 1]
    case .uniform(let low, let high):
      if span >= high { return 1 }
      return span <= low ? 0 : (seconds - low.seconds) / (high.seconds - low.seconds)
    case _ where seconds <= 0: return 0
    case .exponential(let mean): return gsl_cdf_exponential_P(seconds, mean.seconds)
    case .weibull(let shape, let scale): return gsl_cdf_weibull_P(seconds, scale.seconds, shape)
    case .lognormal(let mu, let sigma) where sigma == 0:
      return seconds < DeterministicMathematics.exponential(mu) ? 0 : 1
    case .lognormal(let mu, let sigma): return gsl_cdf_lognormal_P(seconds, mu, sigma)
    case .gamma(let shape, let scale): return gsl_cdf_gamma_P(seconds, shape, scale.seconds)
    }
  }
}

extension Array {
  /// The first index whose element satisfies `isLater`, which must hold for a tail of the array.
  fileprivate func partitioningIndex(where isLater: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isLater(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
