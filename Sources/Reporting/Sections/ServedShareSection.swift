// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The share of demand served over the worst episode, all contenders in one chart.
struct ServedShareSection: ReportSection {
  let id = "served"
  let title = "Share of demand served"

  func html(_ model: ReportModel) -> Markup? {
    guard let figure = FigureRuns(model) else { return nil }
    let window = figure.window
    let lines = figure.runs.map { run -> LineChart.Line in
      let shares = zip(run.series.serving, run.series.demand).map { $1 > 0 ? $0 / $1 : 1 }
      let points = StepSampling.points(run.series.times, shares, from: window.start, to: window.end, count: 240)
      return LineChart.Line(name: run.name, style: SeriesStyle(index: run.index), points: points, isStep: true)
    }
    let low = lines.flatMap { $0.points.map(\.y) }.min() ?? 0
    let chart = LineChart(
      id: "served-chart", title: title,
      description: "One line for each contender: replicas that serve over replicas wanted, against time.",
      x: .time(title: "time since the start of the run", from: window.start, to: window.end, count: 9),
      y: .percent(title: "share of demand served", from: min(low, 0.98), to: 1), lines: lines,
      spans: figure.runs.first.map { PageParts.spans($0.series) } ?? [],
      // Just before the repair is where the contenders differ; after it all lines meet.
      labelX: window.fault.map { min($0.end, window.end) }, spanLabelsAtBottom: true)
    let caption = "\(PageParts.origin(figure)); \(PageParts.episode(window))"
    return PageParts.figure(
      id: "served-figure", title: "What was served, minute by minute", caption: "\(caption)",
      picture: PageParts.wide(chart.svg(), label: title), data: data(figure))
  }

  private func data(_ figure: FigureRuns) -> Markup {
    let window = figure.window
    let count = 16
    let columns = figure.runs.map { run in
      let shares = zip(run.series.serving, run.series.demand).map { $1 > 0 ? $0 / $1 : 1 }
      return StepSampling.means(run.series.times, shares, from: window.start, to: window.end, count: count)
    }
    let rows = (0..<count).map { row -> [Markup] in
      let width = (window.end - window.start) / Double(count)
      let from = window.start + Double(row) * width
      return ["from \(NumberText.axisDuration(from))"]
        + columns.map { "\($0.isEmpty ? NumberText.noData : NumberText.percent($0[row], decimals: 2))" }
    }
    return PageParts.table(["mean, %"] + figure.runs.map(\.name), rows, label: "Data: share of demand served")
  }
}
