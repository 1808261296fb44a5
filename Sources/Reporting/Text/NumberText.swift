// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers as people read them: few digits, thousands apart, units. It knows no locale, so equal numbers are equal
/// bytes everywhere.
public enum NumberText {
  /// What stands where there is no number.
  public static let noData = "no data"

  /// `value` with exactly `decimals` digits after the point and commas between thousands; `1,234.50`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? noData : (value > 0 ? "infinite" : "-infinite") }
    let scale = powerOfTen(decimals)
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e15 else { return (value < 0 ? "-" : "") + "\(value.magnitude)" }
    let units = Int(scaled)
    let whole = grouped(units / Int(scale))
    let sign = value < 0 && units > 0 ? "-" : ""
    guard decimals > 0 else { return sign + whole }
    let fraction = String(units % Int(scale))
    return sign + whole + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// `value` to `digits` significant digits, never fewer than the whole part has; `0.1235`, `12.35`, `12,346`.
  public static func significant(_ value: Double, digits: Int = 4) -> String {
    guard value != 0, value.isFinite else { return fixed(value, decimals: 0) }
    var decimals = digits - 1
    var magnitude = value.magnitude
    while magnitude >= 10, decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    var small = value.magnitude
    while small < 1, decimals < 9 {
      small *= 10
      decimals += 1
    }
    return withoutTrailingZeros(fixed(value, decimals: decimals))
  }

  /// A whole number with commas between thousands.
  public static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A share of 1 in percent without its sign: 0.9912 is `99.12` at two decimals.
  public static func percent(_ share: Double, decimals: Int = 1) -> String { fixed(share * 100, decimals: decimals) }

  /// How many decimals tell the shares of a column apart: two, and up to five as they come near 1.
  public static func percentDecimals(_ shares: [Double]) -> Int {
    let gap = shares.map { (1 - $0).magnitude }.filter { $0 > 1e-9 }.min() ?? 1
    var decimals = 2
    var bound = 0.001
    while decimals < 5, gap < bound {
      decimals += 1
      bound /= 10
    }
    return decimals
  }

  /// A time span in seconds: `0 s`, `8.2 s`, `45 s`, `1m 23s`, `3h 05m`, `2d 04h`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return noData }
    let sign = seconds < 0 ? "-" : ""
    let length = seconds.magnitude
    guard length < 9e15 else { return "\(seconds) s" }
    if length < 9.95 { return sign + withoutTrailingZeros(fixed(length, decimals: 1)) + " s" }
    let whole = Int(length.rounded())
    if whole < 60 { return "\(sign)\(whole) s" }
    if whole < 3_600 { return "\(sign)\(whole / 60)m \(two(whole % 60))s" }
    let minutes = Int((length / 60).rounded())
    if minutes < 1_440 { return "\(sign)\(minutes / 60)h \(two(minutes % 60))m" }
    let hours = Int((length / 3_600).rounded())
    return "\(sign)\(grouped(hours / 24))d \(two(hours % 24))h"
  }

  /// A duration without parts that are zero, for axes: `4h`, `1h 30m`, `90 s`.
  public static func axisDuration(_ seconds: Double) -> String {
    let text = duration(seconds)
    for tail in [" 00s", " 00m", " 00h"] where text.hasSuffix(tail) { return String(text.dropLast(tail.count)) }
    return text
  }

  /// A value in a metric's unit, the unit included.
  public static func value(_ value: Double, unit: String) -> String {
    switch unit {
    case "1": percent(value, decimals: percentDecimals([value])) + " %"
    case "s": duration(value)
    case "$": "$" + significant(value)
    case "count": significant(value)
    default: significant(value) + " " + unit
    }
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var trimmed = Substring(text)
    while trimmed.last == "0" { trimmed = trimmed.dropLast() }
    if trimmed.last == "." { trimmed = trimmed.dropLast() }
    return String(trimmed)
  }
}
