// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// When a wish for a full recomputation counts.
public enum RescheduleTrigger {
  /// Whether a rebalancer created at `triggeredAt` makes the scheduler recompute a workload last scheduled at
  /// `lastScheduled` (nil: never). Both are compared in whole seconds, as the API server keeps them, and an equal second
  /// does nothing.
  ///
  /// Source: karmada `pkg/util/binding.go` RescheduleRequired.
  public static func isRequired(triggeredAt: SimulationTime, lastScheduled: SimulationTime?) -> Bool {
    guard let lastScheduled else { return false }
    return wholeSeconds(triggeredAt) > wholeSeconds(lastScheduled)
  }

  private static func wholeSeconds(_ time: SimulationTime) -> Int64 {
    let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return rest < 0 ? seconds - 1 : seconds
  }
}
