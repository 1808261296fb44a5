// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A bucket of tokens that fills at a steady rate: who takes more than is there waits.
///
/// It keeps one time instead of a level (the virtual scheduling form of the generic cell rate algorithm, ITU-T I.371):
/// whole nanoseconds, no event, O(1).
struct TokenBucket {
  /// From one token to the next, in nanoseconds; 0: no bound.
  private let interval: Int64
  /// How far ahead of the clock the next token's time may run: the burst.
  private let tolerance: Int64
  /// When the bucket would be full again.
  private var fullAt = SimulationTime.zero

  /// A full bucket of `rate`; nil never makes anybody wait.
  init(_ rate: ControlPlaneProfile.TokenRate?) {
    guard let rate, rate.perSecond > 0 else {
      interval = 0
      tolerance = 0
      return
    }
    interval = max(1, Int64((1e9 / rate.perSecond).rounded()))
    let span = Double(interval) * max(1, rate.burst)
    tolerance = span < 9e18 ? Int64(span) : .max / 4
  }

  /// Takes `count` tokens and says when they are granted: `time` or later.
  mutating func take(_ count: Int, at time: SimulationTime) -> SimulationTime {
    guard interval > 0, count > 0 else { return time }
    let cost = SimulationDuration(nanoseconds: interval * Int64(count))
    fullAt = max(fullAt, time) + cost
    return max(time, fullAt + SimulationDuration(nanoseconds: -tolerance))
  }
}
