// SPDX-License-Identifier: GPL-3.0-or-later

/// Takes the values of runs in one by one, in the order of their seeds, and says when they are enough.
///
/// The values after the end do not count, so that runs made ahead of need cannot move it.
public struct SequentialStopping: Hashable, Sendable {
  /// Where it stands.
  public enum State: Hashable, Sendable {
    /// More runs are needed.
    case running
    /// The interval is as narrow as asked for.
    case precise
    /// The cap was reached first.
    case capped
  }

  /// What is asked for.
  public let target: PrecisionTarget
  /// The values until the end.
  public private(set) var summary = Summary()
  /// Where it stands.
  public private(set) var state = State.running

  /// Before the first run.
  public init(_ target: PrecisionTarget) { self.target = target }

  /// After these values.
  public init(_ target: PrecisionTarget, _ values: some Sequence<Double>) {
    self.target = target
    for value in values where state == .running { add(value) }
  }

  /// Takes the value of the next run in; for a comparison, the difference of the next pair. Traps unless it is finite.
  public mutating func add(_ value: Double) {
    precondition(value.isFinite, "the value \(value) of a run is not finite")
    guard state == .running else { return }
    summary.add(value)
    guard summary.count >= target.firstLook, let interval else { return }
    if interval.halfWidth <= target.allowedHalfWidth(mean: summary.mean) {
      state = .precise
    } else if summary.count >= target.cap {
      state = .capped
    }
  }

  /// The interval so far; nil below two runs.
  public var interval: ConfidenceInterval? { ConfidenceInterval(meanOf: summary, level: target.level) }

  /// How many more runs would be enough if mean and variance stayed as they are, at most up to the cap; nil below two
  /// runs.
  public var expectedFurtherRuns: Int? {
    guard state == .running else { return 0 }
    guard summary.count >= 2 else { return nil }
    let allowed = target.allowedHalfWidth(mean: summary.mean)
    var low = max(target.firstLook, summary.count + 1)
    var high = max(low, target.cap)
    while low < high {
      let middle = low + (high - low) / 2
      let quantile = studentQuantile(0.5 + target.level / 2, degreesOfFreedom: Double(middle - 1))
      let halfWidth = quantile * (summary.variance / Double(middle)).squareRoot()
      if halfWidth <= allowed { high = middle } else { low = middle + 1 }
    }
    return low - summary.count
  }
}
