// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// `process` of a failure.
extension ScenarioContext {
  private enum HitUnit: String, CaseIterable {
    case node, rack, cluster
  }
  private enum CauseGroup: String, CaseIterable {
    case rack, cluster, zone, region, provider
  }

  func process(_ reader: FieldReader, _ parts: FailureParts, at failure: FieldReader) -> [FailureSpec] {
    let levels = FailureProcessSpec.Level.allCases.filter { reader.node($0.rawValue) != nil }
    let source = reader.string("source")
    let rackNodes = reader.int("rackNodes", in: 1...ScenarioBounds.nodes) ?? FailureProcessSpec.defaultRackNodes
    let cause = reader.mapping("commonCause", section: "commonCause").flatMap(commonCause)
    reader.finish("process")
    if levels.isEmpty {
      collector.error(
        .incompleteEntry, at: reader.position, "process names no level",
        fix: "write one of \(FailureProcessSpec.Level.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    if cause != nil, !levels.contains(.node), !levels.contains(.cluster), !levels.isEmpty {
      collector.error(
        .incompleteEntry, at: reader.position(of: "commonCause"), "commonCause stands beside no node or cluster",
        fix: "write node: {up: ..., down: ...} or cluster: {up: ..., down: ...} beside it")
    }
    return levels.compactMap { level in
      guard let law = reader.mapping(level.rawValue, section: "the process of each \(level.rawValue)") else {
        return nil
      }
      let up = law.required("up") == nil ? nil : distribution(law, "up")
      let down = law.required("down") == nil ? nil : distribution(law, "down")
      let hits = law.mapping("hits", section: "hits").flatMap { self.hits($0, of: level) }
      law.finish("upAndDown")
      guard let up, let down, checkUp(up, law) else { return nil }
      if level != .hub { checkPlane(parts, level: level, hits: hits, at: failure) }
      let isShared = level == .node || level == .cluster
      if let cause, isShared, !cause.group.contains(level) {
        collector.error(
          .unknownWord, at: reader.position(of: "commonCause"),
          "group is \(cause.group.rawValue), which does not hold each \(level.rawValue)",
          fix: "write a larger group, such as region")
        return nil
      }
      return .process(
        FailureProcessSpec(
          level: level, target: parts.target, effect: parts.effect, nodes: level == .node ? nil : parts.nodes,
          up: up, down: down, rackNodes: rackNodes, hits: hits, commonCause: isShared ? cause : nil,
          hub: parts.hub ?? .all, source: source))
    }
  }

  /// Whether a law of times up lets time pass.
  private func checkUp(_ up: DistributionSpec, _ law: FieldReader) -> Bool {
    if up.isAlwaysZero {
      collector.error(
        .spanNotPositive, at: law.position(of: "up"), "the time up is always 0", fix: "write a span above 0")
      return false
    }
    if up.typicalSpan < .seconds(1) {
      collector.error(
        .outOfRange, at: law.position(of: "up"), "the time up is \(up.typicalSpan) or so",
        fix: "write a law whose times are 1s or more")
      return false
    }
    return true
  }

  /// `{each: cluster, share: 0.3}`.
  private func hits(_ reader: FieldReader, of level: FailureProcessSpec.Level) -> SharedShock? {
    let word = reader.required("each").flatMap { value.word($0, "each", as: HitUnit.self) }
    let share = reader.required("share").flatMap { value.double($0, "share", in: 0.000_001...1) }
    reader.finish("hits")
    guard let word, let share, let each = FailureProcessSpec.Level(rawValue: word.rawValue) else { return nil }
    guard level.contains(each) else {
      let parts = HitUnit.allCases.filter {
        FailureProcessSpec.Level(rawValue: $0.rawValue).map(level.contains) ?? false
      }
      collector.error(
        .unknownWord, at: reader.position(of: "each"),
        "each is \(word.rawValue), which is no part of a \(level.rawValue)",
        fix: parts.isEmpty ? "leave hits out" : "write \(parts.map(\.rawValue).joined(separator: " or "))")
      return nil
    }
    return SharedShock(each: each, share: share)
  }

  /// `{beta: 0.37, group: rack}`.
  private func commonCause(_ reader: FieldReader) -> CommonCause? {
    let beta = reader.required("beta").flatMap { value.double($0, "beta", in: 0...1) }
    let word = reader.required("group").flatMap { value.word($0, "group", as: CauseGroup.self) }
    reader.finish("commonCause")
    guard let beta, let word, let group = FailureProcessSpec.Level(rawValue: word.rawValue) else { return nil }
    return CommonCause(beta: beta, group: group)
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

  /// A span of the size of those that come; never above the mean by more than the law's own spread.
  var typicalSpan: SimulationDuration {
    switch self {
    case .constant(let span): span
    case .exponential(let mean): mean
    case .weibull(_, let scale): scale
    case .lognormal(let median, _): median
    case .gamma(let shape, let scale): SimulationDuration(seconds: shape * scale.seconds)
    case .uniform(_, let high): SimulationDuration(nanoseconds: high.nanoseconds / 2)
    // Spans are ascending: one long one among many of 0 is enough to let time pass.
    case .empirical(let spans):
      SimulationDuration(nanoseconds: (spans.last ?? .zero).nanoseconds / Int64(max(spans.count, 1)))
    }
  }
}
