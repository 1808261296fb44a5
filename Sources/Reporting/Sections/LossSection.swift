// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Lost replica-hours by cause: a bar for each contender.
struct LossSection: ReportSection {
  let id = "causes"
  let title = LossTable.title

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard let table = LossTable(model) else { return [] }
    let longest = table.rows.map(\.total).max() ?? 0
    let bars = table.rows.map { row in
      StackedBarChart.Bar(
        name: row.contender, note: NumberText.significant(row.total, digits: 3),
        parts: row.hours.enumerated().map { cause, hours in
          let name = LossTable.causes[cause].name
          let share = NumberText.percent(row.total > 0 ? hours / row.total : 0)
          return (PartStyle(index: cause), hours, "\(name): \(NumberText.significant(hours)) replica-h, \(share) %")
        })
    }
    func chart(_ id: String, width: Double, ticks: Int) -> StackedBarChart {
      StackedBarChart(
        id: id, title: title,
        description: "A bar for each contender: replica-hours lost in a run, divided by cause in the legend's order.",
        x: .number(title: "lost replica-hours a run", from: 0, to: longest, count: ticks), bars: bars, width: width,
        partNames: LossTable.causes.map(\.name))
    }
    let picture = FigurePicture(
      layout: .adaptive(
        broad: chart("causes-chart", width: 960, ticks: 8), narrow: chart("causes-narrow", width: 344, ticks: 3)),
      legend: table.shownCauses.map { LegendEntry(PartStyle(index: $0), LossTable.causes[$0].name) })
    let caption =
      "Replica-hours by which demand was missed, mean over the runs; the thin strip shows the same parts as shares. The "
      + "causes add up to the loss exactly: \(table.meanings)."
    return [
      .figure(
        Figure(
          id: "figure-causes", title: "What each contender lost, and to what", caption: caption, picture: picture,
          data: FigureTable(label: "Lost replica-hours by cause", headers: table.headers, rows: table.cells)))
    ]
  }

  func markdown(_ model: ReportModel) -> String? {
    guard let table = LossTable(model) else { return nil }
    return TextTable(headers: table.headers, rows: table.cells).markdown
      + "\nReplica-hours a run. The causes add up to the loss exactly: \(table.meanings).\n"
  }
}
