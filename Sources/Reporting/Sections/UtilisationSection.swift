// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// CPU in use by cluster over the whole run, a heat map for each contender.
struct UtilisationSection: ReportSection {
  let id = "utilisation"
  let title = "Utilisation"
  /// All cells of all panels: what keeps ten contenders of forty clusters within the page's size.
  private static let cellBudget = 14_000

  func html(_ model: ReportModel) -> Markup? {
    guard let figure = FigureRuns(model) else { return nil }
    let runs = figure.runs.filter { !$0.series.utilisation.isEmpty }
    guard let rowCount = runs.map(\.series.utilisation.count).max() else { return nil }
    let columns = min(96, max(24, Self.cellBudget / (runs.count * rowCount)))
    let x = ChartAxis.time(title: "", from: 0, to: figure.horizon, count: 5)
    let panels = runs.map { run -> (name: String, svg: Markup) in
      let rows = run.series.utilisation.map { line in
        HeatMapChart.Row(
          name: line.name,
          values: StepSampling.means(run.series.times, line.values, from: 0, to: figure.horizon, count: columns))
      }
      let chart = HeatMapChart(
        id: "heat-\(run.index)", title: "Utilisation by cluster, \(run.name)",
        description: "A row for each cluster, time to the right; bright is full. Bars on top mark failures.", x: x,
        rows: rows, spans: PageParts.spans(run.series))
      return (run.name, chart.svg())
    }
    let caption =
      "\(PageParts.origin(figure)). Requested over allocatable CPU, the whole run. "
      + "Grey is zero: down or empty. Bars on top mark what was failed."
    let picture: Markup =
      "<div class=\"key\">\(HeatMapChart.legend(id: "heat-legend"))</div>\(PageParts.panels(panels))"
    return PageParts.figure(
      id: "utilisation-figure", title: "How full each cluster was", caption: "\(caption)", picture: picture,
      data: Self.data(runs, figure))
  }

  /// Means over the worst episode and over the run: what the picture shows at a glance.
  private static func data(_ runs: [FigureRuns.Run], _ figure: FigureRuns) -> Markup {
    let names = runs.first?.series.utilisation.map(\.name) ?? []
    let fault = figure.window.fault
    let rows = runs.flatMap { run -> [[Markup]] in
      let kinds = [("whole run", 0, figure.horizon)] + (fault.map { [("failure", $0.start, $0.end)] } ?? [])
      return kinds.map { kind, start, end in
        ["\(run.name)", "\(kind)"]
          + names.map { name -> Markup in
            guard let line = run.series.utilisation.first(where: { $0.name == name }) else { return "-" }
            let mean = StepSampling.means(run.series.times, line.values, from: start, to: end, count: 1)
            return "\(mean.first.map { NumberText.percent($0) } ?? "-")"
          }
      }
    }
    return PageParts.table(
      ["mean, %", "over"] + names, rows, label: "Data: utilisation by cluster", textColumns: [1])
  }
}
