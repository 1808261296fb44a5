// SPDX-License-Identifier: GPL-3.0-or-later

extension ConfidenceInterval {
  /// The exact interval of a probability of which `successes` of `trials` independent trials were seen; nil without a
  /// trial. Traps unless 0 <= successes <= trials.
  ///
  /// Its ends are beta quantiles: B(alpha / 2; k, n - k + 1) and B(1 - alpha / 2; k + 1, n - k); none seen has the lower
  /// end 0, all seen the upper end 1. Source: Clopper and Pearson, Biometrika 26 (1934).
  public init?(successes: Int, of trials: Int, level: Double = 0.95) {
    expectLevel(level)
    precondition(successes >= 0 && successes <= trials, "\(successes) successes of \(trials) trials")
    guard trials > 0 else { return nil }
    let tail = (1 - level) / 2
    let seen = Double(successes)
    let missed = Double(trials - successes)
    self.init(
      low: successes == 0 ? 0 : betaQuantile(tail, seen, missed + 1),
      high: successes == trials ? 1 : betaQuantile(1 - tail, seen + 1, missed),
      level: level)
  }
}
