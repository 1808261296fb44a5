// SPDX-License-Identifier: GPL-3.0-or-later

/// Variates of the usual laws in their standard form. All are exact in law (no tables, no approximations beyond
/// rounding) and the same on every machine.
extension RandomStream {
  /// Exponential with mean 1, by inversion: one draw, never negative, at most 36.74.
  public mutating func standardExponential() -> Double {
    -DeterministicMathematics.naturalLogarithm(uniformPositive())
  }

  /// Normal with mean 0 and variance 1, by inversion: one draw, within 8.3 of 0.
  public mutating func standardNormal() -> Double {
    // Centres of 2^53 cells of equal probability: never 0 nor 1.
    DeterministicMathematics.normalQuantile((Double(next() >> 12) + 0.5) * 0x1p-52)
  }

  /// Weibull with scale 1, by inversion: one draw. Traps unless `shape` is positive.
  public mutating func standardWeibull(shape: Double) -> Double {
    precondition(shape > 0, "a Weibull law needs a positive shape, not \(shape)")
    return DeterministicMathematics.power(standardExponential(), 1 / shape)
  }

  /// Gamma with scale 1 (Marsaglia and Tsang, ACM TOMS 26, 2000; below shape 1 with their boost): some three draws.
  ///
  /// Traps unless `shape` is positive.
  public mutating func standardGamma(shape: Double) -> Double {
    precondition(shape > 0, "a gamma law needs a positive shape, not \(shape)")
    if shape < 1 {
      let boost = DeterministicMathematics.power(uniformPositive(), 1 / shape)
      return standardGamma(shape: shape + 1) * boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = standardNormal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let u = uniformPositive()
      if u < 1 - 0.0331 * (x * x) * (x * x) { return d * v }
      let bound = 0.5 * x * x + d * (1 - v + DeterministicMathematics.naturalLogarithm(v))
      if DeterministicMathematics.naturalLogarithm(u) < bound { return d * v }
    }
  }

  /// Poisson: below mean 12 by products of uniforms (Knuth), from there on by transformed rejection (PTRS of Hörmann,
  /// Insurance: Mathematics and Economics 12, 1993). Traps when `mean` is negative or not finite.
  public mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean.isFinite, "a Poisson law needs a finite mean >= 0, not \(mean)")
    if mean < 12 {
      let floor = DeterministicMathematics.exponential(-mean)
      var product = uniformPositive()
      var count = 0
      while product > floor {
        product *= uniformPositive()
        count += 1
      }
      return count
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    let logarithmOfMean = DeterministicMathematics.naturalLogarithm(mean)
    while true {
      let u = uniform() - 0.5
      let v = uniformPositive()
      let us = 0.5 - u.magnitude
      guard us > 0 else { continue }
      let count = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07 && v <= squeeze { return Int(count) }
      if count < 0 || (us < 0.013 && v > us) { continue }
      let left = DeterministicMathematics.naturalLogarithm(v * inverseAlpha / (a / (us * us) + b))
      let right = -mean + count * logarithmOfMean - DeterministicMathematics.logarithmOfGamma(count + 1)
      if left <= right { return Int(count) }
    }
  }
}
