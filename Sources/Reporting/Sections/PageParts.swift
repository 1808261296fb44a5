// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Pieces that several sections of a page are made of.
enum PageParts {
  /// A table that scrolls in its own box; columns but the first are numbers unless said otherwise.
  static func table(
    _ headers: [String], _ rows: [[Markup]], label: String, textColumns: Set<Int> = [], strongRow: Int? = nil
  ) -> Markup {
    let heads = headers.enumerated().map { index, header -> Markup in
      "<th scope=\"col\"\(kind(index, textColumns))>\(lines(header))</th>"
    }
    let body = rows.enumerated().map { row, cells -> Markup in
      let parts = cells.enumerated().map { index, cell -> Markup in
        index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td\(kind(index, textColumns))>\(cell)</td>"
      }
      return "<tr\(row == strongRow ? Markup(" class=\"first\"") : "")>\(parts)</tr>\n"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(label)"><table><caption>\(label)</caption><thead><tr>\(heads)</tr></thead>
      <tbody>\(body)</tbody></table></div>

      """
  }

  /// As it is up to twelve rows, folded beyond.
  static func foldedIfLong(_ table: Markup, rows: Int, summary: String) -> Markup {
    rows <= 12
      ? table : "<details><summary>\(summary), \(NumberText.grouped(rows)) rows</summary>\n\(table)</details>\n"
  }

  static func cells(_ rows: [[String]]) -> [[Markup]] { rows.map { $0.map(lines) } }

  /// Text with a break for each line break.
  static func lines(_ text: String) -> Markup {
    Markup(joining: text.split(separator: "\n").map { "\(String($0))" }, separator: "<br>")
  }

  /// A command that breaks between an option and the next alone.
  static func command(_ arguments: [String]) -> Markup {
    var parts: [[String]] = []
    for (place, argument) in arguments.enumerated() {
      let isValue = place > 0 && arguments[place - 1].hasPrefix("--") && !argument.hasPrefix("--")
      if isValue, !parts.isEmpty { parts[parts.count - 1].append(argument) } else { parts.append([argument]) }
    }
    let spans = parts.map { Markup("<span>\(ProvenanceLines.command($0))</span>") }
    return "<code class=\"command\">\(Markup(joining: spans, separator: " "))</code>"
  }

  /// Where and when the drawn runs are from, in words.
  static func origin(_ runs: FigureRuns) -> String {
    let seeds = ProvenanceLines.ranges(Set(runs.runs.map(\.seed)).sorted())
    return "Seed \(seeds)"
      + (runs.pointLabel.isEmpty ? "" : ", at \(runs.pointLabel), where the contenders differ most")
  }

  /// What a window shows, in words.
  static func episode(_ window: FigureRuns.Window) -> String {
    guard let fault = window.fault else { return "the whole run." }
    let times = "\(NumberText.axisDuration(fault.start)) to \(NumberText.axisDuration(fault.end))"
    let plane = fault.plane == "all" ? "" : ", plane \(fault.plane)"
    return "\(fault.label) failed from \(times)\(plane) (shaded), shown with up to half its length on either side."
  }

  /// What was failed, as spans to shade; those that overlap are one.
  static func spans(_ series: RunSeries) -> [ChartSpan] {
    var groups: [(from: Double, to: Double, labels: [String])] = []
    for fault in series.faults.sorted(by: { ($0.start, $0.end, $0.label) < ($1.start, $1.end, $1.label) }) {
      if let last = groups.last, fault.start <= last.to {
        groups[groups.count - 1].to = max(last.to, fault.end)
        if !last.labels.contains(fault.label) { groups[groups.count - 1].labels.append(fault.label) }
      } else {
        groups.append((fault.start, fault.end, [fault.label]))
      }
    }
    return groups.map { group in
      let label = group.labels.count <= 2 ? group.labels.joined(separator: ", ") : "\(group.labels.count) parts"
      return ChartSpan(from: group.from, to: group.to, label: "\(label) failed")
    }
  }

  private static func kind(_ column: Int, _ textColumns: Set<Int>) -> Markup {
    column > 0 && !textColumns.contains(column) ? " class=\"n\"" : ""
  }
}
