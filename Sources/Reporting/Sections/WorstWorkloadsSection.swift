// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The workloads on which each contender lost most.
struct WorstWorkloadsSection: ReportSection {
  let id = "workloads"
  let title = "Worst workloads"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let rows = rows(model, repeatsNames: true)
    guard !rows.isEmpty else { return [] }
    let table = PageParts.table(
      Self.headers, PageParts.cells(rows), label: "Worst workloads by contender", textColumns: [1])
    let folded = PageParts.foldedIfLong(table, rows: rows.count, summary: "Worst workloads of each contender")
    return [.markup("<p>\(Self.note)</p>\n\(folded)")]
  }

  func markdown(_ model: ReportModel) -> String? {
    let rows = rows(model, repeatsNames: false)
    guard !rows.isEmpty else { return nil }
    return TextTable(headers: Self.headers, rows: rows).markdown + "\n" + Self.note + "\n"
  }

  private static let headers = ["contender", "workload", "lost replica-h a run", "availability %"]
  private static let note =
    "Up to three for each contender, by lost replica-time a run; of the ten worst that each run names."

  /// `repeatsNames`: in every row, so that rows can be sorted.
  private func rows(_ model: ReportModel, repeatsNames: Bool) -> [[String]] {
    model.ranked.compactMap { WorstWorkloads($0) }.flatMap { worst in
      worst.rows.enumerated().map { index, row in
        [
          index == 0 || repeatsNames ? worst.contender : "", row.workload,
          NumberText.significant(row.lostReplicaHours, digits: 3),
          NumberText.percent(row.availability, decimals: NumberText.percentDecimals([row.availability])),
        ]
      }
    }
  }
}
