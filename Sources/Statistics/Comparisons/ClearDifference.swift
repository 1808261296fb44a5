// SPDX-License-Identifier: GPL-3.0-or-later

// When a mean difference is called clear. One rule serves the comparison, the equivalence test and the gate, so that they
// never contradict each other.

extension PairedComparison {
  /// The fewest pairs on which anything is called clear: below, no result of the signed-rank test at 5 % is rare enough.
  public static let fewestPairs = 6

  /// True when the mean difference lies above `threshold` for certain enough. Three must agree:
  ///
  /// 1. the t interval at `level` lies wholly above it;
  /// 2. so it does with the skewness of the differences taken out, since a few very good runs that did not happen to be
  ///    drawn make the plain t interval too low (`skewnessCorrectedT`);
  /// 3. the exact signed-rank test towards that side has p <= 1 - level. Were the contenders exchangeable, each difference
  ///    would be as likely turned about, whatever its law, its ties and its zeros: so a false alarm is no more likely than
  ///    1 - level, for any number of pairs.
  ///
  /// False below six pairs.
  public func isClearlyAbove(_ threshold: Double, level: Double = 0.95) -> Bool {
    guard differences.count >= Self.fewestPairs, let interval = interval(level: level) else { return false }
    guard interval.low > threshold else { return false }
    if let t = skewnessCorrectedT(about: threshold) {
      guard t > studentQuantile(0.5 + level / 2, degreesOfFreedom: Double(differences.count - 1)) else { return false }
    }
    guard let ranks = SignedRankTest(values.map { $0 - threshold }) else { return false }
    return ranks.p(.greater) <= 1 - level
  }

  /// True when the mean difference lies below `threshold` for certain enough, by the same rule.
  public func isClearlyBelow(_ threshold: Double, level: Double = 0.95) -> Bool {
    negated.isClearlyAbove(-threshold, level: level)
  }

  /// Student's t about `threshold`, without the error of order 1 / sqrt n that skewness brings in: sqrt n times
  /// u + g u^2 / 3 + g^2 u^3 / 27 + g / (6 n), with u the standardised mean and g the sample skewness. Nil below three pairs
  /// and when all differences are equal. Source: P. Hall, Journal of the Royal Statistical Society B 54 (1992), 221-228.
  func skewnessCorrectedT(about threshold: Double) -> Double? {
    guard differences.count >= 3, !isConstant else { return nil }
    let n = Double(differences.count)
    let deviation = differences.standardDeviation
    let cubes = values.reduce(0.0) { sum, value in
      let standardised = (value - differences.mean) / deviation
      return sum + standardised * standardised * standardised
    }
    let skewness = n / ((n - 1) * (n - 2)) * cubes
    let u = (differences.mean - threshold) / deviation
    let gu = skewness * u
    let corrected = n.squareRoot() * (u * (1 + gu / 3 + gu * gu / 27) + skewness / (6 * n))
    return corrected.isFinite ? corrected : nil
  }
}
