// SPDX-License-Identifier: GPL-3.0-or-later

// When a mean difference is called clear. One rule serves the comparison, the equivalence test and the gate, so that they
// never contradict each other.

extension PairedComparison {
  /// The fewest pairs on which anything is called clear: below, no result of the signed-rank test at 5 % is rare enough.
  public static let fewestPairs = 6

  /// How surprising the pairs would be if the mean difference were not above `threshold`, by the most doubting of three:
  ///
  /// 1. Student's t, two-sided: at most alpha when the t interval at 1 - alpha lies wholly above it;
  /// 2. the same with the skewness of the differences taken out (`skewnessCorrectedT`), since a few very bad runs that did
  ///    not happen to be drawn put the plain t interval too high;
  /// 3. the signed-rank test towards that side. Were the contenders exchangeable, each difference would be as likely turned
  ///    about, whatever its law, its ties and its zeros: so at most a share alpha of such comparisons has p <= alpha, for
  ///    any number of pairs that is counted out.
  ///
  /// Nil below six pairs.
  public func pAbove(_ threshold: Double) -> Double? {
    guard let p = meanPAbove(threshold), let about = PairedComparison(differences: values.map { $0 - threshold }),
      let ranks = SignedRankTest(about.values)
    else { return nil }
    guard p < 1 else { return 1 }
    guard let corrected = about.skewnessCorrectedT else { return max(p, ranks.p(.greater)) }
    let tail = studentProbability(above: corrected, degreesOfFreedom: Double(differences.count - 1))
    return max(p, min(1, 2 * tail), ranks.p(.greater))
  }

  /// Student's alone, for families of comparisons: from few pairs no p of the other two is small enough for a family of
  /// any size (signed ranks of ten pairs: 1 / 1024), however clear each difference is. Nil below six pairs.
  public func meanPAbove(_ threshold: Double) -> Double? {
    guard differences.count >= Self.fewestPairs else { return nil }
    guard let about = PairedComparison(differences: values.map { $0 - threshold }) else { return nil }
    guard about.meanDifference > 0, let p = about.p(.different) else { return 1 }
    return p
  }

  /// The same for "not below".
  public func pBelow(_ threshold: Double) -> Double? { negated.pAbove(-threshold) }

  /// True when the mean difference lies above `threshold` for certain enough: `pAbove` is at most 1 - level, so that the t
  /// interval at `level` lies wholly above it. False below six pairs.
  public func isClearlyAbove(_ threshold: Double, level: Double = 0.95) -> Bool {
    expectLevel(level)
    return pAbove(threshold).map { $0 <= 1 - level } ?? false
  }

  /// True when the mean difference lies below `threshold` for certain enough, by the same rule.
  public func isClearlyBelow(_ threshold: Double, level: Double = 0.95) -> Bool {
    negated.isClearlyAbove(-threshold, level: level)
  }

  /// Student's t without the error of order 1 / sqrt n that skewness brings in: sqrt n times
  /// u + g u^2 / 3 + g^2 u^3 / 27 + g / (6 n), with u the standardised mean and g the sample skewness. Nil below three pairs
  /// and when all differences are equal. Source: P. Hall, Journal of the Royal Statistical Society B 54 (1992), 221-228.
  var skewnessCorrectedT: Double? {
    guard differences.count >= 3, !isConstant else { return nil }
    let n = Double(differences.count)
    let deviation = differences.standardDeviation
    let cubes = values.reduce(0.0) { sum, value in
      let standardised = (value - differences.mean) / deviation
      return sum + standardised * standardised * standardised
    }
    let skewness = n / ((n - 1) * (n - 2)) * cubes
    let u = differences.mean / deviation
    let gu = skewness * u
    let corrected = n.squareRoot() * (u * (1 + gu / 3 + gu * gu / 27) + skewness / (6 * n))
    return corrected.isFinite ? corrected : nil
  }
}
