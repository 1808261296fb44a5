// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Quantities

/// `goals`.
extension ScenarioContext {
  /// Goals of the form `metric op value`, the value with an optional unit: `%`, or one of a span.
  func goals(_ root: FieldReader, metrics: [String]) -> [Goal] {
    guard let elements = root.list("goals") else { return [] }
    return elements.compactMap { node in
      guard let text = value.string(node, "a goal") else { return nil }
      guard let goal = GoalParser.parse(text) else {
        collector.error(
          .invalidGoal, at: node.position, "\(node.summary) is not a goal",
          fix: "write metric, then >=, <=, > or <, then a value: availability >= 0.999, time_to_recover_p99 <= 120s")
        return nil
      }
      if !metrics.isEmpty { checkName(goal.metric, among: metrics, what: "metric", at: node.position) }
      return goal
    }
  }
}

extension Goal {
  /// The goal that `text` states, as `availability >= 99.9 %`; nil where it states none. Spans become seconds, `%`
  /// hundredths.
  public init?(parsing text: String) {
    guard let goal = GoalParser.parse(text) else { return nil }
    self = goal
  }
}

/// Reads one goal.
enum GoalParser {
  /// The goal that `text` states; nil where it states none. Spans become seconds, `%` hundredths.
  static func parse(_ text: String) -> Goal? {
    for relation in [Goal.Relation.atLeast, .atMost, .above, .below] {
      guard let range = text.range(of: relation.rawValue) else { continue }
      let metric = trimmed(text[..<range.lowerBound])
      guard !metric.isEmpty, metric.utf8.allSatisfy(isIdentifierByte) else { return nil }
      guard let bound = bound(trimmed(text[range.upperBound...])) else { return nil }
      return Goal(metric: metric, relation: relation, bound: bound, text: text)
    }
    return nil
  }

  private static func bound(_ text: String) -> Double? {
    if text.hasSuffix("%") {
      let digits = trimmed(text.dropLast())
      guard FieldValue.isNumber(digits) else { return nil }
      // Shifted as text, so that 99.9 % is the number 0.999.
      let isPlain = !digits.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
      return (isPlain ? Double("\(digits)e-2") : Double(digits).map { $0 / 100 }).flatMap(finite)
    }
    if FieldValue.isNumber(text) { return Double(text).flatMap(finite) }
    return SimulationDuration(parsing: text).map(\.seconds)
  }

  private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

  private static func isIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var part = text.drop { $0 == " " }[...]
    while part.last == " " { part = part.dropLast() }
    return String(part)
  }
}
