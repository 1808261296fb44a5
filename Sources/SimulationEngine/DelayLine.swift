// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Names one delay of a simulation that many events have: those wait in a ring of their own and are never sorted.
///
/// The order of events is what it is without. Worth it for timers that are set again and again and rarely run out; the
/// simulation looks at the fronts of all its lines, so they should be few.
@frozen
public struct DelayLine: Hashable, Sendable {
  @usableFromInline let index: Int
  /// From scheduling to happening.
  public let delay: SimulationDuration
  /// Of all events of the line.
  public let priority: EventPriority

  @inlinable
  init(index: Int, delay: SimulationDuration, priority: EventPriority) {
    self.index = index
    self.delay = delay
    self.priority = priority
  }
}
