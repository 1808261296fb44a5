// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What failed, and what each control plane did about it.
struct ActivitySection: ReportSection {
  let id = "activity"
  let title = "What happened"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let table = ActivityTable(model)
    let markup = PageParts.table(
      table.headers, PageParts.cells(table.rows), label: "\(ActivityTable.title), means")
    return [.markup(markup)]
  }

  func markdown(_ model: ReportModel) -> String? {
    let table = ActivityTable(model)
    return TextTable(headers: table.headers, rows: table.rows).markdown
  }
}
