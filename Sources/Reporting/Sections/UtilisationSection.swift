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

  /// Means over the run and over the worst failure, a row for each contender and cluster: what the picture shows at a
  /// glance.
  private static func data(_ runs: [FigureRuns.Run], _ figure: FigureRuns) -> FigureTable {
    let fault = figure.window.fault
    let rows = runs.flatMap { run in
      run.series.utilisation.map { line -> [String] in
        func mean(_ start: Double, _ end: Double) -> String {
          StepSampling.means(run.series.times, line.values, from: start, to: end, count: 1).first
            .map { NumberText.percent($0) } ?? "-"
        }
        return [run.name, line.name, mean(0, figure.horizon)] + (fault.map { [mean($0.start, $0.end)] } ?? [])
      }
    }
    return FigureTable(
      label: "Utilisation by cluster, percent",
      headers: ["contender", "cluster", "whole run, %"] + (fault.map { ["while \($0.label) failed, %"] } ?? []),
      rows: rows, textColumns: [1])
  }
}
