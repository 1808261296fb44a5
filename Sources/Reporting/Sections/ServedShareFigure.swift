// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The share of demand served over the worst failure of the first seed, all contenders in one chart.
enum ServedShareFigure {
  static func figure(_ runs: FigureRuns) -> Figure {
    let window = runs.window
    let lines = runs.runs.map { run -> LineChart.Line in
      let shares = zip(run.series.serving, run.series.demand).map { $1 > 0 ? $0 / $1 : 1 }
      let points = StepSampling.points(run.series.times, shares, from: window.start, to: window.end, count: 240)
      return LineChart.Line(name: run.name, style: SeriesStyle(index: run.index), points: points, isStep: true)
    }
    let low = lines.flatMap { $0.points.map(\.y) }.min() ?? 0
    let chart = LineChart(
      id: "served-chart", title: "Share of demand served",
      description: "One line for each contender: replicas that serve over replicas wanted, against time.",
      x: .time(title: "time since the start of the run", from: window.start, to: window.end, count: 9),
      y: .percent(title: "share of demand served", from: min(low, 0.98), to: 1), lines: lines,
      spans: runs.runs.first.map { PageParts.spans($0.series) } ?? [],
      // Just before the repair is where the contenders differ; after it all lines meet.
      labelX: window.fault.map { min($0.end, window.end) }, spanLabelsAtBottom: true)
    return Figure(
      id: "figure-served", title: "What was served, side by side",
      caption: "\(PageParts.origin(runs)); \(PageParts.episode(window))",
      picture: FigurePicture(layout: .lines(chart)), data: data(runs))
  }

  private static func data(_ runs: FigureRuns) -> FigureTable {
    let window = runs.window
    let count = 10
    let width = (window.end - window.start) / Double(count)
    let rows = runs.runs.map { run -> [String] in
      let shares = zip(run.series.serving, run.series.demand).map { $1 > 0 ? $0 / $1 : 1 }
      return [run.name]
        + StepSampling.means(run.series.times, shares, from: window.start, to: window.end, count: count).map {
          NumberText.percent($0, decimals: 2)
        }
    }
    return FigureTable(
      label: "Share of demand served, mean from each time to the next, percent",
      headers: ["mean, %, from"] + (0..<count).map { NumberText.axisDuration(window.start + Double($0) * width) },
      rows: rows)
  }
}
