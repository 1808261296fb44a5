// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import RunMetrics

struct NarrowCountsTests {
  @Test(arguments: [Int32(0), 1, -1, 32_767, 32_768, -32_767, -32_768, -32_769, Int32.max, Int32.min])
  func `a number comes back as it was put in, and its neighbours stay`(number: Int32) {
    var counts = NarrowCounts(count: 3)
    counts[0] = 7
    counts[2] = -40_000
    counts[1] = number
    #expect(counts[0] == 7)
    #expect(counts[1] == number)
    #expect(counts[2] == -40_000)
    counts[1] = 3
    #expect(counts[1] == 3)
    counts.extend(by: 2)
    #expect(counts.count == 5)
    #expect(counts[4] == 0)
  }
}
