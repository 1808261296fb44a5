// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL

// The quantiles of the laws that intervals and tests rest on, by GSL 2.7.1. Each is checked against mpmath or scipy.

/// The quantile of Student's t law; fractional degrees of freedom are allowed. Traps unless 0 < p < 1 and the degrees are
/// positive.
public func studentQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
  expectInside(p)
  precondition(degreesOfFreedom > 0, "the degrees of freedom \(degreesOfFreedom) are not positive")
  GSL.quiet()
  return gsl_cdf_tdist_Pinv(p, degreesOfFreedom)
}

/// The quantile of the standard normal law. Traps unless 0 < p < 1.
public func normalQuantile(_ p: Double) -> Double {
  expectInside(p)
  GSL.quiet()
  return gsl_cdf_ugaussian_Pinv(p)
}

/// The quantile of the chi-square law; fractional degrees of freedom are allowed. Traps unless 0 < p < 1 and the degrees
/// are positive.
public func chiSquareQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
  expectInside(p)
  precondition(degreesOfFreedom > 0, "the degrees of freedom \(degreesOfFreedom) are not positive")
  GSL.quiet()
  return gsl_cdf_chisq_Pinv(p, degreesOfFreedom)
}

/// The quantile of the beta law on 0...1. Traps unless 0 < p < 1 and both shapes are positive.
public func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
  expectInside(p)
  precondition(a > 0 && b > 0, "the shapes \(a) and \(b) are not both positive")
  GSL.quiet()
  // GSL's own inverse answers NaN at times: 0.975 of B(17, 484) in 2.7.1. The numbers of 0...1 have the order of their bits:
  // bisection among all of them takes 62 steps and ends at the least whose probability reaches p.
  var low: UInt64 = 0
  var high = 1.0.bitPattern
  while low < high {
    let middle = low + (high - low) / 2
    if gsl_cdf_beta_P(Double(bitPattern: middle), a, b) >= p { high = middle } else { low = middle + 1 }
  }
  return Double(bitPattern: low)
}

/// The standard normal distribution function.
func normalProbability(below z: Double) -> Double {
  GSL.quiet()
  return gsl_cdf_ugaussian_P(z)
}

/// The probability that a Student's t variable exceeds `t`.
func studentProbability(above t: Double, degreesOfFreedom: Double) -> Double {
  GSL.quiet()
  return gsl_cdf_tdist_Q(t, degreesOfFreedom)
}

private func expectInside(_ p: Double) {
  precondition(p > 0 && p < 1, "the probability \(p) is not between 0 and 1")
}

/// Traps unless the level of an interval, such as 0.95, lies between 0 and 1.
func expectLevel(_ level: Double) {
  precondition(level > 0 && level < 1, "the level \(level) is not between 0 and 1")
}
