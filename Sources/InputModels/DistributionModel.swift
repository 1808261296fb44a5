// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness

extension DistributionSpec {
  /// The law to draw from. Specifications are checked where they are read: one that names no law traps here.
  public var distribution: Distribution {
    switch self {
    case .constant(let span): return .constant(span)
    case .exponential(let mean): return .exponential(mean: mean)
    case .weibull(let shape, let scale): return .weibull(shape: shape, scale: scale)
    case .lognormal(let median, let percentile95):
      guard let law = Distribution.lognormal(median: median, p95: percentile95) else {
        preconditionFailure("a lognormal law has no median \(median) with a 95th percentile of \(percentile95)")
      }
      return law
    case .gamma(let shape, let scale): return .gamma(shape: shape, scale: scale)
    case .uniform(let low, let high): return .uniform(low: low, high: high)
    case .empirical(let values):
      guard let law = EmpiricalDistribution(values: values) else {
        preconditionFailure("an empirical law has no \(values.count) values")
      }
      return .empirical(law)
    }
  }
}
