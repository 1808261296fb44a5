// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of a manifest to be written; keys keep their order.
indirect enum ManifestValue {
  case text(String)
  case number(Int64)
  case flag(Bool)
  case list([ManifestValue])
  case map([(key: String, value: ManifestValue)])

  /// A list of texts.
  static func texts(_ texts: [String]) -> ManifestValue { .list(texts.map { .text($0) }) }

  /// A mapping without the entries that are nil.
  static func fields(_ entries: [(String, ManifestValue?)]) -> ManifestValue {
    .map(entries.compactMap { key, value in value.map { (key, $0) } })
  }

  /// The value itself; nil where it is an empty list or mapping.
  var nonEmpty: ManifestValue? {
    switch self {
    case .list(let elements): elements.isEmpty ? nil : self
    case .map(let entries): entries.isEmpty ? nil : self
    default: self
    }
  }

  /// The value as a YAML document in block style.
  func yaml() -> String {
    var text = ""
    write(into: &text, indentation: 0)
    return text
  }

  private func write(into text: inout String, indentation: Int) {
    switch self {
    case .map(let entries) where !entries.isEmpty:
      for (place, entry) in entries.enumerated() {
        if place > 0 { text += String(repeating: " ", count: indentation) }
        text += Self.quoted(entry.key) + ":"
        entry.value.writeAfterKey(into: &text, indentation: indentation)
      }
    case .list(let elements) where !elements.isEmpty:
      for (place, element) in elements.enumerated() {
        if place > 0 { text += String(repeating: " ", count: indentation) }
        text += "- "
        element.write(into: &text, indentation: indentation + 2)
      }
    default: text += scalar + "\n"
    }
  }

  private func writeAfterKey(into text: inout String, indentation: Int) {
    switch self {
    case .map(let entries) where !entries.isEmpty:
      text += "\n" + String(repeating: " ", count: indentation + 2)
      write(into: &text, indentation: indentation + 2)
    case .list(let elements) where !elements.isEmpty:
      text += "\n" + String(repeating: " ", count: indentation)
      write(into: &text, indentation: indentation)
    default: text += " " + scalar + "\n"
    }
  }

  private var scalar: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .list: "[]"
    case .map: "{}"
    }
  }

  /// The value as compact JSON, for annotations.
  func json() -> String {
    switch self {
    case .text(let text): Self.doubleQuoted(text)
    case .list(let elements): "[" + elements.map { $0.json() }.joined(separator: ",") + "]"
    case .map(let entries):
      "{" + entries.map { Self.doubleQuoted($0.key) + ":" + $0.value.json() }.joined(separator: ",") + "}"
    default: scalar
    }
  }

  private static let ambiguousWords: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "null", "y", "n",
  ]

  /// Plain where no reader can take it for anything but this text, else in double quotes.
  private static func quoted(_ text: String) -> String {
    guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "/") else { return doubleQuoted(text) }
    let isPlain = text.utf8.allSatisfy { byte in
      isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_./-".utf8.contains(byte)
    }
    return isPlain && !ambiguousWords.contains(text.lowercased()) ? text : doubleQuoted(text)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func doubleQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}
