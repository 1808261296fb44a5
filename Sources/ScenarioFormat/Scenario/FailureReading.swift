// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// `failures`.
extension ScenarioContext {
  func failures(_ root: FieldReader, fleet: FleetNames, horizon: SimulationDuration) -> [FailureSpec] {
    root.mappings("failures", section: "a failure").flatMap { (reader) -> [FailureSpec] in
      let target = target(reader)
      check(target, of: "the failure", in: fleet, at: reader)
      let plane = reader.word("plane", as: FailurePlane.self) ?? .all
      let process = reader.mapping("process", section: "process")
      let preset = reader.string("preset")
      let at = reader.duration("at")
      let span = reader.has("for") ? positiveDuration(reader, "for") : nil
      _ = reader.node("for")
      let times = repetitions(reader, at: at ?? .zero)
      reader.finish("failure")
      let forms = ["at", "process", "preset"].filter(reader.has)
      guard forms.count == 1 else {
        let what =
          forms.isEmpty
          ? "a failure says neither when nor how often" : "a failure says both \(forms[0]) and \(forms[1])"
        collector.error(
          .incompleteEntry, at: reader.position, what, fix: "write one of at, process and preset")
        return []
      }
      if let process { return self.process(process, target: target, plane: plane) }
      if let preset { return self.preset(preset, target: target, plane: plane, at: reader.position(of: "preset")) }
      guard let at else { return [] }
      warnIfLate(at, horizon: horizon, what: "the failure", at: reader)
      return times.map { .scripted(at: .zero + $0, span: span, target: target, plane: plane) }
    }
  }

  /// The start and its repetitions: `repeat: {every: 10m, times: 6}`.
  private func repetitions(_ reader: FieldReader, at start: SimulationDuration) -> [SimulationDuration] {
    guard let every = reader.mapping("repeat", section: "repeat") else { return [start] }
    let span = every.required("every") == nil ? nil : positiveDuration(every, "every")
    let times = every.required("times").flatMap { value.int($0, "times", in: 1...ScenarioBounds.repeats) }
    every.finish("repeat")
    guard let span, let times else { return [start] }
    var result: [SimulationDuration] = []
    for turn in 0..<times {
      let (offset, isTooFar) = span.nanoseconds.multipliedReportingOverflow(by: Int64(turn))
      guard !isTooFar, offset <= FieldValue.longestDuration.nanoseconds else { break }
      result.append(start + SimulationDuration(nanoseconds: offset))
    }
    return result
  }

  private func process(_ reader: FieldReader, target: TargetSelector, plane: FailurePlane) -> [FailureSpec] {
    let levels = FailureProcessSpec.Level.allCases.filter { reader.node($0.rawValue) != nil }
    let source = reader.string("source")
    reader.finish("process")
    if levels.isEmpty {
      collector.error(
        .incompleteEntry, at: reader.position, "process names no level",
        fix: "write one of \(FailureProcessSpec.Level.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return levels.compactMap { level in
      guard let law = reader.mapping(level.rawValue, section: "the process of each \(level.rawValue)") else {
        return nil
      }
      let up = law.required("up") == nil ? nil : distribution(law, "up")
      let down = law.required("down") == nil ? nil : distribution(law, "down")
      law.finish("upAndDown")
      guard let up, let down else { return nil }
      if up.isAlwaysZero {
        collector.error(
          .spanNotPositive, at: law.position(of: "up"), "the time up is always 0", fix: "write a span above 0")
        return nil
      }
      return .process(
        FailureProcessSpec(level: level, target: target, plane: plane, up: up, down: down, source: source))
    }
  }

  private func preset(
    _ name: String, target: TargetSelector, plane: FailurePlane, at position: SourcePosition
  ) -> [FailureSpec] {
    checkName(name, among: FailurePreset.catalogue.map(\.name), what: "failure preset", at: position)
    guard let preset = FailurePreset.preset(named: name) else { return [] }
    return [
      .process(
        FailureProcessSpec(
          level: preset.level, target: target, plane: plane, up: preset.up, down: preset.down,
          source: "\(preset.name): \(preset.source)"))
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

extension DistributionSpec {
  /// Whether nothing but 0 can come: an alternating process of such times would never end.
  var isAlwaysZero: Bool {
    switch self {
    case .constant(let span): span == .zero
    case .uniform(_, let high): high == .zero
    case .empirical(let spans): spans.allSatisfy { $0 == .zero }
    case .exponential, .weibull, .lognormal, .gamma: false
    }
  }
}
