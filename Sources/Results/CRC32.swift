// SPDX-License-Identifier: GPL-3.0-or-later

/// The CRC-32 of zlib, gzip and PNG; `123456789` gives cbf43926.
struct CRC32: Hashable, Sendable {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ (rest >> 1) : rest >> 1 }
  }

  private var state: UInt32 = 0xFFFF_FFFF

  /// Takes more bytes.
  mutating func add(_ bytes: some Collection<UInt8>) {
    let before = state
    state = Self.table.withUnsafeBufferPointer { table in
      func step(_ rest: UInt32, _ byte: UInt8) -> UInt32 {
        // The index is below 256, the table's size.
        table[Int((rest ^ UInt32(byte)) & 0xFF)] ^ (rest >> 8)
      }
      return bytes.withContiguousStorageIfAvailable { $0.reduce(before, step) } ?? bytes.reduce(before, step)
    }
  }

  /// The check of the bytes taken so far.
  var value: UInt32 { ~state }

  /// Eight lower-case hexadecimal digits.
  var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// The check of `bytes` in hexadecimal.
  static func hexadecimal(of bytes: some Collection<UInt8>) -> String {
    var check = CRC32()
    check.add(bytes)
    return check.hexadecimal
  }
}
