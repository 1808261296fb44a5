// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes one line of JSON. Commas come by themselves; keys are plain ASCII words of the protocol or quoted names.
struct LineWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// Names as they stand in JSON, made once.
  static func quoted(_ text: String) -> [UInt8] {
    var writer = LineWriter()
    writer.text(text)
    return writer.bytes
  }

  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Takes over a whole line that is written already.
  mutating func adopt(_ line: [UInt8]) { bytes = line }

  mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  mutating func key(_ word: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    word.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func key(quoted name: [UInt8]) {
    separate()
    bytes.append(contentsOf: name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func object(_ body: (inout LineWriter) -> Void) { enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), body) }

  mutating func list(_ body: (inout LineWriter) -> Void) { enclose(UInt8(ascii: "["), UInt8(ascii: "]"), body) }

  private mutating func enclose(_ opening: UInt8, _ closing: UInt8, _ body: (inout LineWriter) -> Void) {
    separate()
    bytes.append(opening)
    needsComma = false
    body(&self)
    bytes.append(closing)
    needsComma = true
  }

  /// JSON that is written already.
  mutating func raw(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
  }

  mutating func flag(_ flag: Bool) { raw((flag ? "true" : "false").utf8) }

  mutating func null() { raw("null".utf8) }

  mutating func number(_ number: some BinaryInteger) {
    separate()
    guard var rest = UInt64(exactly: number.magnitude), rest > 0 else {
      bytes.append(UInt8(ascii: "0"))
      return
    }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let first = bytes.count
    while rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    bytes[first...].reverse()
  }

  mutating func text(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func texts(_ texts: some Sequence<String>) {
    list { list in for text in texts { list.text(text) } }
  }
}
