// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Testing

@Suite struct SimulationTimeTests {
  @Test func `time plus a span is a later time, and their difference the span`() {
    let start = SimulationTime.zero + .seconds(10)
    let end = start + .minutes(1)
    #expect(end > start)
    #expect(end - start == .seconds(60))
    #expect(end - SimulationDuration.seconds(70) == .zero)
    #expect(end.seconds == 70)
  }

  @Test func `never stays never`() {
    #expect(SimulationTime.zero + .greatest == .distantFuture)
    #expect(SimulationTime.zero + .hours(1) + .greatest == .distantFuture)
  }

  @Test func `seconds round to whole nanoseconds and stay in range`() {
    #expect(SimulationDuration(seconds: 1.5).nanoseconds == 1_500_000_000)
    #expect(SimulationDuration(seconds: 1e-10).nanoseconds == 0)
    #expect(SimulationDuration(seconds: 6e-10).nanoseconds == 1)
    #expect(SimulationDuration(seconds: -2).nanoseconds == -2_000_000_000)
    #expect(SimulationDuration(seconds: 1e300) == .greatest)
    #expect(SimulationDuration(seconds: .infinity) == .greatest)
    #expect(SimulationDuration(seconds: -.infinity).nanoseconds == .min)
  }

  @Test func `spans add, subtract and multiply exactly`() {
    var span = SimulationDuration.hours(1)
    span += .minutes(30)
    #expect(span == .seconds(5400))
    #expect(span * 3 - .hours(4) == .minutes(30))
    #expect(span.hours == 1.5)
    #expect(SimulationDuration.milliseconds(1) < .seconds(1))
  }

  @Test func `a span that is not a number traps`() async {
    await #expect(processExitsWith: .failure) {
      _ = SimulationDuration(seconds: .nan)
    }
  }
}
