// SPDX-License-Identifier: GPL-3.0-or-later

/// An interval that covers the true value in a share `level` of all repetitions.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double
  /// The share, such as 0.95.
  public let level: Double

  /// The interval from `low` to `high`.
  public init(low: Double, high: Double, level: Double) {
    self.low = low
    self.high = high
    self.level = level
  }

  /// Student's t interval for the mean of independent replications; nil below two, and when a value is not finite.
  public init?(meanOf summary: Summary, level: Double = 0.95) {
    expectLevel(level)
    guard summary.count >= 2, summary.mean.isFinite, summary.standardError.isFinite else { return nil }
    let quantile = studentQuantile(0.5 + level / 2, degreesOfFreedom: Double(summary.count - 1))
    let halfWidth = quantile * summary.standardError
    self.init(low: summary.mean - halfWidth, high: summary.mean + halfWidth, level: level)
  }

  /// The middle.
  public var middle: Double { 0.5 * (low + high) }
  /// Half the distance of the ends.
  public var halfWidth: Double { 0.5 * (high - low) }
  /// True when `value` lies in the interval, its ends included.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
