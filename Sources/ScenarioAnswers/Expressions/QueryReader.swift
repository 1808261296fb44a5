// SPDX-License-Identifier: GPL-3.0-or-later

import FailoverAnalysis
import FederationModel
import Quantities
import Results
import RunMetrics
import ScenarioFormat

/// Looks up what expressions name. A fault is reported and makes the expression nil; the others are read all the same.
struct QueryReader {
  let names: NameTable

  /// The expression with its names looked up.
  func resolve(_ expression: Expression) -> ResolvedExpression? {
    switch expression {
    case .number(let number): return .number(number)
    case .negated(let inner): return resolve(inner).map { .negated($0) }
    case .sum(let left, let right): return both(left, right).map { .sum($0, $1) }
    case .difference(let left, let right): return both(left, right).map { .difference($0, $1) }
    case .product(let left, let right): return both(left, right).map { .product($0, $1) }
    case .quotient(let left, let right): return both(left, right).map { .quotient($0, $1) }
    case .call(let call): return query(call).map { .query($0) }
    }
  }

  private func both(_ left: Expression, _ right: Expression) -> (ResolvedExpression, ResolvedExpression)? {
    let first = resolve(left)
    let second = resolve(right)
    guard let first, let second else { return nil }
    return (first, second)
  }

  /// What each question takes: how many words without a label first, and which labels.
  private static let forms: [(name: String, words: [String], labels: [String])] = [
    ("metric", ["METRIC", "CONTENDER"], ["point"]),
    ("assigned", ["CONTENDER"], ["cluster", "workload", "at", "point"]),
    ("ready", ["CONTENDER"], ["cluster", "workload", "at", "point"]),
    ("pending", ["CONTENDER"], ["cluster", "workload", "at", "point"]),
    ("clusters", ["CONTENDER"], ["workload", "at", "point"]),
    ("when", ["PHASE", "CONTENDER"], ["cluster", "workload", "after", "point"]),
    ("low", ["CONTENDER"], ["cluster", "workload", "after", "until", "point"]),
    ("peak", ["CONTENDER"], ["cluster", "workload", "after", "until", "point"]),
    ("lint", ["CODE", "CONTENDER"], ["cluster", "workload", "point"]),
  ]

  private func query(_ call: Expression.Call) -> Query? {
    guard let form = Self.forms.first(where: { $0.name == call.name.text }) else {
      names.report(
        call.name, "there is no question \"\(call.name.text)\"",
        fix: "there are: \(Self.forms.map(\.name).joined(separator: ", "))")
      return nil
    }
    let plain = call.arguments.prefix { $0.label == nil }.map(\.value)
    guard plain.count == form.words.count, let contender = plain.last.flatMap(names.contender) else {
      if plain.count != form.words.count { reportShape(call, form.words, form.labels) }
      return nil
    }
    var labelled: [String: Located] = [:]
    for argument in call.arguments.dropFirst(plain.count) {
      guard let label = argument.label, form.labels.contains(label.text), labelled[label.text] == nil else {
        reportShape(call, form.words, form.labels)
        return nil
      }
      labelled[label.text] = argument.value
    }
    guard let point = names.point(labelled["point"], at: call.name.place) else { return nil }
    let place = RunPlace(point: point, contender: contender)
    return QueryReader(names: names.at(point)).query(call, plain, labelled, at: place)
  }

  private func reportShape(_ call: Expression.Call, _ words: [String], _ labels: [String]) {
    let form = (words + labels.map { "\($0): ..." }).joined(separator: ", ")
    names.report(
      call.name, "the arguments of \(call.name.text) are not those it takes", fix: "write \(call.name.text)(\(form))")
  }

  private func query(
    _ call: Expression.Call, _ plain: [Located], _ labelled: [String: Located], at place: RunPlace
  ) -> Query? {
    // Everything named is looked up before anything is given up.
    let cluster = optional(labelled["cluster"], names.cluster)
    let workload = optional(labelled["workload"], names.workload)
    let at = optional(labelled["at"], names.time)
    let after = optional(labelled["after"], names.time)
    let until = optional(labelled["until"], names.time)
    guard let cluster, let workload, let at, let after, let until else { return nil }
    func track(_ quantity: PlacementTrack.Quantity) -> PlacementTrack {
      PlacementTrack(quantity, workload: workload, cluster: cluster)
    }
    switch call.name.text {
    case "metric": return names.metric(plain[0]).map { .metric($0.id, place) }
    case "assigned": return .level(track(.assigned), place, at: at)
    case "ready": return .level(track(.ready), place, at: at)
    case "pending": return .level(track(.pending), place, at: at)
    case "clusters": return .level(track(.assignedClusters), place, at: at)
    case "low", "peak":
      return .extreme(
        track(.ready), place, from: after ?? .zero, to: until ?? .zero + names.scenario.horizon,
        isLow: call.name.text == "low")
    case "when": return moment(plain[0], cluster, workload, place, after: after ?? .zero)
    default: return finding(call, plain[0], cluster, workload, place)
    }
  }

  /// Nothing where nothing is written; nil where what is written is wrong.
  private func optional<Value>(_ text: Located?, _ read: (Located) -> Value?) -> Value?? {
    guard let text else { return .some(nil) }
    guard let value = read(text) else { return nil }
    return .some(value)
  }

  // MARK: - when

  private static let phases: [(name: String, quantity: PlacementTrack.Quantity, change: Query.Change)] = [
    ("notReady", .believedReady, .toNo), ("ready", .believedReady, .toYes), ("evicted", .evictions, .growth),
    ("assigned", .assigned, .fromNone), ("unassigned", .assigned, .toNone),
  ]

  private func moment(
    _ phase: Located, _ cluster: Int?, _ workload: Int?, _ place: RunPlace, after: SimulationTime
  ) -> Query? {
    guard let index = names.place(phase, in: Self.phases.map(\.name), what: "phase") else { return nil }
    let known = Self.phases[index]
    let clusters = cluster.map { [$0] } ?? Array(names.scenario.fleet.clusters.indices)
    let tracks = clusters.map { cluster in
      PlacementTrack(
        known.quantity, workload: known.quantity == .believedReady ? nil : workload, cluster: cluster)
    }
    return .moment(tracks, known.change, place, after: after)
  }

  // MARK: - lint

  private func finding(
    _ call: Expression.Call, _ code: Located, _ cluster: Int?, _ workload: Int?, _ place: RunPlace
  ) -> Query? {
    let codes = LintCode.catalogue.map(\.name)
    guard names.place(code, in: codes, what: "finding", hint: "docs/guides/explain-failover.md") != nil else {
      return nil
    }
    guard let cluster else {
      names.report(call.name, "lint does not say which cluster is lost", fix: "write cluster: NAME")
      return nil
    }
    return .finding(
      code: code.unquoted.text, place, cluster: cluster,
      workload: workload.map { names.scenario.workloads[$0].key })
  }
}
