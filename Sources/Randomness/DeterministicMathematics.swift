// SPDX-License-Identifier: GPL-3.0-or-later

/// Elementary functions from `+ - * /`, square roots and bit operations alone.
///
/// These are rounded correctly on every IEEE 754 machine, so draws made from them, and the digests of runs, do not depend
/// on the machine's mathematical library. (Swift contracts no product and sum into one operation by itself.)
public enum DeterministicMathematics {
  // ln 2 in two parts: the high one has 33 significant bits, so that its product with an exponent is exact.
  private static var naturalLogOfTwoHigh: Double { 0x1.62E42FEEp-1 }
  private static var naturalLogOfTwoLow: Double { 0x1.A39EF35793C76p-33 }

  /// The natural logarithm; error below 1 unit in the last place. NaN below zero, -infinity at zero.
  ///
  /// With x = 2^e (1 + f), 1 + f in [sqrt(1/2), sqrt 2), and s = f / (2 + f): ln(1 + f) = 2 artanh s, summed as
  /// f - f^2/2 + s (f^2/2 + R(s^2)) so that the leading term is exact.
  public static func naturalLogarithm(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    // Numbers below the normal range are lifted into it.
    let isSubnormal = x < .leastNormalMagnitude
    let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
    var exponent = Double(Int(bits >> 52) - (isSubnormal ? 1023 + 54 : 1023))
    var significand = Double(bitPattern: bits & 0xF_FFFF_FFFF_FFFF | 0x3FF << 52)
    if significand > 1.4142135623730951 {
      significand *= 0.5
      exponent += 1
    }
    let f = significand - 1
    let s = f / (2 + f)
    let z = s * s
    // Coefficients 2 / (2k + 1): the next term is below 2^-58 of the sum at |s| = 0.1716.
    var series = 2.0 / 23
    series = series * z + 2.0 / 21
    series = series * z + 2.0 / 19
    series = series * z + 2.0 / 17
    series = series * z + 2.0 / 15
    series = series * z + 2.0 / 13
    series = series * z + 2.0 / 11
    series = series * z + 2.0 / 9
    series = series * z + 2.0 / 7
    series = series * z + 2.0 / 5
    series = series * z + 2.0 / 3
    let remainder = series * z
    let halfSquare = 0.5 * f * f
    let low = s * (halfSquare + remainder) + exponent * naturalLogOfTwoLow
    return exponent * naturalLogOfTwoHigh - ((halfSquare - low) - f)
  }

  /// The exponential; error about 1 unit in the last place. 0 or infinity beyond the range of `Double`.
  ///
  /// With x = k ln 2 + r, |r| <= ln(2) / 2: 2^k times the Taylor series of r to the 13th power.
  public static func exponential(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.8 { return .infinity }
    if x < -745.2 { return 0 }
    let k = (x * 1.4426950408889634).rounded()
    let high = x - k * naturalLogOfTwoHigh
    let low = k * naturalLogOfTwoLow
    let r = high - low
    var series = 1.0 / 6_227_020_800
    series = series * r + 1.0 / 479_001_600
    series = series * r + 1.0 / 39_916_800
    series = series * r + 1.0 / 3_628_800
    series = series * r + 1.0 / 362_880
    series = series * r + 1.0 / 40_320
    series = series * r + 1.0 / 5_040
    series = series * r + 1.0 / 720
    series = series * r + 1.0 / 120
    series = series * r + 1.0 / 24
    series = series * r + 1.0 / 6
    series = series * r + 0.5
    // (high - r) - low is what r lost in rounding.
    let value = 1 + (r + (((high - r) - low) + r * r * series))
    return scaled(value, byPowerOfTwo: Int(k))
  }

  /// `x` to the power `y`, for x >= 0; relative error about |y ln x| units in the last place.
  public static func power(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x == 0 { return y > 0 ? 0 : .infinity }
    return exponential(y * naturalLogarithm(x))
  }

  /// In two steps, so that a result below the normal range is reached without an intermediate zero or infinity.
  private static func scaled(_ value: Double, byPowerOfTwo exponent: Int) -> Double {
    let half = exponent / 2
    return value * powerOfTwo(half) * powerOfTwo(exponent - half)
  }

  /// Exact, for -1022...1023.
  private static func powerOfTwo(_ exponent: Int) -> Double { Double(bitPattern: UInt64(exponent + 1023) << 52) }

  /// The logarithm of the gamma function, for x > 0; relative error below 1e-14 away from its zeros 1 and 2, absolute
  /// error below 1e-14 near them.
  ///
  /// Stirling's series from 10 on; below, the recurrence Gamma(x) = Gamma(x + n) / (x (x + 1) ... (x + n - 1)).
  public static func logarithmOfGamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var shifted = x
    var product = 1.0
    while shifted < 10 {
      product *= shifted
      shifted += 1
    }
    let inverse = 1 / shifted
    let z = inverse * inverse
    // Bernoulli numbers B(2k) / (2k (2k - 1)).
    var series = -691.0 / 360_360
    series = series * z + 1.0 / 1_188
    series = series * z - 1.0 / 1_680
    series = series * z + 1.0 / 1_260
    series = series * z - 1.0 / 360
    series = series * z + 1.0 / 12
    let halfLogarithmOfTwoPi = 0.9189385332046728
    let stirling = (shifted - 0.5) * naturalLogarithm(shifted) - shifted + halfLogarithmOfTwoPi + series * inverse
    return stirling - naturalLogarithm(product)
  }

  /// The gamma function, for 0 < x < 170.
  public static func gamma(_ x: Double) -> Double { exponential(logarithmOfGamma(x)) }
}
