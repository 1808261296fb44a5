// SPDX-License-Identifier: GPL-3.0-or-later

/// The JSON Schema of scenario files, for editors.
public enum ScenarioSchema {
  /// Every kind of mapping with its fields.
  static var sections: [SchemaSection] { rootSections + fleetSections + workloadSections + raceSections }

  /// The schema as JSON text (draft 2020-12), ending in a newline; the same on every call.
  public static var text: String { document.rendered() + "\n" }

  private static var document: JSONText {
    .object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Regatta scenario (regatta/v1alpha1)")),
      ("$ref", .string("#/$defs/scenario")),
      ("$defs", .object(sections.map { ($0.name, definition($0)) })),
    ])
  }

  private static func definition(_ section: SchemaSection) -> JSONText {
    var members: [(key: String, value: JSONText)] = [
      ("description", .string(section.meaning)),
      ("type", .array([.string("object"), .string("null")])),
      ("additionalProperties", .bool(false)),
      (
        "properties",
        .object(
          section.fields.map { field in
            let note = field.isRequired ? "" : " Default: \(field.fallback)."
            let description = JSONText.string("\(field.meaning).\(note)")
            return (field.key, .object([("description", description)] + value(of: field.type)))
          })
      ),
    ]
    let required = section.fields.filter(\.isRequired).map { JSONText.string($0.key) }
    if !required.isEmpty { members.append(("required", .array(required))) }
    return .object(members)
  }

  private static func value(of type: SchemaType) -> [(key: String, value: JSONText)] {
    switch type {
    case .text: return [("type", .array([.string("string"), .string("number"), .string("boolean")]))]
    case .anything: return []
    case .bool: return [("type", .string("boolean"))]
    case .int(let range):
      return [("type", .string("integer"))]
        + bounds("\(range.lowerBound)", range.upperBound == .max ? nil : "\(range.upperBound)")
    case .number(let range):
      let upper = range.upperBound == .greatestFiniteMagnitude ? nil : "\(range.upperBound)"
      return [("type", .string("number"))] + bounds("\(range.lowerBound)", upper)
    case .duration:
      return [
        ("type", .array([.string("string"), .string("integer")])),
        ("pattern", .string("^(0|([0-9]+\\.?[0-9]*(ns|us|ms|s|m|h|d))+)$")), ("maximum", .number("0")),
        ("minimum", .number("0")),
      ]
    case .quantity:
      return [
        ("type", .array([.string("string"), .string("number")])),
        (
          "pattern", .string("^[+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]+)?$")
        ),
        ("minimum", .number("0")),
      ]
    case .words(let words): return [("enum", .array(words.map(JSONText.string)))]
    case .list(let element):
      return [("type", .string("array")), ("items", .object(value(of: element)))]
    case .named(let element):
      return [("type", .string("object")), ("additionalProperties", .object(value(of: element)))]
    case .section(let name): return [("$ref", .string("#/$defs/\(name)"))]
    case .anyOf(let types): return [("anyOf", .array(types.map { .object(value(of: $0)) }))]
    }
  }

  private static func bounds(_ lower: String, _ upper: String?) -> [(key: String, value: JSONText)] {
    [("minimum", .number(lower))] + (upper.map { [("maximum", .number($0))] } ?? [])
  }
}
