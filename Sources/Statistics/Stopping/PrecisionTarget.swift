// SPDX-License-Identifier: GPL-3.0-or-later

/// How well a mean over runs is to be known before no more runs are made.
///
/// Enough when t(1 - alpha / 2, n - 1) s / sqrt n <= max(absolute, gamma / (1 + gamma) |mean|), from the first look on. The
/// factor makes gamma the relative error about the true mean, not about the estimate. For a comparison the values are the
/// paired differences, with an absolute target; for an availability they are its nines, or lost replica-time: a relative
/// error of 0.9999 says nothing. Source: Law, Simulation Modeling and Analysis (2015), 9.4.1.
public struct PrecisionTarget: Hashable, Sendable {
  /// The half-width that is enough, in the unit of the values; 0 for none.
  public let absolute: Double
  /// The relative error gamma that is enough, such as 0.05; 0 for none.
  public let relative: Double
  /// The level of the interval.
  public let level: Double
  /// n0: the number of runs before which nothing is judged, since a variance of fewer is not to be trusted.
  public let firstLook: Int
  /// The number of runs after which it ends in any case.
  public let cap: Int

  /// A target; traps when both errors are 0, one is negative, or not 2 <= firstLook <= cap.
  public init(absolute: Double = 0, relative: Double = 0, level: Double = 0.95, firstLook: Int = 10, cap: Int) {
    expectLevel(level)
    precondition(absolute >= 0 && relative >= 0, "the targets \(absolute) and \(relative) are not both at least 0")
    precondition(absolute > 0 || relative > 0, "there is no target")
    precondition(firstLook >= 2 && firstLook <= cap, "the first look \(firstLook) is not in 2...\(cap)")
    self.absolute = absolute
    self.relative = relative
    self.level = level
    self.firstLook = firstLook
    self.cap = cap
  }

  /// The half-width that is enough around this mean.
  public func allowedHalfWidth(mean: Double) -> Double {
    max(absolute, relative / (1 + relative) * mean.magnitude)
  }
}
