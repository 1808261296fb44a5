// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

/// A JSON value with exact 64-bit integers.
public enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number without fraction and exponent that fits in 64 bits.
  case integer(Int64)
  /// Any other number.
  case decimal(Double)
  /// A string.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// An object.
  case object(JSONObject)

  /// An object of integers.
  static func map(_ names: [String], _ values: [Int64]) -> JSONValue {
    .object(JSONObject(members: zip(names, values).map { ($0, .integer($1)) }))
  }

  /// An object of integers without the absent ones.
  static func map(_ names: [String], _ values: [Int64?]) -> JSONValue {
    .object(JSONObject(members: zip(names, values).compactMap { name, value in value.map { (name, .integer($0)) } }))
  }

  /// What kind of value it is, for messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .decimal: "a number that is not a 64-bit integer"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// The members of a JSON object; names are distinct and compare as bytes.
public struct JSONObject: Sendable {
  /// In the order of the text.
  public var members: [(name: String, value: JSONValue)]

  /// Members with distinct names.
  public init(members: [(name: String, value: JSONValue)]) { self.members = members }

  /// The value of a member. O(members): meant for the few fields of a case.
  subscript(_ name: String) -> JSONValue? {
    members.first { NameOrder.isSame($0.name, name) }?.value
  }

  /// Positions in the order of the names.
  var index: NameIndex { NameIndex(names: members.map(\.name)) }
}

extension JSONValue {
  /// One line of JSON, cut off after about `limit` characters.
  func text(limit: Int = 400) -> String {
    var text = ""
    write(to: &text, limit: limit)
    return text
  }

  private func write(to text: inout String, limit: Int) {
    guard text.utf8.count < limit else {
      if !text.hasSuffix("...") { text += "..." }
      return
    }
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .decimal(let value): text += String(value)
    case .string(let value): text += "\"\(value)\""
    case .array(let values):
      text += "["
      for (position, value) in values.enumerated() where text.utf8.count < limit || position == 0 {
        if position > 0 { text += "," }
        value.write(to: &text, limit: limit)
      }
      text += "]"
    case .object(let object):
      text += "{"
      for (position, member) in object.members.enumerated() where text.utf8.count < limit || position == 0 {
        if position > 0 { text += "," }
        text += "\"\(member.name)\":"
        member.value.write(to: &text, limit: limit)
      }
      text += "}"
    }
  }
}
