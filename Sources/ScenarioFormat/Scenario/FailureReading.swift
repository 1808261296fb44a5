// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// `failures`.
extension ScenarioContext {
  /// What every form of a failure shares.
  struct FailureParts {
    var entry: Int
    var target: TargetSelector
    var effect: FaultEffect
    var nodes: NodeAmount?
    var hub: HubComponent?
    var fleet: FleetNames
    var horizon: SimulationDuration
  }

  static let selectorKeys = ["cluster", "zone", "region", "provider", "nodePool", "labelSelector"]

  func failures(_ root: FieldReader, fleet: FleetNames, horizon: SimulationDuration) -> [FailureSpec] {
    root.mappings("failures", section: "a failure").enumerated().flatMap { entry, reader in
      let parts = FailureParts(
        entry: entry, target: target(reader), effect: effect(reader), nodes: nodeAmount(reader),
        hub: reader.word("hub", as: HubComponent.self), fleet: fleet, horizon: horizon)
      check(parts.target, of: "the failure", in: fleet, at: reader)
      return failure(reader, parts)
    }
  }

  private func failure(_ reader: FieldReader, _ parts: FailureParts) -> [FailureSpec] {
    let process = reader.mapping("process", section: "process")
    let preset = reader.string("preset")
    let trace = reader.mapping("trace", section: "trace")
    let maintenance = reader.mapping("maintenance", section: "maintenance")
    let at = reader.duration("at")
    let span = reader.has("for") ? positiveDuration(reader, "for") : nil
    _ = reader.node("for")
    let turns = repetitions(reader, at: at ?? .zero)
    reader.finish("failure")
    guard let form = form(reader) else { return [] }
    checkHub(reader, form, process)
    if let process {
      warnIdle(["for", "repeat"], reader, "on a process")
      return self.process(process, parts, at: reader)
    }
    if let preset {
      warnIdle(["for", "repeat"], reader, "on a preset")
      return self.preset(preset, parts, at: reader)
    }
    if let trace {
      warnIdle(Self.selectorKeys + ["for", "repeat", "nodes"], reader, "on a trace")
      return self.trace(trace, parts)
    }
    guard let at else { return [] }
    warnIfLate(at, horizon: parts.horizon, what: "the failure", at: reader)
    if let maintenance {
      warnIdle(["for", "plane", "connections", "slow", "nodes"], reader, "on a maintenance")
      return self.maintenance(maintenance, parts, turns)
    }
    if parts.hub == nil { checkPlane(parts, level: nil, hits: nil, at: reader) }
    // What draws nothing needs no key.
    let isDrawn = parts.nodes != nil || turns.jitter > .zero
    return turns.starts.enumerated().map { turn, start in
      .scripted(
        ScriptedFailureSpec(
          at: .zero + start, span: span, target: parts.target, effect: parts.effect, nodes: parts.nodes,
          hub: parts.hub, jitter: turns.jitter, entry: isDrawn ? parts.entry : 0, occurrence: isDrawn ? turn : 0))
    }
  }

  /// Which form a failure has; nil, with an error, where it has none or several.
  private func form(_ reader: FieldReader) -> String? {
    let forms = ["at", "process", "preset", "trace"].filter(reader.has)
    guard forms.count == 1 else {
      let what =
        forms.isEmpty
        ? "a failure says neither when nor how often" : "a failure says both \(forms[0]) and \(forms[1])"
      collector.error(
        .incompleteEntry, at: reader.position, what, fix: "write one of at, process, preset and trace")
      return nil
    }
    if reader.has("maintenance"), forms[0] != "at" {
      collector.error(
        .incompleteEntry, at: reader.position(of: "maintenance"), "a failure says both maintenance and \(forms[0])",
        fix: "write at beside maintenance")
      return nil
    }
    return forms[0]
  }

