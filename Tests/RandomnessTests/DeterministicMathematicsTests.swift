// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Foundation
import Randomness
import Testing

@Suite struct DeterministicMathematicsTests {
  /// The distance in units in the last place of `expected`.
  private func unitsApart(_ value: Double, _ expected: Double) -> Double {
    (value - expected).magnitude / expected.ulp
  }

  @Test func `logarithms are within 1 unit in the last place`() {
    var stream = RandomStream(key: 1)
    var worst = 0.0
    for index in 0..<40_000 {
      let x =
        index % 2 == 0
        ? stream.uniformPositive() * 2 : Double(bitPattern: stream.uniformInteger(below: 0x7FEF_FFFF_FFFF_FFFF) + 1)
      worst = max(worst, unitsApart(DeterministicMathematics.naturalLogarithm(x), log(x)))
    }
    #expect(worst <= 1.5)
  }

  @Test func `logarithms have their special values`() {
    #expect(DeterministicMathematics.naturalLogarithm(1) == 0)
    #expect(DeterministicMathematics.naturalLogarithm(0) == -.infinity)
    #expect(DeterministicMathematics.naturalLogarithm(-1).isNaN)
    #expect(DeterministicMathematics.naturalLogarithm(.infinity) == .infinity)
    #expect(DeterministicMathematics.naturalLogarithm(.leastNonzeroMagnitude) == -744.4400719213812)
  }

  @Test func `exponentials are within 1 unit in the last place`() {
    var stream = RandomStream(key: 2)
    var worst = 0.0
    for index in 0..<40_000 {
      let x = (stream.uniform() - 0.5) * (index % 2 == 0 ? 2 : 1400)
      worst = max(worst, unitsApart(DeterministicMathematics.exponential(x), exp(x)))
    }
    #expect(worst <= 1.5)
  }

  @Test func `exponentials have their special values`() {
    #expect(DeterministicMathematics.exponential(0) == 1)
    #expect(DeterministicMathematics.exponential(-1000) == 0)
    #expect(DeterministicMathematics.exponential(1000) == .infinity)
    #expect(DeterministicMathematics.exponential(-745) == .leastNonzeroMagnitude)
    #expect(DeterministicMathematics.exponential(.nan).isNaN)
  }

  @Test func `powers agree to 13 digits`() {
    var stream = RandomStream(key: 3)
    for _ in 0..<5000 {
      let (x, y) = (stream.uniformPositive() * 40, stream.uniform() * 6 - 3)
      let value = DeterministicMathematics.power(x, y)
      #expect((value - pow(x, y)).magnitude <= 1e-13 * pow(x, y))
    }
    #expect(DeterministicMathematics.power(0, 2) == 0)
    #expect(DeterministicMathematics.power(0, 0) == 1)
  }

  @Test func `normal quantiles agree with GSL to 14 digits`() {
    var stream = RandomStream(key: 4)
    for index in 0..<5000 {
      let p = index % 2 == 0 ? stream.uniformPositive() : DeterministicMathematics.exponential(-40 * stream.uniform())
      guard p < 1 else { continue }
      let expected = gsl_cdf_ugaussian_Pinv(p)
      #expect((DeterministicMathematics.normalQuantile(p) - expected).magnitude <= 1e-14 * max(1, expected.magnitude))
    }
    #expect((DeterministicMathematics.normalQuantile(0.975) - 1.95996398454005).magnitude < 1e-14)
    #expect((DeterministicMathematics.normalQuantile(1e-6) + 4.7534243088229).magnitude < 1e-13)
  }

  @Test func `the logarithm of gamma agrees with GSL to 13 digits`() {
    var stream = RandomStream(key: 5)
    for index in 0..<5000 {
      let x = index % 2 == 0 ? stream.uniformPositive() * 5 : stream.uniformPositive() * 1000
      let expected = gsl_sf_lngamma(x)
      let error = (DeterministicMathematics.logarithmOfGamma(x) - expected).magnitude
      #expect(error <= 1e-13 * max(1, expected.magnitude))
    }
    #expect((DeterministicMathematics.gamma(5) - 24).magnitude < 1e-12)
  }
}
