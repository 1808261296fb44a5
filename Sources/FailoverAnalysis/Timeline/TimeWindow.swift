// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The earliest and the latest moment of something, or of a span; windows add up end by end.
public struct TimeWindow: Hashable, Sendable {
  /// The earliest; `greatest` is never.
  public var earliest: SimulationDuration
  /// The latest; `greatest` is never.
  public var latest: SimulationDuration

  /// From `earliest` to `latest`.
  public init(_ earliest: SimulationDuration, _ latest: SimulationDuration) {
    precondition(earliest <= latest, "a window from \(earliest) to \(latest)")
    self.earliest = earliest
    self.latest = latest
  }

  /// Exactly `moment`.
  public init(_ moment: SimulationDuration) { self.init(moment, moment) }

  /// At once.
  public static let zero = TimeWindow(.zero)
  /// It does not happen.
  public static let never = TimeWindow(.greatest)

  /// Whether it does not happen at all.
  public var isNever: Bool { earliest == .greatest }

  /// The sums; never plus anything is never.
  public static func + (left: TimeWindow, right: TimeWindow) -> TimeWindow {
    TimeWindow(
      saturating(left.earliest, right.earliest), saturating(left.latest, right.latest))
  }

  /// From the first of both to the last of both.
  public func joined(with other: TimeWindow) -> TimeWindow {
    TimeWindow(min(earliest, other.earliest), max(latest, other.latest))
  }

  /// The ends, none later than `bound`.
  public func bounded(by bound: SimulationDuration) -> TimeWindow {
    TimeWindow(min(earliest, bound), min(latest, bound))
  }

  /// `31s..43s`, in whole seconds above ten; `never`, and `31s..` without a latest end.
  public var text: String {
    if isNever { return "never" }
    let (first, last) = (Self.text(of: earliest), latest == .greatest ? "" : Self.text(of: latest))
    return first == last ? first : "\(first)..\(last)"
  }

  private static func text(of span: SimulationDuration) -> String {
    let unit: Int64 = span < .seconds(10) ? 100_000_000 : 1_000_000_000
    return SimulationDuration(nanoseconds: (span.nanoseconds + unit / 2) / unit * unit).description
  }

  private static func saturating(_ left: SimulationDuration, _ right: SimulationDuration) -> SimulationDuration {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
    return overflow ? .greatest : SimulationDuration(nanoseconds: sum)
  }
}

extension TimeWindow: Encodable {
  private enum Key: String, CodingKey {
    case earliest, latest
  }

  /// Seconds; null is never.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(earliest == .greatest ? nil : earliest.seconds, forKey: .earliest)
    try container.encode(latest == .greatest ? nil : latest.seconds, forKey: .latest)
  }
}
