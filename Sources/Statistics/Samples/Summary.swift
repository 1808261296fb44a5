// SPDX-License-Identifier: GPL-3.0-or-later

/// Count, mean, sample variance and extremes of numbers taken in one by one.
///
/// Source: Welford's recurrence (Technometrics 4, 1962), which loses no digits where the mean is far from zero.
public struct Summary: Hashable, Sendable {
  /// How many numbers were taken in.
  public private(set) var count = 0
  /// Their mean; NaN when there is none.
  public var mean: Double { count == 0 ? .nan : runningMean }
  /// The least; NaN when there is none.
  public private(set) var minimum = Double.nan
  /// The greatest; NaN when there is none.
  public private(set) var maximum = Double.nan
  private var runningMean = 0.0
  private var squaredDeviations = 0.0

  /// Of nothing yet.
  public init() {}

  /// Of the given numbers, in their order.
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Takes one number in.
  public mutating func add(_ value: Double) {
    count += 1
    let deviation = value - runningMean
    runningMean += deviation / Double(count)
    squaredDeviations += deviation * (value - runningMean)
    minimum = count == 1 ? value : Swift.min(minimum, value)
    maximum = count == 1 ? value : Swift.max(maximum, value)
  }

  /// The sample variance, over n - 1; NaN below two numbers.
  public var variance: Double { count < 2 ? .nan : squaredDeviations / Double(count - 1) }
  /// The sample standard deviation; NaN below two numbers.
  public var standardDeviation: Double { variance.squareRoot() }
  /// The standard error of the mean; NaN below two numbers.
  public var standardError: Double { (variance / Double(count)).squareRoot() }
}
