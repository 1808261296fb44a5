// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// `trace` of a failure: what went wrong, from a file of comma-separated values.
extension ScenarioContext {
  /// The failures of `trace: {file: failures.csv}`.
  func trace(_ reader: FieldReader, _ parts: FailureParts) -> [FailureSpec] {
    let file = reader.required("file")
    let path = file.flatMap { value.string($0, "file") }
    reader.finish("trace")
    guard let file, let path else { return [] }
    let resolved = resolve(path)
    guard let bytes = files.bytes(ofFile: resolved, askedAt: file.position) else { return [] }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      collector.error(
        .invalidEncoding, at: SourcePosition(file: resolved), "the file is not valid UTF-8", fix: "save it as UTF-8")
      return []
    }
    var trace = FailureTrace(file: resolved, parts: parts, context: self)
    let failures = trace.read(text)
    if trace.lateCount > 0 {
      collector.warning(
        .afterHorizon, at: file.position,
        "\(trace.lateCount) failures of \(path) begin behind the horizon of \(parts.horizon)",
        fix: "make the horizon longer")
    }
    return failures
  }
}

/// Reads one trace: a header `start,end,kind,name[,plane]`, its columns in any order, and a failure per line. Lines may
/// overlap and come in any order; empty ones and those after `#` are skipped.
struct FailureTrace {
  let file: String
  let parts: ScenarioContext.FailureParts
  let context: ScenarioContext
  private(set) var lateCount = 0
  private let nodeCounts: [String: Int]

  private enum Column: String, CaseIterable {
    case start, end, kind, name, plane
  }
  private enum Kind: String, CaseIterable {
    case cluster, zone, region, provider, node
  }
  private struct Field {
    var text: String
    var position: SourcePosition
  }

  init(file: String, parts: ScenarioContext.FailureParts, context: ScenarioContext) {
    self.file = file
    self.parts = parts
    self.context = context
    var counts: [String: Int] = [:]
    for cluster in parts.fleet.specs { counts[cluster.name] = cluster.pools.reduce(0) { $0 + $1.nodeCount } }
    nodeCounts = counts
  }

  private var collector: DiagnosticCollector { context.collector }

  mutating func read(_ text: String) -> [FailureSpec] {
    var columns: [Column]?
    var failures: [FailureSpec] = []
    for (place, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let fields = Self.fields(of: line, file: file, line: place + 1)
      guard !line.allSatisfy(\.isWhitespace), fields.first?.text.hasPrefix("#") != true else { continue }
      guard let known = columns else {
        guard let header = header(fields) else { return [] }
        columns = header
        continue
      }
      if let failure = failure(fields, known) { failures.append(.scripted(failure)) }
    }
    if columns == nil { missing("start,end,kind,name", at: SourcePosition(file: file)) }
    return failures
  }

  /// The fields of a line, without blanks and quotes around them.
  private static func fields(of line: Substring, file: String, line number: Int) -> [Field] {
    var fields: [Field] = []
    var column = 1
    for part in line.split(separator: ",", omittingEmptySubsequences: false) {
      let blanks = part.prefix { $0.isWhitespace || $0 == "\u{FEFF}" }.count
      var text = part.dropFirst(blanks)
      while text.last?.isWhitespace == true { text.removeLast() }
      if text.count >= 2, text.first == "\"", text.last == "\"" { text = text.dropFirst().dropLast() }
      fields.append(
        Field(text: String(text), position: SourcePosition(file: file, line: number, column: column + blanks)))
      column += part.count + 1
    }
    return fields
  }

  private func missing(_ what: String, at position: SourcePosition) {
    collector.error(
      .missingKey, at: position, "the trace has no column \(what)",
      fix: "start it with the line start,end,kind,name or start,end,kind,name,plane")
  }

  private func header(_ fields: [Field]) -> [Column]? {
    var columns: [Column] = []
    for field in fields {
      guard let column = Column(rawValue: field.text) else {
        collector.error(
          .unknownKey, at: field.position, "a trace has no column \"\(field.text)\"",
          fix: Suggestion.hint(for: field.text, among: Column.allCases.map(\.rawValue)))
        return nil
      }
      if columns.contains(column) {
        collector.error(.duplicateKey, at: field.position, "the column \(field.text) is there twice", fix: "remove one")
        return nil
      }
      columns.append(column)
    }
    for column in Column.allCases where column != .plane && !columns.contains(column) {
      missing(column.rawValue, at: fields.first?.position ?? SourcePosition(file: file))
      return nil
    }
    return columns
  }

