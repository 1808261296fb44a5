// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Randomness

/// Draws for synthetic experiments: each experiment has a stream of its own.
struct SyntheticDraws {
  private var stream: RandomStream

  init(experiment: UInt64) { stream = RandomStream(key: 0x5EED_0000 &+ experiment &* 0x1_0000_0001) }

  mutating func uniform() -> Double { stream.uniform() }
  mutating func exponential() -> Double { -DeterministicMathematics.naturalLogarithm(stream.uniformPositive()) }
  mutating func normal() -> Double { gsl_cdf_ugaussian_Pinv((Double(stream.next() >> 11) + 0.5) * 0x1p-53) }
  mutating func lognormal(sigma: Double = 1) -> Double { DeterministicMathematics.exponential(sigma * normal()) }
  mutating func chiSquare(_ degreesOfFreedom: Int) -> Double {
    var sum = 0.0
    for _ in 0..<degreesOfFreedom {
      let draw = normal()
      sum += draw * draw
    }
    return sum
  }
}
