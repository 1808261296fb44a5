// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A rolling 128-bit digest of a run's observations, built from integers only: equal runs have equal digests on every
/// machine, in debug and release, with any number of jobs.
public struct RunDigest: Hashable, Sendable {
  private var low: UInt64 = 0x243F_6A88_85A3_08D3
  private var high: UInt64 = 0x1319_8A2E_0370_7344

  /// The digest of nothing.
  public init() {}

  /// Takes one observation in, unless it is told for metrics alone; O(1), a few nanoseconds.
  public mutating func add(_ observation: Observation) {
    guard observation.kind.isDigested else { return }
    add(UInt64(bitPattern: observation.time.nanoseconds))
    add(UInt64(bitPattern: observation.value))
    add(
      UInt64(UInt32(bitPattern: observation.workload)) << 32 | UInt64(UInt32(bitPattern: observation.cluster)))
    add(UInt64(observation.kind.rawValue) | UInt64(observation.cause.rawValue) << 8)
  }

  /// Takes one word in.
  public mutating func add(_ word: UInt64) {
    low = (low ^ word) &* 0x9E37_79B9_7F4A_7C15
    low ^= low >> 29
    high = (high &+ low) &* 0xD6E8_FEB8_6659_FD93
    high ^= high >> 32
  }

  /// Half of it as a number, to be compared with another.
  public var word: UInt64 { high }

  /// 32 hexadecimal digits.
  public var text: String { Self.hexadecimal(high) + Self.hexadecimal(low) }

  private static func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
