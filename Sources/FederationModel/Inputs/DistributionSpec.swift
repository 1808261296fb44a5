// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A law of a span of time, as a scenario states it.
public enum DistributionSpec: Hashable, Sendable, Codable {
  /// Always this long.
  case constant(SimulationDuration)
  /// Exponential.
  case exponential(mean: SimulationDuration)
  /// Weibull; shapes below 1 fail early.
  case weibull(shape: Double, scale: SimulationDuration)
  /// Lognormal by its median and 95th percentile (equal: constant).
  case lognormal(median: SimulationDuration, percentile95: SimulationDuration)
  /// Gamma.
  case gamma(shape: Double, scale: SimulationDuration)
  /// Uniform.
  case uniform(low: SimulationDuration, high: SimulationDuration)
  /// One of the values, each equally likely; ascending.
  case empirical([SimulationDuration])
}
