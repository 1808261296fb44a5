// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of a manifest to be written; keys keep their order.
enum ManifestValue {
  case text(String)
  /// A text of the workload that the manifest is of.
  case own(WorkloadText)
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
  func yaml() -> ManifestLayout {
    var text = ManifestLayout(style: .yaml)
    write(into: &text, indentation: 0)
    return text
  }

  private func write(into text: inout ManifestLayout, indentation: Int) {
    switch self {
    case .map(let entries) where !entries.isEmpty:
      for (place, entry) in entries.enumerated() {
        if place > 0 { text.indent(indentation) }
        text.add(scalar: entry.key)
        text.add(":")
        entry.value.writeAfterKey(into: &text, indentation: indentation)
      }
    case .list(let elements) where !elements.isEmpty:
      for (place, element) in elements.enumerated() {
        if place > 0 { text.indent(indentation) }
        text.add("- ")
        element.write(into: &text, indentation: indentation + 2)
      }
    default:
      writeScalar(into: &text)
      text.add("\n")
    }
  }

  private func writeAfterKey(into text: inout ManifestLayout, indentation: Int) {
    switch self {
    case .map(let entries) where !entries.isEmpty:
      text.add("\n")
      text.indent(indentation + 2)
      write(into: &text, indentation: indentation + 2)
    case .list(let elements) where !elements.isEmpty:
      text.add("\n")
      text.indent(indentation)
      write(into: &text, indentation: indentation)
    default:
      text.add(" ")
      writeScalar(into: &text)
      text.add("\n")
    }
  }

  private func writeScalar(into text: inout ManifestLayout) {
    switch self {
    case .text(let scalar): text.add(scalar: scalar)
    case .own(let own): text.add(own)
    case .number(let number): text.add(String(number))
    case .flag(let flag): text.add(flag ? "true" : "false")
    case .list: text.add("[]")
    case .map: text.add("{}")
    }
  }

  /// The value as compact JSON, for annotations.
  func json() -> ManifestLayout {
    var text = ManifestLayout(style: .json)
    writeJSON(into: &text)
    return text
  }

  private func writeJSON(into text: inout ManifestLayout) {
    switch self {
    case .list(let elements):
      text.add("[")
      for (place, element) in elements.enumerated() {
        if place > 0 { text.add(",") }
        element.writeJSON(into: &text)
      }
      text.add("]")
    case .map(let entries):
      text.add("{")
      for (place, entry) in entries.enumerated() {
        if place > 0 { text.add(",") }
        text.add(scalar: entry.key)
        text.add(":")
        entry.value.writeJSON(into: &text)
      }
      text.add("}")
    default: writeScalar(into: &text)
    }
  }
}