  /// The failure of one line; nil, with an error for each bad field.
  private mutating func failure(_ fields: [Field], _ columns: [Column]) -> ScriptedFailureSpec? {
    let first = fields.first?.position ?? SourcePosition(file: file)
    guard fields.count == columns.count else {
      collector.error(
        .incompleteEntry, at: first, "the line has \(fields.count) fields and the header \(columns.count)",
        fix: "write one field for each column, an empty one too")
      return nil
    }
    func field(_ column: Column) -> Field? { columns.firstIndex(of: column).map { fields[$0] } }
    guard let start = field(.start), let end = field(.end), let kind = field(.kind), let name = field(.name) else {
      return nil
    }
    let from = time(start, "start")
    let to = end.text.isEmpty ? nil : time(end, "end")
    let target = target(kind, name)
    let plane = plane(field(.plane), kind)
    guard let from, end.text.isEmpty || to != nil, let target, let plane else { return nil }
    if let to, to < from {
      collector.error(
        .reversedBounds, at: end.position, "the end \(to) is before the start \(from)", fix: "exchange them")
      return nil
    }
    if from >= parts.horizon { lateCount += 1 }
    var effect = parts.effect
    effect.plane = plane
    return ScriptedFailureSpec(
      at: .zero + from, span: to.map { $0 - from }, target: target.selector, effect: effect,
      ordinal: target.ordinal)
  }

  /// A span such as `1h30m`, or a number of seconds.
  private func time(_ field: Field, _ name: String) -> SimulationDuration? {
    let span =
      FieldValue.isNumber(field.text)
      ? Double(field.text).map { SimulationDuration(seconds: $0) } : SimulationDuration(parsing: field.text)
    guard let span else {
      collector.error(
        .invalidDuration, at: field.position, "\(name) is \"\(field.text)\", not a time",
        fix: "write seconds, or a span such as 1h30m")
      return nil
    }
    guard span >= .zero, span <= FieldValue.longestDuration else {
      collector.error(
        .outOfRange, at: field.position, "\(name) is \(field.text)", fix: "write a time from 0 to 18250d")
      return nil
    }
    return span
  }

  private func plane(_ field: Field?, _ kind: Field) -> FailurePlane? {
    let fallback = parts.effect.plane
    let plane: FailurePlane
    if let field, !field.text.isEmpty {
      guard let word = FailurePlane(rawValue: field.text) else {
        collector.error(
          .unknownWord, at: field.position, "plane is \(field.text)",
          fix: Suggestion.hint(for: field.text, among: FailurePlane.allCases.map(\.rawValue)))
        return nil
      }
      plane = word
    } else {
      plane = fallback
    }
    let position = field?.position ?? kind.position
    if kind.text == Kind.node.rawValue, !plane.isOfNodes {
      collector.error(
        .unknownWord, at: position, "a node has no plane \(plane.rawValue)", fix: "write all or user")
      return nil
    }
    if plane == .slow, parts.effect.slowness == Slowness() {
      collector.error(
        .incompleteEntry, at: position, "plane slow does not say how slow",
        fix: "write plane: slow and slow: {latency: 5s} beside trace")
      return nil
    }
    return plane
  }

  private func target(_ kind: Field, _ name: Field) -> (selector: TargetSelector, ordinal: Int?)? {
    guard let word = Kind(rawValue: kind.text) else {
      collector.error(
        .unknownWord, at: kind.position, "kind is \(kind.text.isEmpty ? "nothing" : kind.text)",
        fix: Suggestion.hint(for: kind.text, among: Kind.allCases.map(\.rawValue)))
      return nil
    }
    let fleet = parts.fleet
    switch word {
    case .cluster:
      guard isKnown(name.text, fleet.clusters, "cluster", name) else { return nil }
      return (TargetSelector(cluster: name.text), nil)
    case .zone:
      guard isKnown(name.text, fleet.zones, "zone", name) else { return nil }
      return (TargetSelector(zone: name.text), nil)
    case .region:
      guard isKnown(name.text, fleet.regions, "region", name) else { return nil }
      return (TargetSelector(region: name.text), nil)
    case .provider:
      guard isKnown(name.text, fleet.providers, "provider", name) else { return nil }
      return (TargetSelector(provider: name.text), nil)
    case .node: return node(name)
    }
  }

  private func isKnown(_ name: String, _ names: [String], _ what: String, _ field: Field) -> Bool {
    context.checkName(name, among: names, what: what, at: field.position)
  }

  /// `cluster/ordinal`.
  private func node(_ name: Field) -> (selector: TargetSelector, ordinal: Int?)? {
    let parts = name.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let ordinal = Int(parts[1]) else {
      collector.error(
        .wrongType, at: name.position, "\"\(name.text)\" is no node", fix: "write cluster/ordinal, as eu-west-1/0")
      return nil
    }
    guard isKnown(parts[0], self.parts.fleet.clusters, "cluster", name), let count = nodeCounts[parts[0]] else {
      return nil
    }
    guard (0..<count).contains(ordinal) else {
      collector.error(
        .outOfRange, at: name.position, "\(parts[0]) has no node \(ordinal)",
        fix: count > 0 ? "write an ordinal from 0 to \(count - 1)" : "give it nodes")
      return nil
    }
    return (TargetSelector(cluster: parts[0]), ordinal)
  }
}
