// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A record's own check: its last field, `"check":"1a2b3c4d"`, over all bytes before the comma that leads to it.
///
/// A disk or a copy can change a byte so that the line is still JSON; the number in it is then wrong and nothing says
/// so. The check is the CRC-32 of zlib, gzip and PNG (ISO 3309, reflected 0x04C11DB7), eight lower-case hexadecimal
/// digits: it finds every changed bit, every burst of up to 32 bits, and misses anything else once in four billion.
/// What was written before there were checks has none and is taken as it is.
public enum RecordCheck {
  /// What a check says.
  public enum Finding: Hashable, Sendable {
    /// There is none.
    case absent
    /// The bytes are those that were written.
    case holds(String)
    /// They are not: the check that stands there, and the one the bytes give.
    case broken(stated: String, found: String)
  }

  /// The check of `bytes`.
  public static func check(of bytes: some Collection<UInt8>) -> String { CRC32.hexadecimal(of: bytes) }

  /// A JSON object on one line with its check as the last field. The object has fields already.
  public static func sealed(line: String) -> String {
    let body = line.dropLast()
    return "\(body),\"check\":\"\(check(of: body.utf8))\"}"
  }

  /// The same for an indented page, which ends in `\n}\n`.
  static func sealed(page: String) -> String {
    let body = page.dropLast("\n}\n".count)
    return "\(body),\n  \"check\" : \"\(check(of: body.utf8))\"\n}\n"
  }

  /// Compares the check in `object`, a JSON object with or without space around its parts, with its bytes. O(bytes).
  public static func examine(_ object: Data) -> Finding {
    var rest = Tail(bytes: object)
    guard rest.drop("}"), rest.drop("\""), let stated = rest.dropUntilQuote(), rest.drop(":"), rest.drop("\"check\""),
      rest.drop(",")
    else { return .absent }
    let found = check(of: rest.bytes)
    return stated == found ? .holds(found) : .broken(stated: stated, found: found)
  }
}

/// Reads backwards.
private struct Tail {
  var bytes: Data

  /// Drops space and then `token` from the end; false where it is not there.
  mutating func drop(_ token: String) -> Bool {
    while let last = bytes.last, [0x20, 0x0A, 0x0D, 0x09].contains(last) { bytes = bytes.dropLast() }
    guard bytes.suffix(token.utf8.count).elementsEqual(token.utf8) else { return false }
    bytes = bytes.dropLast(token.utf8.count)
    return true
  }

  /// Drops a short text and the quotation mark before it; nil where there is none.
  mutating func dropUntilQuote() -> String? {
    let text = bytes.suffix(16)
    guard let quote = text.lastIndex(of: UInt8(ascii: "\"")) else { return nil }
    defer { bytes = bytes[..<quote] }
    return String(decoding: text[(quote + 1)...], as: UTF8.self)
  }
}
