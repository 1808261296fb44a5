// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What a failure does to what it strikes: `plane`, `connections`, `slow` and `nodes`.
extension ScenarioContext {
  private enum Lists: String, CaseIterable {
    case answer, hang
  }

  func effect(_ reader: FieldReader) -> FaultEffect {
    let plane = reader.word("plane", as: FailurePlane.self) ?? .all
    let connections = reader.word("connections", as: FailedConnections.self)
    let slowness = reader.mapping("slow", section: "slow").flatMap(slowness)
    if connections != nil, !plane.breaksConnections {
      warnIdle(["connections"], reader, "on the plane \(plane.rawValue), which breaks none")
    }
    if plane != .slow {
      warnIdle(["slow"], reader, "without plane: slow")
    } else if !reader.has("slow") {
      collector.error(
        .incompleteEntry, at: reader.position(of: "plane"), "plane slow does not say how slow",
        fix: "add slow: {latency: 5s, starts: 4, lists: hang}")
    }
    return FaultEffect(plane, connections: connections ?? .refused, slowness: slowness ?? Slowness())
  }

  /// `{latency: 5s, starts: 4, lists: hang}`.
  private func slowness(_ reader: FieldReader) -> Slowness? {
    let latency = reader.duration("latency")
    let factor = reader.double("starts", in: 1...1000)
    let lists = reader.word("lists", as: Lists.self)
    reader.finish("slow")
    let slowness = Slowness(latency: latency ?? .zero, startFactor: factor ?? 1, hangsLists: lists == .hang)
    if slowness == Slowness(), reader.allEntries.allSatisfy({ ["latency", "starts", "lists"].contains($0.key) }),
      !reader.has("latency") || latency != nil, !reader.has("starts") || factor != nil,
      !reader.has("lists") || lists != nil
    {
      collector.error(
        .incompleteEntry, at: reader.position, "slow makes nothing slower",
        fix: "write at least one of latency above 0, starts above 1 and lists: hang")
    }
    return slowness
  }

  /// `0.3`, a share, or `3`, a count.
  func nodeAmount(_ reader: FieldReader) -> NodeAmount? {
    guard let node = reader.node("nodes") else { return nil }
    let fix = "write a share between 0 and 1 such as 0.3, or a whole number such as 3"
    guard case .scalar(let text, false) = node.content, FieldValue.isNumber(text), let number = Double(text) else {
      return value.wrong(node, "nodes", "a number", fix: fix)
    }
    if number > 0, number < 1 { return .share(number) }
    if !text.contains("."), let count = FieldValue.wholeNumber(text), (1...ScenarioBounds.nodes).contains(count) {
      return .count(count)
    }
    collector.error(.outOfRange, at: node.position, "nodes is \(node.summary)", fix: fix)
    return nil
  }

  /// Warns where the plane is one that the units of the failure do not have.
  func checkPlane(
    _ parts: FailureParts, level: FailureProcessSpec.Level?, hits: SharedShock?, at reader: FieldReader
  ) {
    let plane = parts.effect.plane
    let isOfNodes = level == .node || level == .rack || (hits.map { $0.each != .cluster } ?? false)
    if !plane.isOfNodes, isOfNodes || parts.target.nodePool != nil || parts.nodes != nil {
      collector.warning(
        .noEffect, at: reader.position(of: "plane"), "plane \(plane.rawValue) has no effect on single nodes",
        fix: "let whole clusters fail, or write plane: all")
    }
    if parts.nodes != nil, isOfNodes { warnIdle(["nodes"], reader, "on single nodes and racks") }
    guard plane == .agent else { return }
    let pushed = parts.fleet.specs.filter { parts.target.selects($0) && $0.syncMode == .push }.map(\.name)
    guard !pushed.isEmpty else { return }
    let named = pushed.prefix(3).joined(separator: ", ") + (pushed.count > 3 ? " and \(pushed.count - 3) more" : "")
    collector.warning(
      .noEffect, at: reader.position(of: "plane"),
      "plane agent has no effect on \(named): Push members have no agent",
      fix: "give them syncMode: Pull, or write plane: api")
  }
}
