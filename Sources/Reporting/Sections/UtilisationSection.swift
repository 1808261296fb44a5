// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// CPU in use by cluster over the whole run, a heat map for each contender.
struct UtilisationSection: ReportSection {
  let id = "utilisation"
  let title = "Utilisation"
  /// All cells of all panels: what keeps ten contenders of forty clusters within the page's size.
  private static let cellBudget = 14_000

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard let figure = FigureRuns(model) else { return [] }
    let runs = figure.runs.filter { !$0.series.utilisation.isEmpty }
    guard let rowCount = runs.map(\.series.utilisation.count).max() else { return [] }
    let columns = min(96, max(24, Self.cellBudget / (runs.count * rowCount)))
    let x = ChartAxis.time(title: "", from: 0, to: figure.horizon, count: 5)
    let panels = runs.map { run -> (name: String, chart: any FigureChart) in
      let chart = HeatMapChart(
        id: "heat-\(run.index)", title: "Utilisation by cluster, \(run.name)",
        description: "A row for each cluster, time to the right; bright is full. Bars on top, and lines through the "
          + "rows concerned, mark failures.",
        x: x, rows: Self.rows(run.series, end: figure.horizon, columns: columns), spans: PageParts.spans(run.series))
      return (run.name, chart)
    }
    let marksRows = runs.contains { $0.series.faults.contains { !($0.lines ?? []).isEmpty } }
    let caption =
      "\(PageParts.origin(figure)). Requested over allocatable CPU, the whole run. "
      + "Grey is zero: down or empty. Bars on top mark what was failed"
      + (marksRows ? ", lines through a row that it was failed." : ".")
    return [
      .figure(
        Figure(
          id: "figure-utilisation", title: "How full each cluster was", caption: caption,
          picture: FigurePicture(layout: .panels(panels), scale: ShadeScale(id: "heat-legend")),
          data: Self.data(runs, figure)))
    ]
  }

  private static func rows(_ series: RunSeries, end: Double, columns: Int) -> [HeatMapChart.Row] {
    series.utilisation.enumerated().map { place, line in
      HeatMapChart.Row(
        name: line.name, values: StepSampling.means(series.times, line.values, from: 0, to: end, count: columns),
        failures: series.faults.filter { $0.lines?.contains(place) ?? false }.map {
          ChartSpan(from: $0.start, to: $0.end, label: "\($0.label) failed")
        })
    }
  }

  /// Means over the worst episode and over the run, clusters below each other: what the picture shows at a glance.
  private static func data(_ runs: [FigureRuns.Run], _ figure: FigureRuns) -> FigureTable {
    let names = runs.first?.series.utilisation.map(\.name) ?? []
    let spans = [("whole run", 0, figure.horizon)] + (figure.window.fault.map { [("failure", $0.start, $0.end)] } ?? [])
    let rows = names.flatMap { name in
      spans.map { label, start, end in
        [name, label]
          + runs.map { run -> String in
            guard let line = run.series.utilisation.first(where: { $0.name == name }) else { return "-" }
            let mean = StepSampling.means(run.series.times, line.values, from: start, to: end, count: 1)
            return mean.first.map { NumberText.percent($0) } ?? "-"
          }
      }
    }
    return FigureTable(
      label: "Utilisation by cluster, percent", headers: ["mean, %", "over"] + runs.map(\.name), rows: rows,
      textColumns: [1])
  }
}
