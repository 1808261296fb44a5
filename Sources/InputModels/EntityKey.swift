// SPDX-License-Identifier: GPL-3.0-or-later

/// A stable 64-bit number for an entity's name.
///
/// Streams are keyed by names, not by places in a list: adding a cluster to a fleet leaves the misfortunes of all
/// others as they were.
public enum EntityKey {
  /// FNV-1a over the parts' UTF-8 bytes with a zero byte after each, so that ("a", "b") and ("ab", "") differ.
  public static func of(_ parts: String...) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0) &* 0x100_0000_01B3
    }
    return hash
  }
}
