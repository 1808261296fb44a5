// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

struct GoArithmeticTests {
  @Test(
    arguments: [
      (2.9, 2), (-2.9, -2), (.nan, .min), (.infinity, .min), (-.infinity, .min), (0x1p63, .min), (-0x1p63, .min),
      (-0x1p62, -1 << 62),
    ] as [(Double, Int64)])
  func `a double becomes an integer as on amd64`(value: Double, integer: Int64) {
    #expect(GoArithmetic.int64(value) == integer)
  }

  @Test func `a quotient truncates towards zero and wraps`() {
    #expect(GoArithmetic.quotient(-7, 2) == -3)
    #expect(GoArithmetic.quotient(.min, -1) == .min)
  }
}
