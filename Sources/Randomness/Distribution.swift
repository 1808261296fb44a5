// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The law of a span of time.
public enum Distribution: Hashable, Sendable {
  /// Always the same.
  case constant(SimulationDuration)
  /// Exponential.
  case exponential(mean: SimulationDuration)
  /// Weibull: P(X > t) = exp(-(t / scale)^shape).
  case weibull(shape: Double, scale: SimulationDuration)
  /// The logarithm of the seconds is normal with mean `mu` and standard deviation `sigma`.
  case lognormal(mu: Double, sigma: Double)
  /// Gamma with mean shape x scale.
  case gamma(shape: Double, scale: SimulationDuration)
  /// Uniform between two spans.
  case uniform(low: SimulationDuration, high: SimulationDuration)
  /// One of the observed values.
  case empirical(EmpiricalDistribution)

  /// The 95 % quantile of the standard normal law.
  public static let normalQuantile95 = 1.6448536269514722

  /// The lognormal law with this median and 95 % quantile; nil unless 0 < median <= p95.
  public static func lognormal(median: SimulationDuration, p95: SimulationDuration) -> Distribution? {
    guard median > .zero, p95 >= median else { return nil }
    let mu = DeterministicMathematics.naturalLogarithm(median.seconds)
    let sigma = DeterministicMathematics.naturalLogarithm(p95.seconds / median.seconds) / normalQuantile95
    return .lognormal(mu: mu, sigma: sigma)
  }

  /// What is wrong with the parameters, to be told to whoever wrote them; nil when nothing is.
  public var fault: String? {
    switch self {
    case .constant(let span): span < .zero ? "the span \(span) is negative" : nil
    case .exponential(let mean): mean <= .zero ? "the mean \(mean) is not positive" : nil
    case .weibull(let shape, let scale), .gamma(let shape, let scale):
      !(shape > 0 && shape.isFinite)
        ? "the shape \(shape) is not positive" : scale <= .zero ? "the scale \(scale) is not positive" : nil
    case .lognormal(let mu, let sigma):
      !mu.isFinite
        ? "mu \(mu) is not finite" : !(sigma >= 0 && sigma.isFinite) ? "sigma \(sigma) is negative or not finite" : nil
    case .uniform(let low, let high):
      low < .zero ? "the low end \(low) is negative" : high < low ? "the ends \(low) and \(high) are reversed" : nil
    case .empirical: nil
    }
  }

  /// The mean in seconds.
  public var meanSeconds: Double {
    switch self {
    case .constant(let span): span.seconds
    case .exponential(let mean): mean.seconds
    case .weibull(let shape, let scale): scale.seconds * DeterministicMathematics.gamma(1 + 1 / shape)
    case .lognormal(let mu, let sigma): DeterministicMathematics.exponential(mu + 0.5 * sigma * sigma)
    case .gamma(let shape, let scale): shape * scale.seconds
    case .uniform(let low, let high): 0.5 * (low.seconds + high.seconds)
    case .empirical(let law): law.meanSeconds
    }
  }

  /// The mean, to the nanosecond.
  public var mean: SimulationDuration { SimulationDuration(seconds: meanSeconds) }
}
