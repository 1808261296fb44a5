// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness

/// The bias-corrected and accelerated bootstrap interval (BCa) of a statistic of whole runs: for medians, quantiles and
/// ratios of sums, which have no t interval.
///
/// A run is drawn with all that happened in it, since what happens within one run depends on each other. With T the
/// statistic and T* that of a resample: z0 is the normal quantile of P(T* < T) + P(T* = T) / 2, a the skewness
/// sum u^3 / (6 (sum u^2)^1.5) of the deviations u of the leave-one-out values from their mean, and the ends are the type-7
/// quantiles of T* at Phi(z0 + (z0 + z) / (1 - a (z0 + z))). Sensible from ten runs on. Source: Efron, Journal of the American
/// Statistical Association 82 (1987); Efron and Tibshirani, An Introduction to the Bootstrap (1993), 14.3.
public struct BootstrapInterval: Hashable, Sendable {
  /// Which resamples are taken.
  public enum Resampling: Hashable, Sendable {
    /// All n^n of n runs: exact, up to seven runs.
    case exhaustive
    /// So many from the stream of a key; the same key gives the same interval.
    case random(count: Int, key: UInt64)
  }

  /// The fewest random resamples that ends at 95 % deserve.
  public static let fewestResamples = 2_000
  /// Up to so many runs all resamples are taken unless told otherwise: 6^6 = 46,656.
  public static let mostRunsExhaustive = 6

  /// The statistic of the runs themselves.
  public let estimate: Double
  /// The interval.
  public let interval: ConfidenceInterval
  /// The plain percentile interval of the same resamples, for comparison.
  public let percentileInterval: ConfidenceInterval
  /// z0.
  public let biasCorrection: Double
  /// a.
  public let acceleration: Double
  /// The levels at which the ends of `interval` were read.
  public let levels: [Double]
  /// Which resamples were taken.
  public let resampling: Resampling

  /// The interval of `statistic` over the runs. Nil below two runs, when the statistic is nil or not finite for the runs, a
  /// resample or all runs but one, and when every resample lies on one side of the estimate.
  ///
  /// Unless told, resamples are all that there are up to six runs, and beyond 2,000 from a stream keyed by the data.
  public init?<Run>(
    of runs: [Run], level: Double = 0.95, resampling: Resampling? = nil, statistic: ([Run]) -> Double?
  ) {
    expectLevel(level)
    guard runs.count >= 2, let estimate = statistic(runs), estimate.isFinite else { return nil }
    guard let leftOut = Self.leaveOneOut(runs, statistic) else { return nil }
    let chosen =
      resampling
      ?? (runs.count <= Self.mostRunsExhaustive
        ? .exhaustive : .random(count: Self.fewestResamples, key: Self.digest([estimate] + leftOut)))
    guard let replicates = Self.replicates(runs, chosen, statistic) else { return nil }
    let share = Self.shareBelow(estimate, of: replicates)
    guard share > 0, share < 1 else { return nil }
    let z0 = normalQuantile(share)
    let a = Self.acceleration(leftOut)
    let tail = (1 - level) / 2
    var levels: [Double] = []
    for z in [normalQuantile(tail), normalQuantile(1 - tail)] {
      let denominator = 1 - a * (z0 + z)
      guard denominator > 0 else { return nil }
      levels.append(normalProbability(below: z0 + (z0 + z) / denominator))
    }
    self.estimate = estimate
    self.levels = levels
    biasCorrection = z0
    acceleration = a
    self.resampling = chosen
    interval = ConfidenceInterval(
      low: quantile(sorted: replicates, probability: levels[0]),
      high: quantile(sorted: replicates, probability: levels[1]), level: level)
    percentileInterval = ConfidenceInterval(
      low: quantile(sorted: replicates, probability: tail),
      high: quantile(sorted: replicates, probability: 1 - tail), level: level)
  }

