// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Testing

@Suite struct QuantityParsingTests {
  static let accepted: [(text: String, nanoUnits: Int128)] = [
    ("0", 0), ("-0", 0), ("1", 1_000_000_000), ("+1", 1_000_000_000), ("-1", -1_000_000_000), ("007", 7_000_000_000),
    ("1.5", 1_500_000_000), (".5", 500_000_000), ("5.", 5_000_000_000), ("-.5", -500_000_000), ("0.5", 500_000_000),
    ("500m", 500_000_000), ("1n", 1), ("1u", 1000), ("1m", 1_000_000), ("2k", 2_000_000_000_000),
    ("1M", 1_000_000_000_000_000), ("1G", 1_000_000_000_000_000_000), ("1.5T", 1_500_000_000_000_000_000_000),
    ("1P", 1_000_000_000_000_000_000_000_000), ("1E", 1_000_000_000_000_000_000_000_000_000),
    ("1E3", 1_000_000_000_000), ("1e3", 1_000_000_000_000), ("1E+3", 1_000_000_000_000), ("1e-3", 1_000_000),
    ("1.5e3", 1_500_000_000_000), ("12e0", 12_000_000_000), ("0e999", 0), ("0Ei", 0),
    ("1Ki", 1_024_000_000_000), ("0.1Ki", 102_400_000_000), ("2Gi", 2_147_483_648_000_000_000),
    ("1.5Gi", 1_610_612_736_000_000_000), (".5Mi", 524_288_000_000_000), ("1Ti", 1_099_511_627_776_000_000_000),
    ("1Pi", 1_125_899_906_842_624_000_000_000), ("-1Ki", -1_024_000_000_000),
    ("1Ei", 1_152_921_504_606_846_976_000_000_000),
    ("7.999999Ei", 9_223_370_883_933_271_201_153_024_000),
  ]

  @Test(arguments: accepted)
  func `a quantity is read exactly`(text: String, nanoUnits: Int128) {
    #expect(KubernetesQuantity(parsing: text)?.nanoUnits == nanoUnits)
  }

  @Test(arguments: [
    "", "+", "-", ".", "-.", "m", "Ki", "1.1.M", "1+1.0M", "0.1mi", "0.1am", "aoeu", ".5i", "1i", "-3.01i", "-3.01e-",
    " 1", "1 ", "1 Gi", "1e", "1e+", "1ee3", "1e3.5", "1e3m", "1K", "1ki", "1GI", "1g", "1Gib", "1GB", "1Mm", "0x10",
    "1_000", "1,000", "+-1", "--1", "1e+-3", "NaN", "inf", "1e1000", "\u{661}", "1\u{0}", "\u{FF11}",
  ])
  func `what Kubernetes refuses is refused`(text: String) {
    #expect(KubernetesQuantity(parsing: text) == nil)
  }

  @Test(
    arguments: [
      ("0.1n", 1), ("1e-10", 1), ("1e-999", 1), ("-1e-999", -1), ("0.0000000001", 1), ("1.0000000001", 1_000_000_001),
      ("1.00000000000000000000000000000000000000001", 1_000_000_001), ("-1.0000000001", -1_000_000_001),
      ("1.5n", 2), ("0.0001u", 1), ("1.0000000000", 1_000_000_000), ("0.0000000001Ki", 103),
      ("0.000000000000000000000000000000000000000001Ki", 1), ("0.00000000000Ki", 0),
    ] as [(String, Int128)])
  func `digits finer than a nano-unit round away from zero`(text: String, nanoUnits: Int128) {
    #expect(KubernetesQuantity(parsing: text)?.nanoUnits == nanoUnits)
  }

  @Test(arguments: [
    "9223372036854775807", "9223372036854775808", "9223372036854775807.1", "10E", "1e19", "1e999", "8Ei", "100Ei",
    "99999999999999999999999999999999999999999999", "99999999999999999999999999999999999999999999Ki",
    "9007199254740992Ki",
  ])
  func `what is beyond 2^63-1 is capped there`(text: String) {
    let largest = Int128(Int64.max) * 1_000_000_000
    #expect(KubernetesQuantity(parsing: text)?.nanoUnits == largest)
    #expect(KubernetesQuantity(parsing: "-" + text)?.nanoUnits == -largest)
  }

  @Test func `many digits behind the point are no reason to cap`() {
    let zeros = String(repeating: "0", count: 40)
    #expect(KubernetesQuantity(parsing: "1.\(zeros)Ki")?.nanoUnits == 1_024_000_000_000)
    #expect(KubernetesQuantity(parsing: "1.\(zeros)1Ki")?.nanoUnits == 1_024_000_000_001)
    #expect(KubernetesQuantity(parsing: "\(zeros)1.5\(zeros)Gi")?.nanoUnits == 1_610_612_736_000_000_000)
    #expect(KubernetesQuantity(parsing: "1.\(zeros)")?.nanoUnits == 1_000_000_000)
    // 0.333... (36 digits) of 1024 units: 341.333333333 and a little, rounded up.
    let thirds = String(repeating: "3", count: 36)
    #expect(KubernetesQuantity(parsing: "0.\(thirds)Ki")?.nanoUnits == 341_333_333_334)
    #expect(KubernetesQuantity(parsing: "123456789.\(thirds)Ki")?.nanoUnits == 126_419_752_277_333_333_334)
    #expect(KubernetesQuantity(parsing: "0.\(thirds)k")?.nanoUnits == 333_333_333_334)
  }

  @Test func `whole units and thousandths round up`() {
    func units(_ text: String) -> Int64? { KubernetesQuantity(parsing: text)?.roundedUpUnits }
    func thousandths(_ text: String) -> Int64? { KubernetesQuantity(parsing: text)?.roundedUpMilliUnits }
    #expect(units("500m") == 1)
    #expect(units("1001m") == 2)
    #expect(units("2") == 2)
    #expect(units("1n") == 1)
    #expect(units("-500m") == -1)
    #expect(units("0.1Ki") == 103)
    #expect(units("100Ei") == .max)
    #expect(thousandths("1.5") == 1500)
    #expect(thousandths("1u") == 1)
    #expect(thousandths("1500001u") == 1501)
    #expect(thousandths("100E") == .max)
    #expect(thousandths("-100E") == .min)
  }

  @Test func `sums, differences and order are exact`() throws {
    let tenth = try #require(KubernetesQuantity(parsing: "0.1"))
    let fifth = try #require(KubernetesQuantity(parsing: "200m"))
    #expect(tenth + fifth == KubernetesQuantity(parsing: "0.3"))
    #expect(fifth - tenth == tenth)
    #expect(tenth < fifth)
    #expect(KubernetesQuantity(units: 3) == KubernetesQuantity(parsing: "3"))
  }
}
