// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension Distribution {
  /// A draw in whole nanoseconds: never negative, at most `SimulationDuration.greatest`.
  ///
  /// Cost: 10 to 60 ns, no allocation; the parameters must be free of `fault`.
  public func sample(_ stream: inout RandomStream) -> SimulationDuration {
    switch self {
    case .constant(let span): span
    case .empirical(let law):
      law.values[EmpiricalDistribution.index(of: stream.uniformPositive(), in: law.cumulativeProbabilities)]
    default: SimulationDuration(seconds: sampleSeconds(&stream))
    }
  }

  /// A draw of the time that is left until the next renewal, seen at a moment long after the start: the stationary
  /// forward recurrence law, whose density is P(X > t) / mean.
  ///
  /// A fleet that is drawn with it at the start has failures at its long-run rate from the first second on; were all its
  /// parts new, a Weibull fleet of shape below 1 would fail many times too often at first. In closed form for the
  /// constant, exponential and uniform laws; otherwise a uniform part of an interval drawn in proportion to its length
  /// (Cox, Renewal Theory, 1962, section 5.2).
  public func sampleEquilibriumResidual(_ stream: inout RandomStream) -> SimulationDuration {
    switch self {
    case .constant(let span):
      return SimulationDuration(seconds: stream.uniformPositive() * span.seconds)
    case .exponential:
      return sample(&stream)
    case .uniform(let low, let high):
      let position = stream.uniformPositive() * meanSeconds
      let (low, high) = (low.seconds, high.seconds)
      guard position > low else { return SimulationDuration(seconds: position) }
      let width = high - low
      let square = max(0, width * width - 2 * width * (position - low))
      return SimulationDuration(seconds: high - square.squareRoot())
    case .empirical(let law):
      guard !law.lengthBiasedProbabilities.isEmpty else { return .zero }
      let index = EmpiricalDistribution.index(of: stream.uniformPositive(), in: law.lengthBiasedProbabilities)
      return SimulationDuration(seconds: stream.uniformPositive() * law.values[index].seconds)
    case .weibull, .lognormal, .gamma:
      let interval = sampleLengthBiasedSeconds(&stream)
      return SimulationDuration(seconds: stream.uniformPositive() * interval)
    }
  }

  private func sampleSeconds(_ stream: inout RandomStream) -> Double {
    switch self {
    case .constant(let span): span.seconds
    case .exponential(let mean): stream.standardExponential() * mean.seconds
    case .weibull(let shape, let scale): stream.standardWeibull(shape: shape) * scale.seconds
    case .lognormal(let mu, let sigma): DeterministicMathematics.exponential(mu + sigma * stream.standardNormal())
    case .gamma(let shape, let scale): stream.standardGamma(shape: shape) * scale.seconds
    case .uniform(let low, let high): low.seconds + stream.uniformPositive() * (high.seconds - low.seconds)
    case .empirical(let law):
      law.values[EmpiricalDistribution.index(of: stream.uniformPositive(), in: law.cumulativeProbabilities)].seconds
    }
  }

  /// A draw from the density t f(t) / mean. Weibull: (X / scale)^shape is then gamma of shape 1 + 1/shape; lognormal: mu
  /// grows by sigma^2; gamma: the shape grows by 1.
  private func sampleLengthBiasedSeconds(_ stream: inout RandomStream) -> Double {
    switch self {
    case .weibull(let shape, let scale):
      let power = stream.standardGamma(shape: 1 + 1 / shape)
      return DeterministicMathematics.power(power, 1 / shape) * scale.seconds
    case .lognormal(let mu, let sigma):
      let normal = stream.standardNormal()
      return DeterministicMathematics.exponential(mu + sigma * sigma + sigma * normal)
    case .gamma(let shape, let scale):
      return stream.standardGamma(shape: shape + 1) * scale.seconds
    case .constant, .exponential, .uniform, .empirical:
      preconditionFailure("\(self) has its equilibrium residual in closed form")
    }
  }
}
