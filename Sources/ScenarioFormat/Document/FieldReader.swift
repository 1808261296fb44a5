// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Reads the fields of one mapping by key and type.
///
/// A field that is absent or null is nil without a word; one that cannot be read is nil with a diagnostic. The reader
/// knows which keys were asked for, so that what nobody asked for can be reported.
public final class FieldReader {
  /// The mapping.
  public let node: DocumentNode
  /// What the mapping is, in words for messages, as `a workload`.
  public let section: String
  /// Where faults go.
  public let collector: DiagnosticCollector
  /// Whether the mapping is part of an object of a federation system, of which unknown fields pass unless they look like
  /// slips.
  let isForeign: Bool
  /// The keys asked for so far, in order.
  public private(set) var askedKeys: [String] = []
  private let entries: [DocumentNode.Entry]
  private let value: FieldValue

  /// A reader of `node`, which is `section`; nil, with a diagnostic, where it is no mapping. Nothing counts as empty.
  public convenience init?(_ node: DocumentNode, section: String, collector: DiagnosticCollector) {
    self.init(node, section: section, collector: collector, isForeign: false)
  }

  /// The same; a foreign one is watched for slips.
  init?(_ node: DocumentNode, section: String, collector: DiagnosticCollector, isForeign: Bool) {
    self.isForeign = isForeign
    self.node = node
    self.section = section
    self.collector = collector
    value = FieldValue(collector)
    switch node.content {
    case .mapping(let entries): self.entries = entries
    case .null: entries = []
    default:
      collector.error(
        .wrongType, at: node.position, "\(section) is \(node.summary), not a mapping", fix: "write {key: value, ...}")
      return nil
    }
    if isForeign { collector.watch(self) }
  }

  /// Where the mapping starts.
  public var position: SourcePosition { node.position }
  /// The entries in the order of the file.
  public var allEntries: [DocumentNode.Entry] { entries }

  /// Where the value of `key` stands, or the mapping where it is absent. Does not count as asking.
  public func position(of key: String) -> SourcePosition {
    entries.first { $0.key == key }?.value.position ?? node.position
  }

  /// Whether `key` is there and not null. Does not count as asking.
  public func has(_ key: String) -> Bool {
    entries.contains { $0.key == key && !$0.value.isNull }
  }

  /// The raw value; nil where it is absent or null.
  public func node(_ key: String) -> DocumentNode? {
    if !askedKeys.contains(key) { askedKeys.append(key) }
    guard let node = entries.first(where: { $0.key == key })?.value, !node.isNull else { return nil }
    return node
  }

  /// The raw value; an absent one is an error.
  public func required(_ key: String) -> DocumentNode? {
    if let node = node(key) { return node }
    collector.error(.missingKey, at: position, "\(section) has no \(key)", fix: "add \(key)")
    return nil
  }

  /// Any scalar as text.
  public func string(_ key: String) -> String? { node(key).flatMap { value.string($0, key) } }
  /// A list of texts.
  public func strings(_ key: String) -> [String]? { node(key).flatMap { value.strings($0, key) } }
  /// A boolean.
  public func bool(_ key: String) -> Bool? { node(key).flatMap { value.bool($0, key) } }
  /// A whole number inside `range`.
  public func int(_ key: String, in range: ClosedRange<Int> = .min ... .max) -> Int? {
    node(key).flatMap { value.int($0, key, in: range) }
  }
  /// A whole number of 64 bits inside `range`.
  public func int64(_ key: String, in range: ClosedRange<Int64> = .min ... .max) -> Int64? {
    node(key).flatMap { value.int64($0, key, in: range) }
  }
  /// A finite number inside `range`.
  public func double(
    _ key: String, in range: ClosedRange<Double> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
  ) -> Double? {
    node(key).flatMap { value.double($0, key, in: range) }
  }
  /// A span of time.
  public func duration(_ key: String) -> SimulationDuration? { node(key).flatMap { value.duration($0, key) } }
  /// A Kubernetes quantity of at least 0.
  public func quantity(_ key: String) -> KubernetesQuantity? { node(key).flatMap { value.quantity($0, key) } }
  /// One of the words of `Word`.
  public func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, as type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    node(key).flatMap { value.word($0, key, as: type) }
  }

  /// The elements of a list.
  public func list(_ key: String) -> [DocumentNode]? {
    guard let node = node(key) else { return nil }
    return node.elements ?? value.wrong(node, key, "a list", fix: "write a list: [...], or lines that start with -")
  }

  /// A reader of the mapping under `key`, which is `section` (by default named like the key).
  public func mapping(_ key: String, section: String? = nil) -> FieldReader? {
    node(key).flatMap { FieldReader($0, section: section ?? key, collector: collector, isForeign: isForeign) }
  }

  /// Readers of the mappings in the list under `key`, each being `section`; other elements are reported and left out.
  public func mappings(_ key: String, section: String) -> [FieldReader] {
    (list(key) ?? []).compactMap { FieldReader($0, section: section, collector: collector, isForeign: isForeign) }
  }

  /// The mapping under `key` as a dictionary whose values are mappings too, each being `section` with its name.
  public func namedMappings(
    _ key: String, section: String
  ) -> [(name: String, position: SourcePosition, reader: FieldReader)] {
    guard let outer = mapping(key) else { return [] }
    return outer.allEntries.compactMap { entry in
      FieldReader(
        entry.value, section: "\(section) \(entry.key)", collector: collector, isForeign: isForeign
      ).map { (entry.key, entry.keyPosition, $0) }
    }
  }

  /// The mapping under `key` as texts by text, in the order of the file.
  public func stringMapping(_ key: String) -> [(key: String, value: String)]? {
    guard let outer = mapping(key) else { return nil }
    return outer.allEntries.compactMap { entry in
      if entry.value.isNull { return (entry.key, "") }
      return value.string(entry.value, entry.key).map { (entry.key, $0) }
    }
  }

  /// Ends the reading of a scenario's mapping: unknown keys are reported, and the keys asked for are recorded under the
  /// name that the schema has for such a mapping, where somebody records them.
  func finish(_ schemaName: String) {
    collector.recordKeys?(schemaName, askedKeys)
    reportUnknownKeys()
  }

  /// Warns of each key that nobody asked for and that is one slip away from one that was asked for and is not there.
  func warnOfMisspeltKeys() {
    for entry in entries where !askedKeys.contains(entry.key) {
      guard let meant = askedKeys.first(where: { !has($0) && Suggestion.isSlip(entry.key, of: $0) }) else { continue }
      collector.warning(
        .misspeltField, at: entry.keyPosition, "the field \"\(entry.key)\" is unknown and left out",
        fix: "did you mean \"\(meant)\"?")
    }
  }

  /// Reports each key that nobody asked for as an error, with the nearest known one.
  public func reportUnknownKeys() {
    for entry in entries where !askedKeys.contains(entry.key) {
      collector.error(
        .unknownKey, at: entry.keyPosition, "\(section) has no field \"\(entry.key)\"",
        fix: Suggestion.hint(for: entry.key, among: askedKeys, otherwise: "remove it"))
    }
  }
}
