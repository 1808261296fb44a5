// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Quantities

/// `actions` and `goals`.
extension ScenarioContext {
  private enum Verb: String, CaseIterable {
    case taint, untaint, cordon, uncordon, scale, rebalance, edit, join, leave
  }

  func actions(
    _ root: FieldReader, fleet: FleetNames, workloadKeys: Set<String>, horizon: SimulationDuration
  ) -> [ActionSpec] {
    root.mappings("actions", section: "an action").compactMap { reader in
      let target = target(reader)
      check(target, of: "the action", in: fleet, at: reader)
      let at = reader.required("at").flatMap { value.duration($0, "at") }
      let verb = reader.required("do").flatMap { value.word($0, "do", as: Verb.self) }
      var parts = ActionParts(
        key: reader.string("key"), value: reader.string("value"), effect: reader.word("effect", as: Taint.Effect.self),
        workload: reader.string("workload"), replicas: reader.int("replicas", in: 0...ScenarioBounds.replicas),
        path: reader.string("path"))
      reader.finish("action")
      if let workload = parts.workload {
        parts.workload = self.workload(workload, among: workloadKeys, at: reader.position(of: "workload"))
      }
      guard let at, let verb else { return nil }
      warnIfLate(at, horizon: horizon, what: "the action", at: reader)
      return kind(verb, parts, reader).map { ActionSpec(at: .zero + at, kind: $0, target: target) }
    }
  }

  private struct ActionParts {
    var key: String?
    var value: String?
    var effect: Taint.Effect?
    var workload: String?
    var replicas: Int?
    var path: String?
  }

  private func kind(_ verb: Verb, _ parts: ActionParts, _ reader: FieldReader) -> ActionSpec.Kind? {
    func need<Part>(_ part: Part?, _ key: String) -> Part? {
      if part == nil, !reader.has(key) {
        collector.error(
          .incompleteEntry, at: reader.position, "\(verb.rawValue) has no \(key)", fix: "add \(key)")
      }
      return part
    }
    switch verb {
    case .taint:
      guard let key = need(parts.key, "key") else { return nil }
      return .taint(Taint(key: key, value: parts.value ?? "", effect: parts.effect ?? .noExecute))
    case .untaint: return need(parts.key, "key").map { .untaint(key: $0, effect: parts.effect) }
    case .cordon: return .cordon
    case .uncordon: return .uncordon
    case .join: return .join
    case .leave: return .leave
    case .rebalance: return .rebalance(workload: parts.workload)
    case .scale:
      guard let workload = need(parts.workload, "workload"), let replicas = need(parts.replicas, "replicas")
      else { return nil }
      return .scale(workload: workload, replicas: replicas)
    case .edit:
      guard let workload = need(parts.workload, "workload"), let path = need(parts.path, "path"),
        let value = need(parts.value, "value")
      else { return nil }
      return .edit(workload: workload, path: path, value: value)
    }
  }

  /// A workload is named by its key, or by its name when it is in the namespace `default`.
  private func workload(_ name: String, among keys: Set<String>, at position: SourcePosition) -> String {
    if !keys.contains(name), keys.contains("default/\(name)") { return "default/\(name)" }
    if !keys.contains(name) { checkName(name, among: keys.sorted(), what: "workload", at: position) }
    return name
  }

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
