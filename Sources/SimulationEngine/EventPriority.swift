// SPDX-License-Identifier: GPL-3.0-or-later

/// The order among events at one instant: the lower level happens first, equal levels in the order of scheduling.
///
/// Four bits, 0...15; the named levels leave room between them.
@frozen
public struct EventPriority: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// 0 (first) to 15 (last).
  public let level: UInt8

  /// The priority of `level`; traps outside 0...15.
  @inlinable
  public init(level: UInt8) {
    precondition(level < 16, "priority level \(level) is not in 0...15")
    self.level = level
  }

  @inlinable
  init(unchecked level: UInt8) { self.level = level }

  /// Level 0: before everything else at that instant.
  @inlinable public static var urgent: EventPriority { EventPriority(unchecked: 0) }
  /// Level 4.
  @inlinable public static var high: EventPriority { EventPriority(unchecked: 4) }
  /// Level 8: the default.
  @inlinable public static var normal: EventPriority { EventPriority(unchecked: 8) }
  /// Level 12: after everything usual at that instant.
  @inlinable public static var low: EventPriority { EventPriority(unchecked: 12) }

  /// True when `left` happens first.
  @inlinable
  public static func < (left: EventPriority, right: EventPriority) -> Bool { left.level < right.level }
}
