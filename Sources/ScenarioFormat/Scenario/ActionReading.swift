// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// An action as the scenario writes it, with what of it needs workloads and contenders to be known first.
struct ActionDraft {
  var spec: ActionSpec
  /// The value that an edit or a change of a flag writes.
  var value: DocumentNode?
  /// Where the path of an edit or the name of a flag stands.
  var position: SourcePosition
}

/// `actions`.
extension ScenarioContext {
  /// What an action does.
  enum ActionVerb: String, CaseIterable {
    case taint, untaint, cordon, uncordon, scale, rebalance, edit, setFlag, resize, join, leave

    /// The fields it uses, beside those that select clusters.
    var fields: [String] {
      switch self {
      case .taint: ["key", "value", "effect"]
      case .untaint: ["key", "effect"]
      case .cordon, .uncordon, .join, .leave: []
      case .scale: ["workload", "replicas"]
      case .rebalance: ["workload", "createdAt"]
      case .edit: ["workload", "path", "value"]
      case .setFlag: ["flag", "value", "contender"]
      case .resize: ["nodes"]
      }
    }

    /// Whether it is done to clusters.
    var hasTarget: Bool {
      switch self {
      case .taint, .untaint, .cordon, .uncordon, .resize, .join, .leave: true
      case .scale, .rebalance, .edit, .setFlag: false
      }
    }
  }

  func actions(
    _ root: FieldReader, fleet: FleetNames, workloadKeys: Set<String>, contenders: [String],
    horizon: SimulationDuration
  ) -> [ActionDraft] {
    root.mappings("actions", section: "an action").compactMap { reader in
      let target = target(reader)
      check(target, of: "the action", in: fleet, at: reader)
      let at = reader.required("at").flatMap { value.duration($0, "at") }
      let verb = reader.required("do").flatMap { value.word($0, "do", as: ActionVerb.self) }
      var parts = ActionParts(
        key: reader.string("key"), value: reader.node("value"), effect: reader.word("effect", as: Taint.Effect.self),
        workload: reader.string("workload"), replicas: reader.int("replicas", in: 0...ScenarioBounds.replicas),
        path: reader.string("path"), flag: reader.string("flag"), contender: reader.string("contender"),
        nodes: reader.int("nodes", in: 0...ScenarioBounds.nodes), createdAt: reader.duration("createdAt"))
      reader.finish("action")
      if let workload = parts.workload {
        parts.workload = self.workload(workload, among: workloadKeys, at: reader.position(of: "workload"))
      }
      if let contender = parts.contender {
        checkName(contender, among: contenders, what: "contender", at: reader.position(of: "contender"))
      }
      guard let at, let verb else { return nil }
      check(verb, reader)
      warnIfLate(at, horizon: horizon, what: "the action", at: reader)
      warnOfFuture(parts.createdAt, at: at, reader)
      return kind(verb, parts, reader).map { kind in
        let position = reader.position(of: verb == .edit ? "path" : "flag")
        return ActionDraft(
          spec: ActionSpec(at: .zero + at, kind: kind, target: target), value: parts.value, position: position)
      }
    }
  }

  private static let actionFields = [
    "key", "value", "effect", "workload", "replicas", "path", "flag", "contender", "nodes", "createdAt",
  ]

  /// Reports an action to clusters that names none, and fields that `verb` does not use.
  private func check(_ verb: ActionVerb, _ reader: FieldReader) {
    if verb.hasTarget, !Self.selectorKeys.contains(where: reader.has) {
      collector.error(
        .incompleteEntry, at: reader.position, "\(verb.rawValue) names no cluster",
        fix: "add cluster, zone, region, provider, nodePool or labelSelector ({} selects all clusters)")
    }
    let used = verb.fields + (verb.hasTarget ? Self.selectorKeys : [])
    warnIdle((Self.actionFields + Self.selectorKeys).filter { !used.contains($0) }, reader, "on \(verb.rawValue)")
  }

  private struct ActionParts {
    var key: String?
    var value: DocumentNode?
    var effect: Taint.Effect?
    var workload: String?
    var replicas: Int?
    var path: String?
    var flag: String?
    var contender: String?
    var nodes: Int?
    var createdAt: SimulationDuration?
  }

