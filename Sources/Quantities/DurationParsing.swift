// SPDX-License-Identifier: GPL-3.0-or-later

extension SimulationDuration {
  /// Reads `300s`, `1h30m`, `1.88h`, `30d`, `250ms` or a bare `0`; nil for anything else, negatives included.
  ///
  /// The form is Go's duration syntax with days added. Decimals are read exactly to the nanosecond.
  public init?(parsing text: some StringProtocol) {
    if text == "0" {
      self = .zero
      return
    }
    var rest = Array(text.utf8)[...]
    guard !rest.isEmpty else { return nil }
    var total: Int128 = 0
    while !rest.isEmpty {
      guard let (mantissa, scale) = Self.takeDecimal(&rest), let unit = Self.takeUnit(&rest) else { return nil }
      var value = Int128(mantissa) * Int128(unit)
      for _ in 0..<scale { value /= 10 }
      total += value
      if total > Int128(Int64.max) { return nil }
    }
    self.init(nanoseconds: Int64(total))
  }

  /// Takes digits with at most one point: (12345, 2) for `123.45`.
  private static func takeDecimal<View: Collection<UInt8>>(
    _ rest: inout View
  ) -> (mantissa: Int64, scale: Int)? where View.SubSequence == View {
    var mantissa: Int64 = 0
    var scale = 0
    var digits = 0
    var afterPoint = false
    while let byte = rest.first {
      if byte == UInt8(ascii: ".") && !afterPoint {
        afterPoint = true
      } else if byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") {
        let (shifted, over) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, overflow) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
        guard !over, !overflow else { return nil }
        mantissa = sum
        digits += 1
        scale += afterPoint ? 1 : 0
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    return digits == 0 || scale > 12 ? nil : (mantissa, scale)
  }

  /// Takes a unit; answers its nanoseconds.
  private static func takeUnit<View: Collection<UInt8>>(_ rest: inout View) -> Int64?
  where View.SubSequence == View {
    let units: [(name: StaticString, nanoseconds: Int64)] = [
      ("ns", 1), ("us", 1_000), ("\u{B5}s", 1_000), ("\u{3BC}s", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
      ("m", 60_000_000_000),
      ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ]
    for (name, nanoseconds) in units {
      let matches = name.withUTF8Buffer { rest.starts(with: $0) }
      guard matches else { continue }
      rest = rest.dropFirst(name.utf8CodeUnitCount)
      return nanoseconds
    }
    return nil
  }
}
