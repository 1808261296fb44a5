// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import ScenarioFormat

/// The options of a table or a picture with their names looked up.
struct BlockOptions {
  /// The point of the sweep; 0 where the block shows all points.
  private(set) var point = 0
  private(set) var workload: Int?
  /// What the picture and its axis are called, in the document's own words.
  private(set) var title: String?
  private(set) var axis: String?
  /// The contenders to show, in the order wished; all in the scenario's order otherwise.
  private(set) var contenders: [Int] = []
  /// The time to show.
  private(set) var from: SimulationTime = .zero
  private(set) var until: SimulationTime = .distantFuture

  /// Reads the options of `request`, of which only `allowed` ones make sense. Nil when one is wrong; that is reported.
  init?(_ request: AnswerDocument.Request, allowed: [String], names: NameTable) {
    var found: [String: Located] = [:]
    var isWhole = true
    for (key, value) in request.options {
      if allowed.contains(key.text), found[key.text] == nil {
        found[key.text] = value
      } else {
        let known = allowed.isEmpty ? "it takes none" : "it takes each once: \(allowed.joined(separator: ", "))"
        names.report(key, "\(request.kind.text) does not take \"\(key.text)\" here", fix: known)
        isWhole = false
      }
    }
    if allowed.contains("point") {
      if let point = names.point(found["point"], at: request.place) { self.point = point } else { isWhole = false }
    }
    let names = names.at(point)
    func read<Value>(_ key: String, _ look: (Located) -> Value?) -> Value? {
      guard let text = found[key] else { return nil }
      let value = look(text)
      if value == nil { isWhole = false }
      return value
    }
    workload = read("workload", names.workload)
    contenders =
      read("contenders") { names.list($0, names.contender) } ?? Array(names.scenario.contenders.indices)
    title = found["title"]?.unquoted.text
    axis = found["axis"]?.unquoted.text
    from = read("from", names.time) ?? .zero
    until = read("until", names.time) ?? .zero + names.scenario.horizon
    if from >= until, isWhole {
      names.report(request.kind, "the time to show is empty", fix: "let from be before until")
      isWhole = false
    }
    guard isWhole else { return nil }
  }
}
