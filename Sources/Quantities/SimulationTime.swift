// SPDX-License-Identifier: GPL-3.0-or-later

/// A point in virtual time: nanoseconds since the start of the run.
@frozen
public struct SimulationTime: Hashable, Comparable, Sendable {
  /// Nanoseconds since the start.
  public var nanoseconds: Int64

  /// The point `nanoseconds` after the start.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The start of a run.
  @inlinable public static var zero: SimulationTime { SimulationTime(nanoseconds: 0) }
  /// Later than any event.
  @inlinable public static var distantFuture: SimulationTime { SimulationTime(nanoseconds: .max) }

  /// Seconds since the start, for reports.
  @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// True when `left` is earlier.
  @inlinable
  public static func < (left: SimulationTime, right: SimulationTime) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The point `span` later; saturates at `distantFuture`, so that "never" stays never.
  @inlinable
  public static func + (left: SimulationTime, span: SimulationDuration) -> SimulationTime {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(span.nanoseconds)
    return overflow ? .distantFuture : SimulationTime(nanoseconds: sum)
  }
  /// The point `span` earlier; traps on overflow.
  @inlinable
  public static func - (left: SimulationTime, span: SimulationDuration) -> SimulationTime {
    SimulationTime(nanoseconds: left.nanoseconds - span.nanoseconds)
  }
  /// The span from `earlier` to `later`.
  @inlinable
  public static func - (later: SimulationTime, earlier: SimulationTime) -> SimulationDuration {
    SimulationDuration(nanoseconds: later.nanoseconds - earlier.nanoseconds)
  }
}

extension SimulationTime: CustomStringConvertible {
  /// The span since the start, as `1h30m`.
  public var description: String { (self - SimulationTime.zero).description }
}
