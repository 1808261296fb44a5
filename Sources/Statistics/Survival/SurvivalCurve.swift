// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness

/// The share that has not recovered by each time, from episodes of which some were still open when they were last seen.
///
/// S(t) is the product over event times t_i <= t of 1 - d_i / n_i, with d_i events among the n_i still watched just before;
/// who leaves at t_i is still watched at t_i. Variance of S: S^2 G with G = sum d_i / (n_i (n_i - d_i)). The interval of S(t)
/// is S^exp(-+ z sqrt(G) / ln S), which stays within 0...1. Intervals hold for independent episodes; those of one run are not,
/// so they are then too narrow: bootstrap by run. Source: Kaplan and Meier, Journal of the American Statistical
/// Association 53 (1958); Greenwood (1926); Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data
/// (2002), 1.4.
public struct SurvivalCurve: Hashable, Sendable {
  /// Times with their counts.
  public typealias Bucket = CensoredCounts.Bucket

  /// A time at which something ended.
  public struct Step: Hashable, Sendable {
    /// The time.
    public let time: Double
    /// n: watched just before.
    public let atRisk: Int
    /// d: ended at this time.
    public let events: Int
    /// S from this time on.
    public let survival: Double
    /// The sum G; nil once nobody is left.
    let greenwoodSum: Double?

    /// The standard error of S, by Greenwood; nil once nobody is left.
    public var standardError: Double? { greenwoodSum.map { survival * $0.squareRoot() } }

    /// The interval of S at this time, by the log-log transform; nil once nobody is left.
    public func interval(level: Double = 0.95) -> ConfidenceInterval? {
      expectLevel(level)
      guard survival > 0, survival < 1, let sum = greenwoodSum else { return nil }
      let logarithm = DeterministicMathematics.naturalLogarithm(survival)
      let exponent = normalQuantile(0.5 + level / 2) * sum.squareRoot() / -logarithm
      let low = DeterministicMathematics.exponential(logarithm * DeterministicMathematics.exponential(exponent))
      let high = DeterministicMathematics.exponential(logarithm * DeterministicMathematics.exponential(-exponent))
      return ConfidenceInterval(low: low, high: high, level: level)
    }
  }

  /// A quantile of the times with its interval; each may be not reached.
  public struct QuantileEstimate: Hashable, Sendable {
    /// The least time at which at least the share has ended.
    public let estimate: CensoredCounts.Quantile
    /// The lower end.
    public let low: CensoredCounts.Quantile
    /// The upper end.
    public let high: CensoredCounts.Quantile
    /// The level of the interval.
    public let level: Double
  }

  /// The event times, rising.
  public let steps: [Step]
  /// All that were watched.
  public let count: Int
  /// Those that were never seen to end.
  public let censoredCount: Int

  /// The curve of events at their times and of others last seen at theirs, each with its count. Traps when a time is not
  /// finite.
  public init(events: [Bucket], censored: [Bucket] = []) {
    for bucket in events + censored {
      precondition(bucket.value.isFinite, "the time \(bucket.value) is not finite")
      precondition(bucket.count >= 0, "the count \(bucket.count) at \(bucket.value) is negative")
    }
    let events = events.filter { $0.count > 0 }.sorted { $0.value < $1.value }
    let censored = censored.filter { $0.count > 0 }.sorted { $0.value < $1.value }
    censoredCount = censored.reduce(0) { $0 + $1.count }
    count = events.reduce(censoredCount) { $0 + $1.count }
    var steps: [Step] = []
    var atRisk = count
    var survival = 1.0
    var sum: Double? = 0
    var nextEvent = 0
    var nextCensored = 0
    while nextEvent < events.count {
      let time = events[nextEvent].value
      while nextCensored < censored.count, censored[nextCensored].value < time {
        atRisk -= censored[nextCensored].count
        nextCensored += 1
      }
      var ended = 0
      while nextEvent < events.count, events[nextEvent].value == time {
        ended += events[nextEvent].count
        nextEvent += 1
      }
      let left = atRisk - ended
      survival *= Double(left) / Double(atRisk)
      sum = left == 0 ? nil : sum.map { $0 + Double(ended) / (Double(atRisk) * Double(left)) }
      steps.append(Step(time: time, atRisk: atRisk, events: ended, survival: survival, greenwoodSum: sum))
      atRisk = left
    }
    self.steps = steps
  }

  /// The share that has not ended by `time`, what ends at `time` having ended; nil when nothing was watched.
  public func survival(at time: Double) -> Double? {
    guard count > 0 else { return nil }
    return steps.last { $0.time <= time }?.survival ?? 1
  }

  /// The least time by which a share of at least `probability` has ended, "never" when too many were still open; nil when
  /// nothing was watched. Traps unless 0 < probability <= 1.
  public func quantile(_ probability: Double) -> CensoredCounts.Quantile? {
    precondition(probability > 0 && probability <= 1, "the probability \(probability) is not in 0...1, 0 apart")
    guard count > 0 else { return nil }
    return first { $0.survival <= Self.threshold(probability) }
  }

  /// The quantile with the times at which the interval of S still holds 1 - probability: from the first time at which its
  /// lower end, to the first at which its upper end has come down to it. Source: Brookmeyer and Crowley, Biometrics 38
  /// (1982), with the log-log interval.
  public func quantileEstimate(_ probability: Double, level: Double = 0.95) -> QuantileEstimate? {
    expectLevel(level)
    guard let estimate = quantile(probability) else { return nil }
    let threshold = Self.threshold(probability)
    // Where nobody is left S is 0 and its interval unknown: the lower end cannot lie above, the upper may.
    return QuantileEstimate(
      estimate: estimate,
      low: first { ($0.interval(level: level)?.low ?? 0) <= threshold },
      high: first { step in step.interval(level: level).map { $0.high <= threshold } ?? false },
      level: level)
  }

  /// A product of fractions may miss 1 - probability by rounding alone.
  private static func threshold(_ probability: Double) -> Double { 1 - probability + 1e-12 }

  private func first(where hasCome: (Step) -> Bool) -> CensoredCounts.Quantile {
    steps.first(where: hasCome).map { .value($0.time) } ?? .never
  }
}
