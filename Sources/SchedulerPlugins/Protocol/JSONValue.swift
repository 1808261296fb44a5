// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of JSON as a program wrote it: keys keep their order and may be there twice, numbers are exact or left alone.
indirect enum JSONValue: Equatable, Sendable {
  case null
  case flag(Bool)
  /// A whole number of 64 bits.
  case integer(Int64)
  /// Any other number, as written.
  case number(String)
  case text(String)
  case list([JSONValue])
  case object([Entry])

  /// A key and its value.
  struct Entry: Equatable, Sendable {
    var key: String
    var value: JSONValue
  }

  /// The value under `key`; the first where it is there twice.
  subscript(key: String) -> JSONValue? {
    guard case .object(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// What it is, for messages.
  var summary: String {
    switch self {
    case .null: "null"
    case .flag(let flag): flag ? "true" : "false"
    case .integer(let number): "\(number)"
    case .number(let text): String(text.prefix(40))
    case .text(let text): "\"\(text.prefix(40))\""
    case .list: "a list"
    case .object: "an object"
    }
  }
}

/// Reads one JSON value strictly: RFC 8259, nothing before or after it, and no deeper than 64 levels.
struct JSONReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int
  private static let deepest = 64

  /// What is wrong, and where.
  struct Problem: Error {
    let what: String
    let byte: Int
  }

  /// The value that `bytes` are.
  /// - Throws: `SchedulerFault` of the kinds `invalidUTF8` and `garbage`.
  static func value(of bytes: ArraySlice<UInt8>) throws(SchedulerFault) -> JSONValue {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw SchedulerFault(.invalidUTF8, "a line that is not UTF-8")
    }
    var reader = JSONReader(bytes: bytes, place: bytes.startIndex)
    do throws(Problem) {
      let value = try reader.value(depth: 0)
      reader.skipSpace()
      if reader.place < bytes.endIndex { throw reader.problem("there is something after the value") }
      return value
    } catch {
      throw SchedulerFault(
        .garbage,
        "a line that is not JSON: \(error.what) at byte \(error.byte): \(excerpt(of: bytes))")
    }
  }

  /// The beginning of a line, fit to be shown.
  static func excerpt(of bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(60), as: UTF8.self)
    let shown = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : String($0) }.joined()
    return "\"\(shown)\"" + (bytes.count > 60 ? "..." : "")
  }

  private func problem(_ what: String) -> Problem { Problem(what: what, byte: place - bytes.startIndex) }

  private mutating func skipSpace() {
    while place < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }

  private var next: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private mutating func value(depth: Int) throws(Problem) -> JSONValue {
    skipSpace()
    guard depth < Self.deepest else { throw problem("more than \(Self.deepest) levels") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"): return try number()
    case let digit? where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit): return try number()
    case UInt8(ascii: "N"), UInt8(ascii: "I"): throw problem("NaN and Infinity are no numbers")
    case nil: throw problem("nothing")
    default: throw problem("no value starts like this")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Problem) -> JSONValue {
    let isThere = word.withUTF8Buffer { bytes[place...].starts(with: $0) }
    guard isThere else { throw problem("no value starts like this") }
    place += word.utf8CodeUnitCount
    return value
  }

  private mutating func object(depth: Int) throws(Problem) -> JSONValue {
    place += 1
    var entries: [JSONValue.Entry] = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      place += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw problem("a key is missing") }
      let key = try text()
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw problem("a colon is missing") }
      place += 1
      entries.append(JSONValue.Entry(key: key, value: try value(depth: depth + 1)))
      skipSpace()
      guard let byte = next, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else {
        throw problem("an object does not end")
      }
      place += 1
      if byte == UInt8(ascii: "}") { return .object(entries) }
    }
  }

  private mutating func list(depth: Int) throws(Problem) -> JSONValue {
    place += 1
    var elements: [JSONValue] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      place += 1
      return .list([])
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      guard let byte = next, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else {
        throw problem("a list does not end")
      }
      place += 1
      if byte == UInt8(ascii: "]") { return .list(elements) }
    }
  }

  private mutating func number() throws(Problem) -> JSONValue {
    let first = place
    if next == UInt8(ascii: "-") { place += 1 }
    let digits = place
    skipDigits()
    guard place > digits else { throw problem("a number has no digits") }
    if bytes[digits] == UInt8(ascii: "0"), place > digits + 1 { throw problem("a number starts with 0") }
    var isWhole = true
    if next == UInt8(ascii: ".") {
      isWhole = false
      place += 1
      let fraction = place
      skipDigits()
      guard place > fraction else { throw problem("a number ends with its point") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      let exponent = place
      skipDigits()
      guard place > exponent else { throw problem("an exponent has no digits") }
    }
    let text = String(decoding: bytes[first..<place], as: UTF8.self)
    if isWhole, let number = Int64(text) { return .integer(number) }
    return .number(text)
  }

  private mutating func skipDigits() {
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
  }

  private mutating func text() throws(Problem) -> String {
    place += 1
    let first = place
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
    if next == UInt8(ascii: "\"") {
      defer { place += 1 }
      return String(decoding: bytes[first..<place], as: UTF8.self)
    }
    var text = String(decoding: bytes[first..<place], as: UTF8.self)
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return text
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20 as Range<UInt8>: throw problem("a control character in a text")
      default:
        let run = place
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
        text += String(decoding: bytes[run..<place], as: UTF8.self)
      }
    }
    throw problem("a text does not end")
  }

  private mutating func escape(into text: inout String) throws(Problem) {
    place += 1
    guard let byte = next else { throw problem("a text does not end") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.unicodeScalars.append(Unicode.Scalar(byte))
    case UInt8(ascii: "b"): text += "\u{8}"
    case UInt8(ascii: "f"): text += "\u{C}"
    case UInt8(ascii: "n"): text += "\n"
    case UInt8(ascii: "r"): text += "\r"
    case UInt8(ascii: "t"): text += "\t"
    case UInt8(ascii: "u"):
      var code = UInt32(try hexadecimal())
      if (0xD800..<0xDC00).contains(code) {
        guard bytes[place...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
          throw problem("half a surrogate pair")
        }
        place += 2
        let low = UInt32(try hexadecimal())
        guard (0xDC00..<0xE000).contains(low) else { throw problem("half a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw problem("half a surrogate pair") }
      text.unicodeScalars.append(scalar)
    default: throw problem("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(Problem) -> UInt16 {
    guard place + 4 <= bytes.endIndex else { throw problem("a text does not end") }
    let digits = bytes[place..<place + 4]
    guard digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let code = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("an escape without its four digits") }
    place += 4
    return code
  }
}
