// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The runs that lost most, and the command that repeats each.
struct WorstSeedsSection: ReportSection {
  let id = "seeds"
  let title = "Worst seeds"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let worst = Self.worst(model)
    guard !worst.isEmpty else { return [] }
    let headers = Self.headers(model)
    let rows = worst.flatMap { seeds in
      seeds.rows.map { row -> [Markup] in
        Self.cells(seeds.contender, row, model).map { "\($0)" }
          + [row.command.map(PageParts.command) ?? "-"]
      }
    }
    let table = PageParts.table(
      headers + ["command that repeats it"], rows, label: "Worst seeds by contender",
      textColumns: Set([headers.count - 1, headers.count] + (model.hasSweep ? [2] : [])))
    let folded = PageParts.foldedIfLong(table, rows: rows.count, summary: "Worst seeds of each contender")
    return [.markup("<p>\(Self.note)</p>\n\(folded)")]
  }

  func markdown(_ model: ReportModel) -> String? {
    let worst = Self.worst(model)
    guard !worst.isEmpty else { return nil }
    let rows = worst.flatMap { seeds in seeds.rows.map { Self.cells(seeds.contender, $0, model) } }
    var text = TextTable(headers: Self.headers(model), rows: rows).markdown
    if let command = worst.lazy.flatMap(\.rows).compactMap(\.command).first {
      text += "\nThe first again: \(PrintableText.markdown(ProvenanceLines.command(command)))\n"
    }
    return text
  }

  private static let note =
    "Up to three runs of each contender that lost most. Each command makes that run alone, with its series, into a "
    + "folder of its own."

  private static func worst(_ model: ReportModel) -> [WorstSeeds] {
    model.ranked.compactMap { WorstSeeds($0, model.manifest) }
  }

  private static func headers(_ model: ReportModel) -> [String] {
    ["contender", "seed"] + (model.hasSweep ? ["at"] : [])
      + ["lost\nreplica-h", "availability\n%", "worst workload"]
  }

  private static func cells(_ contender: String, _ row: WorstSeeds.Row, _ model: ReportModel) -> [String] {
    let availability = row.availability.map {
      NumberText.percent($0, decimals: NumberText.percentDecimals([$0]))
    }
    return [contender, "\(row.key.seed)"] + (model.hasSweep ? [RunKey.label(of: row.key.sweep)] : [])
      + [
        NumberText.significant(row.lostReplicaHours, digits: 3), availability ?? NumberText.noData,
        row.workload ?? "-",
      ]
  }
}
