// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

/// What is wrong with a line of input, in one sentence.
struct VectorFault: Error, Equatable {
  var message: String

  init(_ message: String) { self.message = message }
}

/// A strict JSON parser for one line: RFC 8259, exact 64-bit integers, no repeated names, limits on depth and size.
struct JSONParser {
  static let depthLimit = 32
  static let byteLimit = 16 << 20
  static let listLimit = 100_000

  private let bytes: [UInt8]
  private var position = 0

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The value of a whole line.
  static func parse(_ line: String) throws(VectorFault) -> JSONValue {
    guard line.utf8.count <= byteLimit else {
      throw VectorFault("the line is longer than \(byteLimit) bytes")
    }
    var parser = JSONParser(bytes: Array(line.utf8))
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == parser.bytes.count else { throw parser.fault("text after the value") }
    return value
  }

  private func fault(_ what: String) -> VectorFault { VectorFault("not JSON: \(what) at byte \(position + 1)") }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(VectorFault) -> JSONValue {
    guard depth < Self.depthLimit else { throw fault("nesting deeper than \(Self.depthLimit)") }
    skipSpace()
    switch next {
    case nil: throw fault("the text ends")
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(VectorFault) -> JSONValue {
    for offset in 0..<text.utf8CodeUnitCount {
      guard take(text.utf8Start[offset]) else { throw fault("an unknown word") }
    }
    return value
  }

  private mutating func object(depth: Int) throws(VectorFault) -> JSONValue {
    position += 1
    var members: [(name: String, value: JSONValue)] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(JSONObject(members: [])) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("a member without a name") }
      let name = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw fault("a missing colon") }
      members.append((name, try value(depth: depth + 1)))
      guard members.count <= Self.listLimit else { throw fault("more than \(Self.listLimit) members") }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw fault("an object without its end") }
    let result = JSONObject(members: members)
    if let name = result.index.firstRepeatedName { throw fault("the repeated name \"\(name)\"") }
    return .object(result)
  }

  private mutating func array(depth: Int) throws(VectorFault) -> JSONValue {
    position += 1
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      values.append(try value(depth: depth + 1))
      guard values.count <= Self.listLimit else { throw fault("more than \(Self.listLimit) elements") }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw fault("a list without its end") }
    return .array(values)
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    return position - start
  }

  private mutating func number() throws(VectorFault) -> JSONValue {
    let start = position
    var isInteger = true
    _ = take(UInt8(ascii: "-"))
    let first = next
    let count = digits()
    guard count > 0 else { throw fault("something that is no value") }
    guard count == 1 || first != UInt8(ascii: "0") else { throw fault("a number with a leading zero") }
    if take(UInt8(ascii: ".")) {
      isInteger = false
      guard digits() > 0 else { throw fault("a number that ends in a point") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw fault("a number without an exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw fault("a number out of range") }
    return .decimal(value)
  }

  private mutating func string() throws(VectorFault) -> String {
    position += 1
    var unescaped: [UInt8] = []
    while true {
      guard let byte = next else { throw fault("a string without its end") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: unescaped, as: UTF8.self) else { throw fault("invalid UTF-8") }
        return text
      case UInt8(ascii: "\\"): try escape(into: &unescaped)
      case ..<0x20: throw fault("a control character in a string")
      default: unescaped.append(byte)
      }
    }
  }

  private mutating func escape(into unescaped: inout [UInt8]) throws(VectorFault) {
    guard let byte = next else { throw fault("a string without its end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(0x0A)
    case UInt8(ascii: "r"): unescaped.append(0x0D)
    case UInt8(ascii: "t"): unescaped.append(0x09)
    case UInt8(ascii: "u"):
      var code = try fourHexDigits()
      if code >= 0xD800, code < 0xDC00 {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw fault("half a surrogate pair") }
        let low = try fourHexDigits()
        guard low >= 0xDC00, low < 0xE000 else { throw fault("half a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair") }
      unescaped.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    default: throw fault("an unknown escape")
    }
  }

  private mutating func fourHexDigits() throws(VectorFault) -> UInt32 {
    guard position + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16),
      bytes[position] != UInt8(ascii: "+")
    else { throw fault("an escape without four hexadecimal digits") }
    position += 4
    return code
  }
}

extension NameIndex {
  /// A name that occurs more than once.
  var firstRepeatedName: String? {
    for place in sorted.indices.dropFirst() {
      let (previous, name) = (names[Int(sorted[place - 1])], names[Int(sorted[place])])
      if NameOrder.isSame(previous, name) { return name }
    }
    return nil
  }
}
