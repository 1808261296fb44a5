// SPDX-License-Identifier: GPL-3.0-or-later

/// What a field of a scenario takes.
indirect enum SchemaType: Sendable {
  /// Any scalar as text.
  case text
  /// Any value at all.
  case anything
  case bool
  case int(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  case duration
  case quantity
  case words([String])
  case list(SchemaType)
  /// A mapping from names to values of one type.
  case named(SchemaType)
  /// A mapping that has a table of its own.
  case section(String)
  case anyOf([SchemaType])
}

/// One field of a mapping.
struct SchemaField {
  var key: String
  var type: SchemaType
  /// What it is, with its unit.
  var meaning: String
  /// The value when it is left out, in words or as written.
  var fallback: String
  var isRequired: Bool

  /// A field with a default.
  static func field(_ key: String, _ type: SchemaType, _ meaning: String, default fallback: String) -> SchemaField {
    SchemaField(key: key, type: type, meaning: meaning, fallback: fallback, isRequired: false)
  }

  /// A field that must be there.
  static func required(_ key: String, _ type: SchemaType, _ meaning: String) -> SchemaField {
    SchemaField(key: key, type: type, meaning: meaning, fallback: "", isRequired: true)
  }
}

/// One kind of mapping.
struct SchemaSection {
  var name: String
  var meaning: String
  var fields: [SchemaField]

  init(_ name: String, _ meaning: String, _ fields: [SchemaField]) {
    self.name = name
    self.meaning = meaning
    self.fields = fields
  }
}
