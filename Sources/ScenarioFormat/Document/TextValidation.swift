// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds what the YAML reader would refuse without a place: bytes that are not UTF-8, and control characters.
struct TextValidation {
  /// What is wrong with the bytes.
  enum Fault: Equatable {
    case notUTF8
    case controlCharacter(UInt32)
  }
  var fault: Fault
  var line: Int
  var column: Int

  /// The first fault in `bytes`; nil when there is none. O(bytes).
  static func firstFault(in bytes: ArraySlice<UInt8>) -> TextValidation? {
    var line = 1
    var column = 1
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
        index += 1
      } else if byte >= 0x20 && byte < 0x7F || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
        column += 1
        index += 1
      } else if byte < 0x80 {
        return TextValidation(fault: .controlCharacter(UInt32(byte)), line: line, column: column)
      } else {
        guard let (scalar, length) = decode(bytes, at: index) else {
          return TextValidation(fault: .notUTF8, line: line, column: column)
        }
        // YAML 1.1 c-printable: no C1 controls but NEL, no surrogates, no U+FFFE and U+FFFF.
        if scalar < 0xA0 && scalar != 0x85 || scalar == 0xFFFE || scalar == 0xFFFF {
          return TextValidation(fault: .controlCharacter(scalar), line: line, column: column)
        }
        column += 1
        index += length
      }
    }
    return nil
  }

  /// One multi-byte character by the table of RFC 3629; nil for overlong forms, surrogates and cut-off ones.
  private static func decode(_ bytes: ArraySlice<UInt8>, at index: Int) -> (scalar: UInt32, length: Int)? {
    let lead = bytes[index]
    let length: Int
    var scalar: UInt32
    switch lead {
    case 0xC2...0xDF: (length, scalar) = (2, UInt32(lead & 0x1F))
    case 0xE0...0xEF: (length, scalar) = (3, UInt32(lead & 0x0F))
    case 0xF0...0xF4: (length, scalar) = (4, UInt32(lead & 0x07))
    default: return nil
    }
    guard index + length <= bytes.endIndex else { return nil }
    for offset in 1..<length {
      let byte = bytes[index + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    switch length {
    case 3 where scalar < 0x800 || (0xD800...0xDFFF).contains(scalar): return nil
    case 4 where scalar < 0x10000 || scalar > 0x10FFFF: return nil
    default: return (scalar, length)
    }
  }
}
