// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Ready replicas by region over the worst failure of the first seed, a panel for each contender.
enum ReadyByRegionFigure {
  private static let mostRegions = 7

  /// Nil when no run tells regions.
  static func figure(_ figure: FigureRuns) -> Figure? {
    guard figure.runs.contains(where: { !$0.series.readyByRegion.isEmpty }) else { return nil }
    let regions = regions(figure)
    let window = figure.window
    let stacks = figure.runs.map { stack($0.series, regions, window) }
    let limits = figure.runs.map {
      StepSampling.points($0.series.times, $0.series.demand, from: window.start, to: window.end, count: 150)
    }
    let scale = Scale(stacks: stacks, limits: limits)
    let x = ChartAxis.time(title: "", from: window.start, to: window.end, count: 5)
    let panels = figure.runs.indices.map { index -> (name: String, chart: any FigureChart) in
      let chart = StackedAreaChart(
        id: "ready-\(figure.runs[index].index)", title: "Ready replicas by region, \(figure.runs[index].name)",
        description: "Areas stacked by region, the demand as a dashed line, against time.", x: x,
        y: scale.axis(of: index),
        tops: stacks[index], limit: limits[index], spans: PageParts.spans(figure.runs[index].series))
      return (figure.runs[index].name, chart)
    }
    let caption =
      "\(PageParts.origin(figure)); \(PageParts.episode(window)) Stacked in the order of the legend, "
      + "the first lowest; the dashed line is the demand, the bar on top the failure."
      + (scale.hasOutliers ? " A panel marked \"own scale\" runs more than twice the demand." : "")
    return Figure(
      id: "figure-regions", title: "Where the replicas were ready", caption: caption,
      picture: FigurePicture(
        layout: .panels(panels),
        legend: regions.enumerated().map { LegendEntry(area: SeriesStyle(index: $0.offset), $0.element) }),
      data: data(figure, regions))
  }

  /// One scale for all panels, but for those that run more than twice the demand: they would flatten all others.
  private struct Scale {
    private let peaks: [Double]
    private let shared: Double

    init(stacks: [[StackedAreaChart.Layer]], limits: [[(x: Double, y: Double)]]) {
      let demand = limits.flatMap { $0 }.map(\.y).max() ?? 1
      let peaks = stacks.map { $0.flatMap(\.points).map(\.y).max() ?? 0 }
      self.peaks = peaks
      shared = max(1, demand, peaks.filter { $0 <= 2 * demand }.max() ?? 0)
    }

    var hasOutliers: Bool { peaks.contains { $0 > shared } }

    func axis(of panel: Int) -> ChartAxis {
      let isOutlier = peaks[panel] > shared
      return .number(
        title: isOutlier ? "replicas, own scale" : "replicas", from: 0, to: isOutlier ? peaks[panel] : shared, count: 3)
    }
  }

  /// The regions by name; beyond seven, the rest as one.
  private static func regions(_ figure: FigureRuns) -> [String] {
    var names: [String] = []
    for line in figure.runs.flatMap(\.series.readyByRegion) where !names.contains(line.name) { names.append(line.name) }
    names.sort()
    return names.count <= mostRegions ? names : Array(names.prefix(mostRegions - 1)) + ["other regions"]
  }

  private static func values(_ series: RunSeries, _ regions: [String], _ region: Int) -> [Double] {
    let isRest = regions[region] == "other regions"
    let shown = Set(isRest ? regions.dropLast() : [])
    var sum = [Double](repeating: 0, count: series.times.count)
    for line in series.readyByRegion where isRest ? !shown.contains(line.name) : line.name == regions[region] {
      for index in sum.indices { sum[index] += line.values[index] }
    }
    return sum
  }

  private static func stack(_ series: RunSeries, _ regions: [String], _ window: FigureRuns.Window)
    -> [StackedAreaChart.Layer]
  {
    var total = [Double](repeating: 0, count: series.times.count)
    return regions.indices.map { region in
      let values = values(series, regions, region)
      for index in total.indices { total[index] += values[index] }
      let points = StepSampling.points(series.times, total, from: window.start, to: window.end, count: 150)
      return StackedAreaChart.Layer(style: SeriesStyle(index: region), points: points, name: regions[region])
    }
  }

  private static func data(_ figure: FigureRuns, _ regions: [String]) -> FigureTable {
    let window = figure.window
    let count = 6
    let width = (window.end - window.start) / Double(count)
    let heads = (0..<count).map { "from \(NumberText.axisDuration(window.start + Double($0) * width))" }
    let rows = figure.runs.flatMap { run in
      regions.indices.map { region -> [String] in
        let values = values(run.series, regions, region)
        let means = StepSampling.means(run.series.times, values, from: window.start, to: window.end, count: count)
        return [run.name, regions[region]] + means.map { NumberText.significant($0) }
      }
    }
    return FigureTable(
      label: "Mean ready replicas by region", headers: ["contender", "region"] + heads, rows: rows, textColumns: [1])
  }
}
