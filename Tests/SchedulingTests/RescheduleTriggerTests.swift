// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Testing

@testable import Scheduling

@Suite struct RescheduleTriggerTests {
  @Test(
    arguments: [
      (10.0, 9.9, true), (10.9, 10.0, false), (10.0, 10.0, false), (9.0, 10.0, false), (0.5, -0.5, true),
    ] as [(Double, Double, Bool)])
  func `a rebalancer acts when it is later than the last scheduling, in whole seconds`(
    created: Double, last: Double, expected: Bool
  ) {
    let (created, last) = (time(created), time(last))
    #expect(RescheduleTrigger.isRequired(triggeredAt: created, lastScheduled: last) == expected)
    #expect(!RescheduleTrigger.isRequired(triggeredAt: created, lastScheduled: nil), "never before a first success")
  }

  private func time(_ seconds: Double) -> SimulationTime {
    SimulationTime(nanoseconds: Int64(seconds * 1_000_000_000))
  }
}
