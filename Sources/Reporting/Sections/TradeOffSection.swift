// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Availability against what it is paid with, and who is beaten in everything.
struct TradeOffSection: ReportSection {
  let id = "trade-offs"
  let title = "What it is paid with"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard let tradeOffs = TradeOffs(model) else { return [] }
    let panels = tradeOffs.criteria.indices.dropFirst().map { place -> (name: String, chart: any FigureChart) in
      (Self.name(tradeOffs.criteria[place]), Self.chart(tradeOffs, place))
    }
    let caption =
      "Means over the seeds, whiskers are 95 % t intervals; better is up and to the left. Contenders are numbered by rank. "
      + "Filled: not dominated. Hollow: dominated, which is to say that another one is at least as good in all "
      + "\(tradeOffs.criteria.count) and better in one, judged by the means"
      + (tradeOffs.entries.contains { $0.values.contains(.noData) } ? " of what both have data for." : ".")
    let legend = tradeOffs.entries.map { entry in
      LegendEntry(
        marker: SeriesStyle(index: entry.index), isHollow: entry.dominatedBy != nil,
        "\(entry.rank) \(entry.name): \(entry.standing)")
    }
    return [
      .figure(
        Figure(
          id: "figure-trade-offs", title: "Availability against its price", caption: caption,
          picture: FigurePicture(layout: .panels(Array(panels)), legend: legend),
          data: FigureTable(
            label: "Trade-offs: means with 95 % intervals", headers: tradeOffs.headers, rows: tradeOffs.rows,
            textColumns: [tradeOffs.headers.count - 1])))
    ]
  }

  func markdown(_ model: ReportModel) -> String? {
    guard let tradeOffs = TradeOffs(model) else { return nil }
    return TextTable(headers: tradeOffs.headers, rows: tradeOffs.rows).markdown
      + "\nDominated: another contender is at least as good in all of these and better in one, by the means.\n"
  }

  private static func chart(_ tradeOffs: TradeOffs, _ place: Int) -> ScatterChart {
    let metric = tradeOffs.criteria[place]
    let first = tradeOffs.criteria[0]
    let points = tradeOffs.entries.compactMap { entry -> ScatterChart.Point? in
      guard case .known(let y) = entry.values[0], entry.values[place] != .noData else { return nil }
      var x: ScatterChart.Estimate?
      if case .known(let estimate) = entry.values[place] { x = estimate }
      let price = x.map { MetricText.value($0.mean, low: $0.low, high: $0.high, metric) } ?? "never"
      let served = MetricText.value(y.mean, low: y.low, high: y.high, first)
      return ScatterChart.Point(
        name: entry.name, label: "\(entry.rank)", style: SeriesStyle(index: entry.index), x: x, y: y,
        isHollow: entry.dominatedBy != nil,
        note: "\(entry.name): \(first.title) \(served) %, \(metric.title) \(price); \(entry.standing)")
    }
    let widths = points.compactMap(\.x).flatMap { [$0.low, $0.high] }
    let name = name(metric)
    return ScatterChart(
      id: "trade-off-\(metric.id)", title: "Availability against \(name)",
      description: "One point for each contender: availability upwards, \(name) to the right.",
      x: MetricText.axis(metric, widths, title: axisTitle(metric)),
      y: height(tradeOffs), points: points)
  }

  /// By nines where the means leave shares of 1 that are ten times as large as others, else percent by percent.
  private static func height(_ tradeOffs: TradeOffs) -> ChartAxis {
    let values = tradeOffs.entries.compactMap { entry -> ScatterChart.Estimate? in
      if case .known(let estimate) = entry.values[0] { estimate } else { nil }
    }
    let missed = values.map { 1 - $0.mean }
    if let least = missed.min(), let most = missed.max(), least > 1e-9, most / least >= 10 {
      return .nines(title: "availability", from: 1 - most, to: 1 - least)
    }
    let ends = values.flatMap { [$0.low, $0.high] }
    return .percent(title: "availability", from: ends.min() ?? 0, to: ends.max() ?? 1, count: 4)
  }

  private static func axisTitle(_ metric: MetricDescriptor) -> String {
    ["1", "s", "count"].contains(metric.unit) ? metric.title : "\(metric.title), \(metric.unit)"
  }

  private static func name(_ metric: MetricDescriptor) -> String {
    metric.id == "time_to_recover_p99" ? "time to recover, p99" : metric.title
  }
}