  private func kind(_ verb: ActionVerb, _ parts: ActionParts, _ reader: FieldReader) -> ActionSpec.Kind? {
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
      let text = parts.value.map { value.string($0, "value") ?? "" } ?? ""
      return .taint(Taint(key: key, value: text, effect: parts.effect ?? .noExecute))
    case .untaint: return need(parts.key, "key").map { .untaint(key: $0, effect: parts.effect) }
    case .cordon: return .cordon
    case .uncordon: return .uncordon
    case .join: return .join
    case .leave: return .leave
    case .rebalance:
      return .rebalance(workload: parts.workload, createdAt: parts.createdAt.map { .zero + $0 })
    case .scale:
      guard let workload = need(parts.workload, "workload"), let replicas = need(parts.replicas, "replicas")
      else { return nil }
      return .scale(workload: workload, replicas: replicas)
    case .resize: return need(parts.nodes, "nodes").map { .resize(nodes: $0) }
    case .edit:
      guard let workload = need(parts.workload, "workload"), let path = need(parts.path, "path"),
        let value = need(parts.value, "value"),
        let known = EditPath.canonical(path, at: reader.position(of: "path"), collector)
      else { return nil }
      return .edit(workload: workload, path: known, value: value.flowText)
    case .setFlag:
      guard let flag = need(parts.flag, "flag"), let value = need(parts.value, "value"),
        checkFlag(flag, at: reader.position(of: "flag"))
      else { return nil }
      return .setFlag(contender: parts.contender, flag: flag, value: value.flowText)
    }
  }

  /// Whether a running control plane has a flag of this name.
  private func checkFlag(_ flag: String, at position: SourcePosition) -> Bool {
    let names = ProfileOverride.table.map(\.name)
    guard checkName(flag, among: names, what: "flag", at: position) else { return false }
    guard ProfileOverride.switches.contains(where: { $0.name == flag }) else { return true }
    collector.error(
      .unknownWord, at: position, "\(flag) is a switch of scheduling and cannot change during a run",
      fix: "race two contenders, one with set: {\(flag): ...}")
    return false
  }

  private func warnOfFuture(_ createdAt: SimulationDuration?, at: SimulationDuration, _ reader: FieldReader) {
    guard let createdAt, createdAt > at else { return }
    collector.warning(
      .noEffect, at: reader.position(of: "createdAt"), "createdAt \(createdAt) is after the action at \(at)",
      fix: "make it the action's time or an earlier one")
  }

  /// A workload is named by its key, or by its name when it is in the namespace `default`.
  private func workload(_ name: String, among keys: Set<String>, at position: SourcePosition) -> String {
    if !keys.contains(name), keys.contains("default/\(name)") { return "default/\(name)" }
    if !keys.contains(name) { checkName(name, among: keys.sorted(), what: "workload", at: position) }
    return name
  }
}

/// The fields of a workload that can change while it lives.
enum EditPath {
  static let roots = ["replicas", "intent", "requests", "priority"]

  /// The path as the workload's entry has it; `spec.replicas` of a manifest is `replicas`. Others are reported and nil.
  static func canonical(_ path: String, at position: SourcePosition, _ collector: DiagnosticCollector) -> String? {
    let path = path == "spec.replicas" ? "replicas" : path
    let keys = path.split(separator: ".", omittingEmptySubsequences: false)
    let isBare = path == "replicas" || path == "priority"
    let isUnder = ["intent", "requests"].contains(keys.first.map(String.init) ?? "")
    if isBare || isUnder && keys.allSatisfy({ !$0.isEmpty }) { return path }
    collector.error(
      .unknownPath, at: position, "\"\(path)\" is no field of a workload that can change during a run",
      fix: "write replicas, priority, requests.cpu, requests.memory, or a path that starts with intent.")
    return nil
  }
}

extension DocumentNode {
  /// The value on one line, as YAML's flow style has it.
  var flowText: String {
    switch content {
    case .null: "null"
    case .scalar(let text, let isQuoted): isQuoted ? "\"\(text)\"" : text
    case .sequence(let elements): "[" + elements.map(\.flowText).joined(separator: ", ") + "]"
    case .mapping(let entries): "{" + entries.map { "\($0.key): \($0.value.flowText)" }.joined(separator: ", ") + "}"
    }
  }
}
