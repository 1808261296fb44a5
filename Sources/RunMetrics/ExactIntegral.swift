// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The integral over time of a whole number that changes at events: exact, never sampled.
struct ExactIntegral: Sendable {
  /// The number now.
  private(set) var value: Int64 = 0
  private var since = SimulationTime.zero
  private var sum: Int128 = 0

  /// Adds `change` to the number from `time` on. O(1).
  mutating func add(_ change: Int64, at time: SimulationTime) {
    advance(to: time)
    value += change
  }

  /// Sets the number from `time` on. O(1).
  mutating func set(_ newValue: Int64, at time: SimulationTime) {
    advance(to: time)
    value = newValue
  }

  private mutating func advance(to time: SimulationTime) {
    sum += Int128(value) * Int128((time - since).nanoseconds)
    since = time
  }

  /// The integral from the start to `time`, in units times nanoseconds.
  func total(at time: SimulationTime) -> Int128 {
    sum + Int128(value) * Int128((time - since).nanoseconds)
  }

  /// The same in units times hours.
  func hours(at time: SimulationTime) -> Double { Double(total(at: time)) / 3.6e12 }

  /// This integral over that of `whole`; nil where that is 0.
  func ratio(to whole: ExactIntegral, at time: SimulationTime) -> Double? {
    let denominator = whole.total(at: time)
    return denominator > 0 ? Double(total(at: time)) / Double(denominator) : nil
  }
}
