// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Testing

@Suite struct DurationParsingTests {
  @Test(
    arguments: [
      ("0", 0), ("0s", 0), ("1ns", 1), ("1us", 1000), ("1\u{B5}s", 1000), ("1\u{3BC}s", 1000), ("250ms", 250_000_000),
      ("300s", 300_000_000_000), ("1.5s", 1_500_000_000), (".5s", 500_000_000), ("5.s", 5_000_000_000),
      ("3m", 180_000_000_000), ("1h30m", 5_400_000_000_000), ("1.88h", 6_768_000_000_000),
      ("30d", 2_592_000_000_000_000),
      ("816.6h", 2_939_760_000_000_000), ("1d2h3m4.5s", 93_784_500_000_000), ("1h1h", 7_200_000_000_000),
      ("0.000000001s", 1), ("1.000000000001h", 3_600_000_000_003), ("106751d", 9_223_286_400_000_000_000),
      ("9223372036854775807ns", .max), ("0.1ns", 0),
    ] as [(String, Int64)])
  func `a duration is read to the nanosecond`(text: String, nanoseconds: Int64) {
    #expect(SimulationDuration(parsing: text)?.nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    "", "1", "s", "-1s", "+1s", "1 s", " 1s", "1s ", "1.5.3s", ".", ".s", "1x", "1sec", "1w", "1h30", "1e3s", "1S",
    "1H",
    "106752d", "9223372036854775808ns", "99999999999999999999s", "0.0000000000001h", "1m-1s", "00", "never",
  ])
  func `anything else is refused`(text: String) {
    #expect(SimulationDuration(parsing: text) == nil)
  }

  @Test func `the description of any duration reads back as the same`() {
    var value: Int64 = 1
    var checked = 0
    while value < Int64.max / 7 {
      for nanoseconds in [value, value - 1, value + 999_999_999, value / 1000 * 1000] {
        let duration = SimulationDuration(nanoseconds: nanoseconds)
        #expect(SimulationDuration(parsing: duration.description) == duration, "\(duration)")
        checked += 1
      }
      value = value * 3 / 2 + 1
    }
    #expect(checked > 300)
  }

  @Test func `descriptions are in whole units, what is below a second as a decimal`() {
    #expect(SimulationDuration.zero.description == "0s")
    #expect(SimulationDuration.seconds(90).description == "1m30s")
    #expect(SimulationDuration.hours(26).description == "1d2h")
    #expect(SimulationDuration.milliseconds(1500).description == "1.5s")
    #expect(SimulationDuration.milliseconds(250).description == "0.25s")
    #expect(SimulationDuration.greatest.description == "never")
    #expect(SimulationDuration.seconds(-90).description == "-1m30s")
    #expect((SimulationTime.zero + .minutes(5)).description == "5m")
  }
}
