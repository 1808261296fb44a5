// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Quantities
import Results
import ScenarioFormat

/// Looks names of a document up in the scenario; what is not there is reported where it is written.
struct NameTable {
  /// The scenario in which names are looked up: that of the sweep point at hand.
  private(set) var scenario: Scenario
  let scenarios: [Scenario]
  let points: [SweepPoint]
  let markdown: MarkdownText
  let collector: DiagnosticCollector

  init(scenarios: [Scenario], points: [SweepPoint], markdown: MarkdownText, collector: DiagnosticCollector) {
    scenario = scenarios[0]
    self.scenarios = scenarios
    self.points = points
    self.markdown = markdown
    self.collector = collector
  }

  /// The names as they are at a point of the sweep.
  func at(_ point: Int) -> NameTable {
    var table = self
    table.scenario = scenarios[point]
    return table
  }

  func report(_ name: Located, _ what: String, fix: String) {
    collector.error(.unknownAnswerName, at: markdown.position(of: name.place), what, fix: fix)
  }

  func contender(_ name: Located) -> Int? { place(name, in: scenario.contenders.map(\.name), what: "contender") }

  func cluster(_ name: Located) -> Int? { place(name, in: scenario.fleet.clusters.map(\.name), what: "cluster") }

  func workload(_ name: Located) -> Int? {
    place(name, in: scenario.workloads.map(\.key), what: "workload (as namespace/name)")
  }

  func metric(_ name: Located) -> MetricDescriptor? {
    guard let place = place(name, in: MetricCatalog.metrics.map(\.id), what: "metric", hint: "`regatta list metrics`")
    else { return nil }
    return MetricCatalog.metrics[place]
  }

  /// A place in the run, within its horizon.
  func time(_ text: Located) -> SimulationTime? {
    guard let span = SimulationDuration(parsing: text.unquoted.text) else {
      report(text, "\"\(text.text)\" is no time", fix: "write it as 20m or 1h30m, from the start of the run")
      return nil
    }
    guard span <= scenario.horizon else {
      report(text, "\(span) is beyond the end of the run", fix: "the horizon is \(scenario.horizon)")
      return nil
    }
    return .zero + span
  }

  /// The sweep point that `text` names; without a text the only one.
  func point(_ text: Located?, at place: Int) -> Int? {
    guard let text = text?.unquoted else {
      if points.count == 1 { return 0 }
      missingPoint("the document sweeps, and this does not say which point it means", at: place)
      return nil
    }
    let wanted = Set(text.split(",").map(\.text))
    let found = points.firstIndex { Set($0.settings.map { "\($0.path)=\($0.value)" }) == wanted }
    if found == nil { missingPoint("\"\(text.text)\" is no point of the sweep", at: text.place) }
    return found
  }

  private func missingPoint(_ what: String, at place: Int) {
    let known = points.map { $0.settings.map { "\($0.path)=\($0.value)" }.joined(separator: ", ") }
    let fix =
      points.count == 1
      ? "name the swept path and values first: <!-- regatta run sweep: PATH=A,B,C -->"
      : "write point: \"\(known[0])\"; there are: \(known.joined(separator: " | "))"
    collector.error(.missingSweepPoint, at: markdown.position(of: place), what, fix: fix)
  }

  /// Names with commas between them as places; nil where one is unknown.
  func list<Value>(_ text: Located, _ read: (Located) -> Value?) -> [Value]? {
    let values = text.split(",").map(read)
    return values.contains { $0 == nil } ? nil : values.compactMap { $0 }
  }

  /// The place of a name among `names`.
  func place(_ name: Located, in names: [String], what: String, hint: String? = nil) -> Int? {
    let wanted = name.unquoted.text
    if let place = names.firstIndex(of: wanted) { return place }
    let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", ... (\(names.count))" : "")
    report(name, "there is no \(what) \"\(wanted)\"", fix: hint.map { "see \($0)" } ?? "there are: \(shown)")
    return nil
  }
}
