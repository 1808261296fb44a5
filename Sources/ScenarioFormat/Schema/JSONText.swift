// SPDX-License-Identifier: GPL-3.0-or-later

/// JSON to be written, its keys in the order given.
indirect enum JSONText {
  case string(String)
  case number(String)
  case bool(Bool)
  case array([JSONText])
  case object([(key: String, value: JSONText)])

  /// The text, two spaces per level; arrays of single values on one line.
  func rendered(indent: String = "") -> String {
    switch self {
    case .string(let text): return Self.quoted(text)
    case .number(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .array(let elements):
      let isFlat = elements.allSatisfy(\.isSingle)
      if isFlat { return "[" + elements.map { $0.rendered() }.joined(separator: ", ") + "]" }
      let lines = elements.map { indent + "  " + $0.rendered(indent: indent + "  ") }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { "\(indent)  \(Self.quoted($0.key)): \($0.value.rendered(indent: indent + "  "))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private var isSingle: Bool {
    switch self {
    case .string, .number, .bool: true
    case .array, .object: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