  /// The hub is no cluster: what selects clusters excludes it, and what happens to clusters has no effect on it.
  private func checkHub(_ reader: FieldReader, _ form: String, _ process: FieldReader?) {
    guard reader.has("hub") else { return }
    let excluded = Self.selectorKeys + ["maintenance", "preset", "trace"]
    if let other = excluded.first(where: reader.has) {
      collector.error(
        .incompleteEntry, at: reader.position(of: "hub"), "a failure says both hub and \(other)",
        fix: "leave one of them out")
    }
    if let process, !process.has("hub") {
      collector.error(
        .incompleteEntry, at: reader.position(of: "hub"), "hub stands beside a process of something else",
        fix: "write process: {hub: {up: 720h, down: 10m}}, or leave hub out")
    }
    warnIdle(["plane", "connections", "slow", "nodes"], reader, "on the hub")
  }

  /// Warns of each of `keys` that is there and changes nothing.
  func warnIdle(_ keys: [String], _ reader: FieldReader, _ place: String) {
    for key in keys where reader.has(key) {
      collector.warning(
        .noEffect, at: reader.position(of: key), "\(key) has no effect \(place)", fix: "remove it")
    }
  }

  /// When a failure begins, and by how much each begin may move.
  struct Turns {
    var starts: [SimulationDuration]
    var jitter = SimulationDuration.zero
  }

  /// The start and its repetitions: `repeat: {every: 10m, times: 6, jitter: 30s}`.
  private func repetitions(_ reader: FieldReader, at start: SimulationDuration) -> Turns {
    guard let every = reader.mapping("repeat", section: "repeat") else { return Turns(starts: [start]) }
    let span = every.required("every") == nil ? nil : positiveDuration(every, "every")
    let times = every.required("times").flatMap { value.int($0, "times", in: 1...ScenarioBounds.repeats) }
    let jitter = every.duration("jitter") ?? .zero
    every.finish("repeat")
    if jitter > .zero { warnIdle(reader.has("maintenance") ? ["jitter"] : [], every, "on a maintenance") }
    guard let span, let times else { return Turns(starts: [start]) }
    var turns = Turns(starts: [], jitter: jitter)
    for turn in 0..<times {
      let (offset, isTooFar) = span.nanoseconds.multipliedReportingOverflow(by: Int64(turn))
      guard !isTooFar, offset <= FieldValue.longestDuration.nanoseconds else { break }
      turns.starts.append(start + SimulationDuration(nanoseconds: offset))
    }
    return turns
  }

  /// `maintenance: {of: node, drain: 5m, down: 20m, gap: 1m, atOnce: 1}`.
  private func maintenance(_ reader: FieldReader, _ parts: FailureParts, _ turns: Turns) -> [FailureSpec] {
    let unit = reader.required("of").flatMap { value.word($0, "of", as: MaintenanceSpec.Unit.self) }
    let down = reader.required("down") == nil ? nil : positiveDuration(reader, "down")
    let drain = reader.duration("drain") ?? .zero
    let gap = reader.duration("gap") ?? .zero
    let atOnce = reader.int("atOnce", in: 1...ScenarioBounds.nodes) ?? 1
    reader.finish("maintenance")
    guard let unit, let down else { return [] }
    return turns.starts.map { start in
      .maintenance(
        MaintenanceSpec(
          of: unit, at: .zero + start, target: parts.target, drain: drain, down: down, gap: gap, atOnce: atOnce))
    }
  }

  private func preset(_ name: String, _ parts: FailureParts, at reader: FieldReader) -> [FailureSpec] {
    checkName(
      name, among: FailurePreset.catalogue.map(\.name), what: "failure preset", at: reader.position(of: "preset"))
    guard let preset = FailurePreset.preset(named: name) else { return [] }
    checkPlane(parts, level: preset.level, hits: nil, at: reader)
    return [
      .process(
        FailureProcessSpec(
          level: preset.level, target: parts.target, effect: parts.effect, nodes: parts.nodes, up: preset.up,
          down: preset.down, source: "\(preset.name): \(preset.source)"))
    ]
  }

  /// Warns of what starts when the run is over.
  func warnIfLate(_ at: SimulationDuration, horizon: SimulationDuration, what: String, at reader: FieldReader) {
    guard at >= horizon else { return }
    collector.warning(
      .afterHorizon, at: reader.position(of: "at"), "\(what) at \(at) is behind the horizon of \(horizon)",
      fix: "make the horizon longer, or let it start earlier")
  }
}
