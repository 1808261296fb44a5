// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness

/// Availability on the scale of its nines: -log10(1 - A), so that 0.999 is 3 and a relative error means something.
///
/// A run that lost nothing has no finite value, and no mean over runs could hold one. The number of nines that a run can
/// show ends at its resolution, the share that the least measurable loss is of what was demanded.
public enum Nines {
  /// The nines of a loss out of a demand in the same unit; a loss below `resolution` counts as `resolution`. Nil when
  /// nothing was demanded, and when nothing was lost and there is no resolution. Traps on negative amounts.
  ///
  /// Loss over demand keeps the digits that 1 - availability has lost.
  public static func of(lost: Double, demanded: Double, resolution: Double = 0) -> Double? {
    precondition(lost >= 0 && resolution >= 0, "the loss \(lost) or the resolution \(resolution) is negative")
    let loss = max(lost, resolution)
    guard demanded > 0, loss > 0, loss.isFinite, demanded.isFinite else { return nil }
    let naturalLogarithmOf10 = 2.302585092994046
    return -DeterministicMathematics.naturalLogarithm(loss / demanded) / naturalLogarithmOf10
  }

  /// The nines of an availability; an unavailability below `resolution` counts as `resolution`. Nil at 1 without one.
  /// Traps unless the availability is in 0...1.
  public static func of(availability: Double, resolution: Double = 0) -> Double? {
    precondition(availability >= 0 && availability <= 1, "the availability \(availability) is not in 0...1")
    return of(lost: 1 - availability, demanded: 1, resolution: resolution)
  }

  /// The availability with that many nines.
  public static func availability(_ nines: Double) -> Double { 1 - DeterministicMathematics.power(10, -nines) }
}
