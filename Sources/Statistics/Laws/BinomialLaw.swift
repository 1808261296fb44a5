// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL

/// How many of `trials` independent trials succeed.
public struct BinomialLaw: Hashable, Sendable {
  /// The trials, at least one.
  public let trials: Int
  /// The probability that one succeeds.
  public let probability: Double

  /// The law of `trials` trials; traps unless there is at least one and the probability is in 0...1.
  public init(trials: Int, probability: Double) {
    precondition(trials > 0 && trials <= Int(Int32.max), "\(trials) trials are not in 1...2^31 - 1")
    precondition(probability >= 0 && probability <= 1, "the probability \(probability) is not in 0...1")
    self.trials = trials
    self.probability = probability
  }

  /// The probability of at most `count` successes.
  public func cumulative(_ count: Int) -> Double {
    if count < 0 { return 0 }
    if count >= trials { return 1 }
    GSL.quiet()
    return gsl_cdf_binomial_P(UInt32(count), probability, UInt32(trials))
  }

  /// The least count whose cumulative probability reaches `p`. GSL has no inverse of the binomial law: bisection.
  public func quantile(_ p: Double) -> Int {
    precondition(p > 0 && p < 1, "the probability \(p) is not between 0 and 1")
    // A cumulative probability that misses p by rounding alone has reached it.
    let reached = p * (1 - 1e-12)
    var low = 0
    var high = trials
    while low < high {
      let middle = low + (high - low) / 2
      if cumulative(middle) >= reached { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
