// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Reads single values by the type of their field. Each reports what it cannot read and answers nil; none traps.
public struct FieldValue {
  let collector: DiagnosticCollector

  /// The longest span a field takes, 50 years: the sum of several still fits 64 bits.
  public static let longestDuration = SimulationDuration.hours(24 * 18_250)

  /// A reader that reports to `collector`.
  public init(_ collector: DiagnosticCollector) { self.collector = collector }

  /// Any scalar as text: `no` and `12` too, where a text is wanted.
  public func string(_ node: DocumentNode, _ name: String) -> String? {
    guard let text = node.text else { return wrong(node, name, "a text", fix: "write a text") }
    return text
  }

  /// `true` or `false`; the YAML 1.1 words yes, no, on and off count too, unless quoted.
  public func bool(_ node: DocumentNode, _ name: String) -> Bool? {
    guard case .scalar(let text, false) = node.content else {
      return wrong(node, name, "true or false", fix: "write true or false without quotes")
    }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: return wrong(node, name, "true or false", fix: "write true or false")
    }
  }

  /// A whole number inside `range`; `5.0` and `1e3` count as whole.
  public func int(_ node: DocumentNode, _ name: String, in range: ClosedRange<Int> = .min ... .max) -> Int? {
    guard case .scalar(let text, let isQuoted) = node.content else {
      return wrong(node, name, "a whole number", fix: "write a number")
    }
    guard let value = Self.wholeNumber(text) else {
      if Self.isNumber(text) && !isQuoted { return outOfRange(node, name, range) }
      return wrong(node, name, "a whole number", fix: "write a number such as 3")
    }
    if isQuoted { return wrong(node, name, "a whole number", fix: "write \(text) without quotes") }
    return range.contains(value) ? value : outOfRange(node, name, range)
  }

  /// A whole number of 64 bits inside `range`.
  public func int64(_ node: DocumentNode, _ name: String, in range: ClosedRange<Int64> = .min ... .max) -> Int64? {
    int(node, name, in: Int(range.lowerBound)...Int(range.upperBound)).map(Int64.init)
  }

  /// A finite number inside `range`.
  public func double(
    _ node: DocumentNode, _ name: String,
    in range: ClosedRange<Double> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
  ) -> Double? {
    guard case .scalar(let text, false) = node.content, Self.isNumber(text) else {
      return wrong(node, name, "a number", fix: "write a number such as 0.5, without quotes")
    }
    guard let value = Double(text), value.isFinite, range.contains(value) else {
      let bounds = Self.describe(range.lowerBound, range.upperBound)
      collector.error(
        .outOfRange, at: node.position, "\(name) is \(node.summary)", fix: "write a number \(bounds)")
      return nil
    }
    return value
  }

  /// A span of time such as `300s`, `1h30m` or `0`.
  public func duration(_ node: DocumentNode, _ name: String) -> SimulationDuration? {
    if let text = node.text, let duration = SimulationDuration(parsing: text) {
      if duration <= Self.longestDuration { return duration }
      collector.error(
        .outOfRange, at: node.position, "\(name) is \(node.summary)", fix: "write a span of at most 18250d")
      return nil
    }
    let isBareNumber = node.text.map { Self.isNumber($0) } ?? false
    collector.error(
      .invalidDuration, at: node.position, "\(name) is \(node.summary), not a span of time",
      fix: isBareNumber ? "add the unit, as \(node.text ?? "1")s" : "write a span such as 300s, 1h30m or 30d")
    return nil
  }

  /// A Kubernetes quantity that is not negative, as `500m`, `2Gi` or `1.5`, quoted or not.
  public func quantity(_ node: DocumentNode, _ name: String) -> KubernetesQuantity? {
    guard let text = node.text, let quantity = KubernetesQuantity(parsing: text) else {
      collector.error(
        .invalidQuantity, at: node.position, "\(name) is \(node.summary), not a Kubernetes quantity",
        fix: "write a quantity such as 500m, 2Gi or 1.5")
      return nil
    }
    guard quantity >= .zero else {
      collector.error(
        .outOfRange, at: node.position, "\(name) is \(node.summary)", fix: "write a quantity of at least 0")
      return nil
    }
    return quantity
  }

  /// One of the words of `Word`.
  public func word<Word: RawRepresentable & CaseIterable>(
    _ node: DocumentNode, _ name: String, as type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let text = string(node, name) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let names = Word.allCases.map(\.rawValue)
    collector.error(
      .unknownWord, at: node.position, "\(name) is \(node.summary)", fix: Suggestion.hint(for: text, among: names))
    return nil
  }

  /// A list of texts.
  public func strings(_ node: DocumentNode, _ name: String) -> [String]? {
    guard let elements = node.elements else {
      return wrong(node, name, "a list", fix: "write [\(node.text ?? "a"), ...]")
    }
    return elements.compactMap { string($0, "an element of \(name)") }
  }

  /// Reports that `node` is not what `name` takes.
  public func wrong<Value>(_ node: DocumentNode, _ name: String, _ wanted: String, fix: String) -> Value? {
    collector.error(.wrongType, at: node.position, "\(name) is \(node.summary), not \(wanted)", fix: fix)
    return nil
  }

  private func outOfRange(_ node: DocumentNode, _ name: String, _ range: ClosedRange<Int>) -> Int? {
    let bounds = Self.describe(range.lowerBound, range.upperBound)
    collector.error(
      .outOfRange, at: node.position, "\(name) is \(node.summary)", fix: "write a whole number \(bounds)")
    return nil
  }

  private static func describe(_ low: Int, _ high: Int) -> String {
    switch (low == .min, high == .max) {
    case (true, true): "of 64 bits"
    case (true, false): "of at most \(high)"
    case (false, true): "of at least \(low)"
    case (false, false): "from \(low) to \(high)"
    }
  }

  private static func describe(_ low: Double, _ high: Double) -> String {
    switch (low == -.greatestFiniteMagnitude, high == .greatestFiniteMagnitude) {
    case (true, true): "that is finite"
    case (true, false): "of at most \(high)"
    case (false, true): "of at least \(low)"
    case (false, false): "from \(low) to \(high)"
    }
  }

  /// Whether `text` is a decimal number, with sign, point and exponent; no hexadecimal, no `nan`, no `inf`.
  static func isNumber(_ text: String) -> Bool {
    var hasDigit = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
      case UInt8(ascii: "e"), UInt8(ascii: "E"): if !hasDigit { return false }
      default: return false
      }
    }
    return hasDigit && Double(text) != nil
  }

  /// The whole number that `text` is, also as `5.0` or `1e3` below 2^53; nil for the rest.
  static func wholeNumber(_ text: String) -> Int? {
    if let value = Int(text) { return value }
    guard isNumber(text), let value = Double(text), value.magnitude < 9_007_199_254_740_992 else { return nil }
    return Int(exactly: value)
  }
}
