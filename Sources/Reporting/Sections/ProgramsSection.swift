// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Contenders that are programs of the user's own: what they were asked and what they did wrong.
struct ProgramsSection: ReportSection {
  let id = "programs"
  let title = ProgramTable.title

  private static let note =
    "A reply that is wrong is refused whole, and what was assigned before stays. After too many faults in a run a program "
    + "is disqualified for that run: nothing is asked and nothing moves any more. A contender that was disqualified in any "
    + "run ranks last."

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard let table = ProgramTable(model) else { return [] }
    let text = PageParts.table(
      ProgramTable.headers, PageParts.cells(table.rows), label: title, textColumns: [1, 6])
    return [.markup("<p>\(Self.note)</p>\n\(text)")]
  }

  func markdown(_ model: ReportModel) -> String? {
    ProgramTable(model).map { TextTable(headers: ProgramTable.headers, rows: $0.rows).markdown + "\n\(Self.note)\n" }
  }
}
