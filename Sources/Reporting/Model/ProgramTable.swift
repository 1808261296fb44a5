// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// How the contenders behaved that are programs of the user's own.
struct ProgramTable {
  static let title = "Scheduler programs"
  static let headers = [
    "contender", "program", "questions\na run", "faults", "faulty\nruns", "disqualified\nin", "what went wrong first",
  ]

  let rows: [[String]]
  /// Whether any of them had a fault.
  let hasFaults: Bool

  /// Nil where every contender is built in.
  init?(_ model: ReportModel) {
    var hasFaults = false
    let rows = model.ranked.compactMap { contender -> [String]? in
      let conducts = contender.conducts
      guard !conducts.isEmpty else { return nil }
      let calls = conducts.reduce(0) { $0 + $1.calls } / conducts.count
      let faults = conducts.reduce(0) { $0 + $1.faultCount }
      if faults > 0 { hasFaults = true }
      let first = conducts.lazy.flatMap(\.faults).first
      let names = conducts.map(\.program).filter { !$0.isEmpty }
      let chance = conducts.contains { !$0.isDeterministic } ? "; answers by chance" : ""
      return [
        contender.name, (names.first ?? "never said its name") + chance, NumberText.grouped(calls),
        NumberText.grouped(faults),
        "\(conducts.count { $0.faultCount > 0 }) of \(conducts.count)",
        "\(conducts.count { $0.disqualifiedAtSeconds != nil }) of \(conducts.count)",
        first.map { "\($0.kind): \($0.first)" } ?? "-",
      ]
    }
    guard !rows.isEmpty else { return nil }
    self.rows = rows
    self.hasFaults = hasFaults
  }
}

extension ContenderResult {
  /// How its program behaved in each run; empty for what is built in.
  var conducts: [SchedulerConduct] { runs.compactMap { $0.detail?.scheduler } }

  /// Whether its program was disqualified in any run: what it then held was not decided.
  var isDisqualified: Bool { conducts.contains { $0.disqualifiedAtSeconds != nil } }
}
