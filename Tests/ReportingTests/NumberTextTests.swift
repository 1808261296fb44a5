// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Reporting

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0 s"), (0.25, "0.3 s"), (8.2, "8.2 s"), (9.97, "10 s"), (45, "45 s"), (59.6, "1m 00s"), (83, "1m 23s"),
    (3_599.7, "1h 00m"), (11_100, "3h 05m"), (86_400, "1d 00h"), (187_200, "2d 04h"), (-83, "-1m 23s"),
  ])
  func `seconds as people say them`(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds) == text)
  }

  @Test(arguments: [
    (0, "0"), (0.000123456, "0.0001235"), (0.5, "0.5"), (12.3456, "12.35"), (999.96, "1,000"), (12_345.6, "12,346"),
    (-1_234_567, "-1,234,567"), (3, "3"),
  ])
  func `four significant digits, never fewer than the whole part has`(value: Double, text: String) {
    #expect(NumberText.significant(value) == text)
  }

  @Test(arguments: [
    (1_234.5, 2, "1,234.50"), (0.005, 2, "0.01"), (-0.001, 2, "0.00"), (-0.01, 2, "-0.01"), (2.0, 0, "2"),
    (999_999.999, 2, "1,000,000.00"), (0.05, 1, "0.1"),
  ])
  func `fixed decimals with thousands apart and no minus zero`(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test func `shares near 1 get the decimals that tell them apart`() {
    #expect(NumberText.percentDecimals([0.5, 0.9]) == 2)
    #expect(NumberText.percentDecimals([0.5, 0.9997]) == 3)
    #expect(NumberText.percentDecimals([0.99999, 1]) == 5)
    #expect(NumberText.percentDecimals([]) == 2)
    #expect(NumberText.value(0.9997, unit: "1") == "99.970 %")
  }

  @Test func `no number is no data, and what is beyond drawing is still text`() {
    #expect(NumberText.fixed(.nan, decimals: 2) == "no data")
    #expect(NumberText.fixed(.infinity, decimals: 2) == "infinite")
    #expect(NumberText.fixed(1e300, decimals: 2) == "1e+300")
    #expect(NumberText.duration(1e300) == "1e+300 s")
  }
}
