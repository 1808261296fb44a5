// SPDX-License-Identifier: GPL-3.0-or-later

/// A span of virtual time in whole nanoseconds.
///
/// Integers keep the order total and the sums exact: equal runs have equal digests on every machine.
@frozen
public struct SimulationDuration: Hashable, Comparable, Sendable {
  /// Nanoseconds; may be negative in differences.
  public var nanoseconds: Int64

  /// A span of `nanoseconds`.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The empty span.
  @inlinable public static var zero: SimulationDuration { SimulationDuration(nanoseconds: 0) }
  /// The longest span, about 292 years: "never".
  @inlinable public static var greatest: SimulationDuration { SimulationDuration(nanoseconds: .max) }

  /// `count` milliseconds.
  @inlinable
  public static func milliseconds(_ count: Int64) -> SimulationDuration {
    SimulationDuration(nanoseconds: count * 1_000_000)
  }
  /// `count` seconds.
  @inlinable
  public static func seconds(_ count: Int64) -> SimulationDuration {
    SimulationDuration(nanoseconds: count * 1_000_000_000)
  }
  /// `count` minutes.
  @inlinable
  public static func minutes(_ count: Int64) -> SimulationDuration { seconds(count * 60) }
  /// `count` hours.
  @inlinable
  public static func hours(_ count: Int64) -> SimulationDuration { seconds(count * 3600) }

  /// The span nearest to `seconds`, rounded to whole nanoseconds; beyond the range it is the nearest bound.
  @inlinable
  public init(seconds: Double) {
    let nanoseconds = (seconds * 1e9).rounded()
    self.nanoseconds =
      nanoseconds >= 9.2233720368547e18
      ? .max : nanoseconds <= -9.2233720368547e18 ? .min : Int64(nanoseconds)
  }

  /// The span in seconds, for reports and distributions; never for comparing times.
  @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }
  /// The span in hours, for reports.
  @inlinable public var hours: Double { Double(nanoseconds) / 3.6e12 }

  /// True when `left` is shorter.
  @inlinable
  public static func < (left: SimulationDuration, right: SimulationDuration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
  /// The sum; traps on overflow.
  @inlinable
  public static func + (left: SimulationDuration, right: SimulationDuration) -> SimulationDuration {
    SimulationDuration(nanoseconds: left.nanoseconds + right.nanoseconds)
  }
  /// The difference; traps on overflow.
  @inlinable
  public static func - (left: SimulationDuration, right: SimulationDuration) -> SimulationDuration {
    SimulationDuration(nanoseconds: left.nanoseconds - right.nanoseconds)
  }
  /// The span `factor` times; traps on overflow.
  @inlinable
  public static func * (left: SimulationDuration, factor: Int64) -> SimulationDuration {
    SimulationDuration(nanoseconds: left.nanoseconds * factor)
  }
  /// Adds in place; traps on overflow.
  @inlinable
  public static func += (left: inout SimulationDuration, right: SimulationDuration) { left = left + right }
}

extension SimulationDuration: CustomStringConvertible {
  /// Whole units from days down, as `1h30m` or `90s`; what is below a second as a decimal, `1.5s`.
  public var description: String {
    if nanoseconds == 0 { return "0s" }
    if self == .greatest { return "never" }
    var rest = nanoseconds.magnitude
    var text = nanoseconds < 0 ? "-" : ""
    for (unit, size) in [("d", UInt64(86_400_000_000_000)), ("h", 3_600_000_000_000), ("m", 60_000_000_000)] {
      if rest >= size {
        text += "\(rest / size)\(unit)"
        rest %= size
      }
    }
    if rest > 0 {
      let whole = rest / 1_000_000_000
      var fraction = String(rest % 1_000_000_000)
      fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
      while fraction.last == "0" { fraction.removeLast() }
      text += fraction.isEmpty ? "\(whole)s" : "\(whole).\(fraction)s"
    }
    return text
  }
}
