// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

/// Typed access to the fields of one object in a case; `null` counts as absent. Every wrong type is a fault.
struct CaseFields {
  /// The most entries a list may have: the planners' own searches are up to quadratic.
  static let listLimit = 20_000

  let object: JSONObject
  let path: String

  init(_ object: JSONObject, path: String = "") {
    self.object = object
    self.path = path
  }

  private func wrong(_ name: String, _ value: JSONValue, wanted: String) -> VectorFault {
    VectorFault("\(path)\(name) is \(value.kind), not \(wanted)")
  }

  private func missing(_ name: String) -> VectorFault { VectorFault("\(path)\(name) is missing") }

  func value(_ name: String) -> JSONValue? {
    switch object[name] {
    case nil, .null: nil
    case let value: value
    }
  }

  func has(_ name: String) -> Bool { object[name] != nil }

  func optionalInteger(_ name: String) throws(VectorFault) -> Int64? {
    guard let value = value(name) else { return nil }
    guard case .integer(let integer) = value else { throw wrong(name, value, wanted: "a 64-bit integer") }
    return integer
  }

  func integer(_ name: String) throws(VectorFault) -> Int64 {
    guard let integer = try optionalInteger(name) else { throw missing(name) }
    return integer
  }

  func optionalShortInteger(_ name: String) throws(VectorFault) -> Int32? {
    guard let integer = try optionalInteger(name) else { return nil }
    guard let short = Int32(exactly: integer) else {
      throw VectorFault("\(path)\(name) is \(integer), which does not fit in 32 bits")
    }
    return short
  }

  func shortInteger(_ name: String) throws(VectorFault) -> Int32 {
    guard let integer = try optionalShortInteger(name) else { throw missing(name) }
    return integer
  }

  func number(_ name: String) throws(VectorFault) -> Double {
    switch value(name) {
    case nil: throw missing(name)
    case .integer(let value): return Double(value)
    case .decimal(let value): return value
    case .some(let value): throw wrong(name, value, wanted: "a number")
    }
  }

  func optionalBoolean(_ name: String) throws(VectorFault) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .boolean(let boolean) = value else { throw wrong(name, value, wanted: "a boolean") }
    return boolean
  }

  func optionalString(_ name: String) throws(VectorFault) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let string) = value else { throw wrong(name, value, wanted: "a string") }
    return string
  }

  func string(_ name: String) throws(VectorFault) -> String {
    guard let string = try optionalString(name) else { throw missing(name) }
    return string
  }

  func optionalObject(_ name: String) throws(VectorFault) -> CaseFields? {
    guard let value = value(name) else { return nil }
    guard case .object(let object) = value else { throw wrong(name, value, wanted: "an object") }
    return CaseFields(object, path: "\(path)\(name).")
  }

  /// A list of objects; absent is empty.
  func list<Element>(
    _ name: String, _ element: (CaseFields) throws(VectorFault) -> Element
  ) throws(VectorFault) -> [Element] {
    var result: [Element] = []
    for (position, value) in try array(name).enumerated() {
      guard case .object(let object) = value else {
        throw wrong("\(name)[\(position)]", value, wanted: "an object")
      }
      result.append(try element(CaseFields(object, path: "\(path)\(name)[\(position)].")))
    }
    return result
  }

  /// A list of strings; absent is empty.
  func strings(_ name: String) throws(VectorFault) -> [String] {
    var result: [String] = []
    for (position, value) in try array(name).enumerated() {
      guard case .string(let string) = value else {
        throw wrong("\(name)[\(position)]", value, wanted: "a string")
      }
      result.append(string)
    }
    return result
  }

  private func array(_ name: String) throws(VectorFault) -> [JSONValue] {
    guard let value = value(name) else { return [] }
    guard case .array(let values) = value else { throw wrong(name, value, wanted: "a list") }
    guard values.count <= Self.listLimit else {
      throw VectorFault("\(path)\(name) has \(values.count) entries, more than \(Self.listLimit)")
    }
    return values
  }

  /// Names are identities: a repeated one is a fault.
  func requireDistinct(_ names: [String], in list: String) throws(VectorFault) {
    if let name = NameIndex(names: names).firstRepeatedName {
      throw VectorFault("\(path)\(list) has \"\(name)\" twice")
    }
  }
}
