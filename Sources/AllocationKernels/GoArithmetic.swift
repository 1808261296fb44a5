// SPDX-License-Identifier: GPL-3.0-or-later

/// The conversions in which Go (on amd64) and Swift differ: Go never traps.
public enum GoArithmetic {
  /// `int64(value)` as Go compiles it on amd64: truncation towards zero, and -2^63 for NaN, the infinities and
  /// everything out of range (CVTTSD2SI).
  @inlinable
  public static func int64(_ value: Double) -> Int64 {
    Int64(exactly: value.rounded(.towardZero)) ?? .min
  }

  /// `dividend / divisor`: truncation towards zero, and the most negative number over -1 is itself.
  ///
  /// - Precondition: `divisor` is not 0 (Go panics there, and so the originals never get there).
  @inlinable
  public static func quotient(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    dividend.dividedReportingOverflow(by: divisor).partialValue
  }
}
