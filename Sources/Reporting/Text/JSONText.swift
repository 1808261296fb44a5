// SPDX-License-Identifier: GPL-3.0-or-later

/// A JSON value whose objects keep the order they are written in: equal values are equal bytes.
enum JSONText: Sendable, Hashable {
  /// One name and its value.
  struct Member: Sendable, Hashable {
    let name: String
    let value: JSONText
  }

  case null
  case bool(Bool)
  /// What is not finite is written as null.
  case number(Double)
  case text(String)
  case list([JSONText])
  case object([Member])

  /// The members of an object; none of anything else.
  var members: [Member] {
    if case .object(let members) = self { members } else { [] }
  }

  /// An object with the members of `self` and then those of `other`.
  func adding(_ other: JSONText) -> JSONText { .object(members + other.members) }

  /// The value on one line.
  var line: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// The value for people: objects and lists are broken into lines down to `depth`, below that each is one line.
  func page(depth: Int) -> String {
    var text = ""
    write(to: &text, depth: depth, indent: 0)
    return text + "\n"
  }

  private func write(to text: inout String, depth: Int = 0, indent: Int = 0) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += Self.spelled(value)
    case .text(let value): text += Self.quoted(value)
    case .list(let values):
      Self.write(values, between: ("[", "]"), to: &text, depth: depth, indent: indent) { value, text in
        value.write(to: &text, depth: depth - 1, indent: indent + 1)
      }
    case .object(let members):
      Self.write(members, between: ("{", "}"), to: &text, depth: depth, indent: indent) { member, text in
        text += Self.quoted(member.name) + (depth > 0 ? ": " : ":")
        member.value.write(to: &text, depth: depth - 1, indent: indent + 1)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], between ends: (String, String), to text: inout String, depth: Int, indent: Int,
    item: (Item, inout String) -> Void
  ) {
    let isBroken = depth > 0 && !items.isEmpty
    let newline = "\n" + String(repeating: "  ", count: indent)
    text += ends.0
    for (place, each) in items.enumerated() {
      if place > 0 { text += "," }
      if isBroken { text += newline + "  " }
      item(each, &text)
    }
    if isBroken { text += newline }
    text += ends.1
  }

  /// Whole numbers without a point, others with the fewest digits that read back the same.
  private static func spelled(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : "\(value)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default:
        if PrintableText.isHarmless(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          result += "\\u" + hexadecimal(min(scalar.value, 0xFFFD))
        }
      }
    }
    return result + "\""
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(floatLiteral value: Double) { self = .number(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(arrayLiteral elements: JSONText...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, JSONText)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }
}