  /// The interval of the median of one value per run.
  public init?(medianOf values: [Double], level: Double = 0.95, resampling: Resampling? = nil) {
    self.init(of: values, level: level, resampling: resampling) { quantile(sorted: $0.sorted(), probability: 0.5) }
  }

  /// The interval of a ratio of sums over the runs, such as what was lost over what was demanded; nil when the counts
  /// differ or a resample demands nothing. (A mean of ratios would weigh a small run like a large one.)
  public init?(
    sumOf numerators: [Double], overSumOf denominators: [Double], level: Double = 0.95,
    resampling: Resampling? = nil
  ) {
    guard numerators.count == denominators.count else { return nil }
    let pairs = zip(numerators, denominators).map { ($0, $1) }
    self.init(of: pairs, level: level, resampling: resampling) { pairs in
      let denominator = pairs.reduce(0.0) { $0 + $1.1 }
      return denominator == 0 ? nil : pairs.reduce(0.0) { $0 + $1.0 } / denominator
    }
  }

  private static func leaveOneOut<Run>(_ runs: [Run], _ statistic: ([Run]) -> Double?) -> [Double]? {
    var values: [Double] = []
    for index in runs.indices {
      var rest = runs
      rest.remove(at: index)
      guard let value = statistic(rest), value.isFinite else { return nil }
      values.append(value)
    }
    return values
  }

  /// The statistic of every resample, sorted.
  private static func replicates<Run>(
    _ runs: [Run], _ resampling: Resampling, _ statistic: ([Run]) -> Double?
  ) -> [Double]? {
    let count = runs.count
    var resample = runs
    var values: [Double] = []
    switch resampling {
    case .exhaustive:
      precondition(count <= 7, "\(count) runs have too many resamples to take all")
      var places = Array(repeating: 0, count: count)
      while true {
        for index in 0..<count { resample[index] = runs[places[index]] }
        guard let value = statistic(resample), value.isFinite else { return nil }
        values.append(value)
        // The next number of n digits to the base n.
        guard let raised = places.lastIndex(where: { $0 < count - 1 }) else { break }
        places[raised] += 1
        for index in (raised + 1)..<max(count, raised + 1) { places[index] = 0 }
      }
    case .random(let repetitions, let key):
      precondition(repetitions > 0, "\(repetitions) resamples")
      var stream = RandomStream(key: key)
      for _ in 0..<repetitions {
        // The remainder prefers small numbers by less than n / 2^64.
        for index in 0..<count { resample[index] = runs[Int(stream.next() % UInt64(count))] }
        guard let value = statistic(resample), value.isFinite else { return nil }
        values.append(value)
      }
    }
    return values.sorted()
  }

  /// P(T* < T) + P(T* = T) / 2. Sums in another order differ in the last digits: these are equal.
  private static func shareBelow(_ estimate: Double, of sorted: [Double]) -> Double {
    let tolerance = 1e-12 * max(sorted[0].magnitude, sorted[sorted.count - 1].magnitude)
    var halves = 0
    for value in sorted {
      if value < estimate - tolerance { halves += 2 } else if value <= estimate + tolerance { halves += 1 }
    }
    return Double(halves) / Double(2 * sorted.count)
  }

  /// 0 when all leave-one-out values are equal.
  private static func acceleration(_ leftOut: [Double]) -> Double {
    let mean = leftOut.reduce(0, +) / Double(leftOut.count)
    var squares = 0.0
    var cubes = 0.0
    for value in leftOut {
      let deviation = mean - value
      squares += deviation * deviation
      cubes += deviation * deviation * deviation
    }
    let scale = 6 * squares * squares.squareRoot()
    return scale > 0 ? cubes / scale : 0
  }

  /// FNV-1a over the bits of the numbers.
  private static func digest(_ values: [Double]) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for value in values {
      for shift in stride(from: 0, to: 64, by: 8) {
        digest = (digest ^ (value.bitPattern >> UInt64(shift) & 0xFF)) &* 0x100_0000_01B3
      }
    }
    return digest
  }
}
