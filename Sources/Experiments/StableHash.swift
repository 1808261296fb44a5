// SPDX-License-Identifier: GPL-3.0-or-later

/// A 128-bit hash of a stream of integers and strings that is the same on every machine, build and process.
///
/// Two lanes, each folding a word in by a 64 x 64 -> 128 bit product whose halves are XORed; the odd constants are the
/// lanes' own. It finds accidental differences; it is no defence against somebody who looks for a collision.
struct StableHash {
  private var first: UInt64 = 0x2d35_8dcc_aa6c_78a5
  private var second: UInt64 = 0x8bb8_4b93_962e_acc9

  /// Folds in one word.
  mutating func combine(_ word: UInt64) {
    first = Self.mix(first ^ word, 0x9e37_79b9_7f4a_7c15) &+ 0x4b33_a62e_d433_d4a3
    second = Self.mix(second &+ word, 0xd6e8_feb8_6659_fd93) ^ first.byteSwapped
  }

  /// Folds in a string.
  mutating func combine(_ text: String) { Self.forEachWord(of: text) { combine($0) } }

  /// The words of a string: its bytes in UTF-8, eight to a word, little end first, then their number.
  @inline(__always)
  static func forEachWord(of text: String, _ body: (UInt64) -> Void) {
    var text = text
    text.withUTF8 { bytes in
      let whole = bytes.count & ~7
      for start in stride(from: 0, to: whole, by: 8) {
        body(UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: start, as: UInt64.self)))
      }
      var rest: UInt64 = 0
      for place in whole..<bytes.count { rest |= UInt64(bytes[place]) << (8 * UInt64(place & 7)) }
      body(rest)
      body(UInt64(bytes.count))
    }
  }

  /// 32 lower-case hexadecimal digits.
  var hexadecimal: String {
    var last = self
    last.combine(0)
    last.combine(1)
    return Self.digits(last.first) + Self.digits(last.second)
  }

  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    // A zero operand would wipe what was folded in before; the set bit keeps the product a mix.
    let (high, low) = (left | 1 << 63).multipliedFullWidth(by: right)
    return high ^ low ^ (left >> 31)
  }

  private static func digits(_ word: UInt64) -> String {
    let text = String(word, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
