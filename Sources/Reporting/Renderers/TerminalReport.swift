// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The report on standard output: verdict, ranking, what happened, goals, what is not like for like, the sweep.
public struct TerminalReport: Sendable {
  private let model: ReportModel
  private let bold: Bool

  /// `bold`: with ANSI bold heads.
  public init(_ model: ReportModel, bold: Bool = false) {
    self.model = model
    self.bold = bold
  }

  /// The text; ends in a newline.
  public var text: String {
    [verdict, ranking, losses, activity, goals, sweep, programs, translations, warnings].filter { !$0.isEmpty }.joined(
      separator: "\n")
  }

  private var verdict: String {
    let lines = [model.verdict.sentence] + model.verdict.remarks + [conditions]
    return lines.map { Self.wrapped(PrintableText.line($0), width: 120) + "\n" }.enumerated()
      .map { $0.offset == 0 ? strong($0.element) : $0.element }.joined()
  }

  /// What was raced: without it no number means anything.
  private var conditions: String {
    let manifest = model.manifest
    let summary = manifest.summary.isEmpty ? "" : ": \(manifest.summary)"
    let text = FleetText(manifest)
    return "\(ReportTitle(manifest).text)\(summary). \(text.horizon) over \(text.fleet)."
  }

  private var ranking: String {
    let table = RankingTable(model, withDifference: false)
    let longest = longestName(in: table)
    let rows = table.rows.map { [PrintableText.shortened(PrintableText.line($0[0]), to: longest)] + $0.dropFirst() }
    let text = TextTable(headers: table.headers, rows: rows).plain(bold: bold)
    let over = model.hasSweep ? ", mean over \(model.points.count) sweep points" : ""
    return text + "n = \(ProvenanceLines.count(model.manifest.seeds.count, "seed"))\(over).\n"
  }

  /// How long a contender's name may be for the table to stay within 140 columns.
  private func longestName(in table: RankingTable) -> Int {
    var rest = 0
    for column in table.headers.indices.dropFirst() {
      let heads = table.headers[column].split(separator: "\n").map(\.count).max() ?? 0
      rest += 2 + max(heads, table.rows.map { $0[column].count }.max() ?? 0)
    }
    return max(16, 140 - rest)
  }

  private var losses: String {
    guard let table = LossTable(model) else { return "" }
    let rows = table.cells.map { [PrintableText.shortened(PrintableText.line($0[0]), to: 40)] + $0.dropFirst() }
    return title("\(LossTable.title), replica-hours a run")
      + TextTable(headers: table.headers, rows: rows).plainBlocks(width: 140, bold: bold)
  }

  private var activity: String {
    let table = ActivityTable(model)
    let rows = table.rows.map { [PrintableText.shortened(PrintableText.line($0[0]), to: 40)] + $0.dropFirst() }
    return title(ActivityTable.title)
      + TextTable(headers: table.headers, rows: rows).plainBlocks(width: 140, bold: bold)
  }

  private var goals: String {
    guard !model.goals.isEmpty else { return "" }
    return title("Goals")
      + model.manifest.goals.map { goal in
        let outcomes = model.goals.filter { $0.goal == goal.text }
        let parts = [GoalOutcome.State.met, .missed, .noData].compactMap { state -> String? in
          let names = outcomes.filter { $0.state == state }.map { "\($0.contender) (\($0.reached))" }
          return names.isEmpty ? nil : "\(state.rawValue): \(names.joined(separator: ", "))"
        }
        return Self.wrapped(PrintableText.line("  \(goal.text)  "), width: 120)
          + "\n" + parts.map { Self.wrapped(PrintableText.line("    " + $0), width: 120, indent: 6) + "\n" }.joined()
      }.joined()
  }

  private var sweep: String {
    guard model.hasSweep else { return "" }
    return SweepTable.metrics.compactMap { SweepTable($0, model) }.map { table in
      title("By \(table.sweptPath ?? "sweep point"): \(table.title)")
        + TextTable(headers: table.headers, rows: table.rows).plainBlocks(width: 140, bold: bold)
    }.joined(separator: "\n")
  }

  /// Programs of the user's own, where one had a fault; what they did wrong is wrapped, not cut.
  private var programs: String {
    guard let table = ProgramTable(model), table.hasFaults else { return "" }
    let heads = Array(ProgramTable.headers.dropLast())
    let firsts = table.rows.filter { $0[6] != "-" }.map { row in
      Self.wrapped(PrintableText.line("  \(row[0]): \(row[6])"), width: 120, indent: 4) + "\n"
    }
    return title(ProgramTable.title)
      + TextTable(headers: heads, rows: table.rows.map { Array($0.dropLast()) }).plainBlocks(width: 140, bold: bold)
      + firsts.joined()
  }

  private var translations: String {
    let lines = model.manifest.contenders.compactMap { name -> String? in
      let fields = model.manifest.translations.filter { $0.contender == name }
        .map { "\($0.field) \($0.mark) (\($0.how))" }
      guard !fields.isEmpty else { return nil }
      let line = PrintableText.line("  \(name): " + fields.joined(separator: "; "))
      return Self.wrapped(line, width: 120, indent: 4) + "\n"
    }
    return lines.isEmpty ? "" : title("Not like for like") + lines.joined()
  }

  private var warnings: String {
    ProvenanceLines.warnings(model).map { Self.wrapped(PrintableText.line($0), width: 120) + "\n" }.joined()
  }

  private func title(_ text: String) -> String { strong(PrintableText.line(text) + "\n") }

  private func strong(_ text: String) -> String {
    guard bold else { return text }
    return "\u{1B}[1m" + text.dropLast() + "\u{1B}[0m\n"
  }

  /// `text` broken at spaces, later lines indented.
  static func wrapped(_ text: String, width: Int, indent: Int = 0) -> String {
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " })
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
