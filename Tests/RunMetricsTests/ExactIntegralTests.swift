// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Testing

@testable import RunMetrics

struct ExactIntegralTests {
  @Test func `a number that changes is summed over its spans`() {
    var integral = ExactIntegral()
    integral.add(3, at: .zero)
    integral.add(-1, at: .zero + .seconds(10))
    integral.set(7, at: .zero + .seconds(15))
    #expect(integral.value == 7)
    #expect(integral.total(at: .zero + .seconds(15)) == 40_000_000_000)
    #expect(integral.total(at: .zero + .seconds(16)) == 47_000_000_000)
    #expect(integral.hours(at: .zero + .seconds(3600 + 15)) == 7 + 40.0 / 3600)
  }

  @Test func `changes at one time count in their sum alone`() {
    var integral = ExactIntegral()
    for change in [5, -3, 1, -3] as [Int64] { integral.add(change, at: .zero + .seconds(1)) }
    #expect(integral.total(at: .zero + .hours(1)) == 0)
  }

  @Test func `a billion replicas over a century are exact`() {
    var integral = ExactIntegral()
    integral.add(1_000_000_000, at: .zero)
    let century = SimulationTime.zero + .hours(24 * 36_525)
    #expect(integral.total(at: century) == 1_000_000_000 * Int128(24 * 36_525) * 3_600_000_000_000)
  }
}
