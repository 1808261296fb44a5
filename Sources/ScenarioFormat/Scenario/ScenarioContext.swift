// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What the readers of a scenario's parts share.
final class ScenarioContext {
  let collector: DiagnosticCollector
  let value: FieldValue
  /// The folder that relative paths in the scenario start from; empty: the working folder.
  let folder: String
  let files: InputFiles
  /// Where a workload first has a priority.
  var firstPriority: SourcePosition?
  /// Fields that are used and not simulated yet, in the order met, each once.
  private(set) var unsimulated: [String] = []
  private var firstUnsimulated: SourcePosition?

  init(collector: DiagnosticCollector, folder: String, limits: DocumentLimits) {
    self.collector = collector
    self.folder = folder
    value = FieldValue(collector)
    files = InputFiles(limits: limits, collector: collector)
  }

  /// Remembers a field that is accepted and not simulated.
  func noteUnsimulated(_ field: String, at position: SourcePosition) {
    if firstUnsimulated == nil { firstUnsimulated = position }
    if !unsimulated.contains(field) { unsimulated.append(field) }
  }

  /// Priorities are heeded by Karmada's prioritised queue alone; warns where no contender has it.
  func checkPriorities(_ drafts: [ContenderDraft]?) {
    guard let firstPriority, !(drafts ?? []).contains(where: { $0.profile.scheduling.queue == .prioritised }) else {
      return
    }
    noteUnsimulated("workloads.priority without set: {schedulerQueue: prioritised}", at: firstPriority)
  }

  /// Says all of them in one warning.
  func warnOfUnsimulated() {
    guard let firstUnsimulated else { return }
    collector.warning(
      .notSimulated, at: firstUnsimulated,
      "accepted and not simulated yet: \(unsimulated.joined(separator: ", "))", fix: "results do not reflect them")
  }

  /// `path` as seen from the working folder.
  func resolve(_ path: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  /// A span above zero; others are reported and nil.
  func positiveDuration(_ reader: FieldReader, _ key: String) -> SimulationDuration? {
    guard let duration = reader.duration(key) else { return nil }
    if duration > .zero { return duration }
    collector.error(
      .spanNotPositive, at: reader.position(of: key), "\(key) is 0", fix: "write a span above 0, such as 10s")
    return nil
  }

  /// A span of `least` or more; others are reported and nil. For what happens again and again: a run with an event in
  /// every nanosecond never ends.
  func duration(_ reader: FieldReader, _ key: String, atLeast least: SimulationDuration) -> SimulationDuration? {
    guard let duration = positiveDuration(reader, key) else { return nil }
    if duration >= least { return duration }
    collector.error(
      .outOfRange, at: reader.position(of: key), "\(key) is \(duration)", fix: "write a span of at least \(least)")
    return nil
  }

  /// Reports a name that is not among `names`; true where it is.
  @discardableResult
  func checkName(_ name: String, among names: [String], what: String, at position: SourcePosition) -> Bool {
    if names.contains(name) { return true }
    collector.error(
      .unknownName, at: position, "there is no \(what) \"\(name)\"",
      fix: Suggestion.hint(for: name, among: names, otherwise: "there is none at all"))
    return false
  }
}

/// What every count of a scenario is bounded by, so that no sum of them leaves 64 bits unnoticed.
enum ScenarioBounds {
  static let replicas = 100_000_000
  static let workloads = 1_000_000
  static let clusters = 100_000
  static let nodes = 1_000_000
  static let repeats = 100_000
  /// The largest total of one resource.
  static let total = Int128(Int64.max) / 2
}
