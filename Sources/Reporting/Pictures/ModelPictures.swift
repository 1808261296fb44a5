// SPDX-License-Identifier: GPL-3.0-or-later

import Results

// Titles and names of axes are what the caller says; without that, what the metric is called.

extension StandalonePicture {
  /// Lost replica-hours by cause: a stacked bar for each of `contenders`, places in the manifest.
  public static func causes(_ model: ReportModel, contenders: [Int], title: String? = nil) -> Self {
    let title = title ?? "Lost replica-hours by cause"
    let rows = contenders.map { contender -> LossTable.Row in
      let result = model.points[0].results[contender]
      return LossTable.Row(
        contender: result.name, hours: LossTable.causes.map { max(0, result.mean($0.metric) ?? 0) })
    }
    let shown = LossTable.causes.indices.filter { cause in rows.contains { $0.hours[cause] > 0 } }
    let bars = rows.map { row in
      StackedBarChart.Bar(
        name: row.contender, note: NumberText.significant(row.total),
        parts: shown.map { cause in
          let hours = NumberText.significant(row.hours[cause])
          return (PartStyle(index: cause), row.hours[cause], "\(LossTable.causes[cause].name): \(hours) replica-h")
        })
    }
    let chart = StackedBarChart(
      id: "causes", title: title, description: "",
      x: .number(title: "lost replica-hours a run; thin strips: shares", from: 0, to: rows.map(\.total).max() ?? 0),
      bars: bars, width: chartWidth)
    return StandalonePicture(
      title: title, subtitle: shown.isEmpty ? "nobody lost anything" : origin(model),
      description: "A bar for each contender: replica-hours lost in a run, divided by cause in the legend's order.",
      legend: shown.map { cause in
        let style = PartStyle(index: cause)
        return Key(fillClass: style.fillClass, color: style.color, name: LossTable.causes[cause].name)
      }, charts: [(chart.svg(), chart.height)])
  }

  /// One bar for each of `contenders`, a group of bars for each metric.
  public static func bars(
    _ metrics: [MetricDescriptor], _ model: ReportModel, contenders: [Int], title: String? = nil
  ) -> Self {
    let charts = metrics.enumerated().map { place, metric -> StackedBarChart in
      let estimates = contenders.map { model.points[0].results[$0].estimate(metric.id) }
      let bars = zip(contenders, estimates).map { contender, estimate in
        let note =
          estimate?.mean.map { NumberText.value($0, unit: metric.unit) }
          ?? ((estimate?.censoredRuns ?? 0) > 0 ? "not within the run" : NumberText.noData)
        return StackedBarChart.Bar(
          name: model.points[0].results[contender].name, note: note,
          parts: [(PartStyle(index: place % 2 == 0 ? 6 : 4), estimate?.mean ?? 0, "\(metric.title): \(note)")])
      }
      return StackedBarChart(
        id: "bars-\(place)", title: metric.title, description: "",
        x: axis(metric, to: estimates.compactMap { $0?.mean }.max() ?? 0), bars: bars, width: chartWidth,
        hasStrips: false)
    }
    let names = metrics.map(\.title)
    return StandalonePicture(
      title: title ?? capitalized(names.joined(separator: ", ")), subtitle: origin(model),
      description: "A bar for each contender: \(names.joined(separator: ", then ")).",
      charts: charts.map { ($0.svg(), $0.height) })
  }

  /// A metric over the points of the sweep, a line for each of `contenders`.
  /// - Parameter axis: What is swept, in words.
  public static func sweep(
    _ metric: MetricDescriptor, _ model: ReportModel, contenders: [Int], title: String? = nil, axis: String? = nil
  ) -> Self {
    let chosen = model.ranked.filter { contenders.contains($0.index) }.sorted { $0.index < $1.index }
    var charts: [(Markup, Double)] = []
    var chart = SweepSection.chart(metric.id, model, chosen, axis: axis)
    chart?.width = chartWidth
    chart?.plotHeight = 260
    if let chart { charts.append((chart.svg(), chart.height)) }
    let hasIntervals = model.manifest.seeds.count > 1
    return StandalonePicture(
      title: title ?? chart?.title ?? capitalized(metric.title),
      subtitle: chart == nil
        ? NumberText.noData : hasIntervals ? "mean over the seeds, with 95 % intervals" : "one seed",
      description: "One line for each contender against the swept value.", charts: charts)
  }

  private static func axis(_ metric: MetricDescriptor, to high: Double) -> ChartAxis {
    switch metric.unit {
    case "1": .percent(title: "\(metric.title), percent", from: 0, to: high)
    case "s": .time(title: metric.title, from: 0, to: max(high, 1))
    case "count", "replicas": .number(title: metric.title, from: 0, to: high)
    default: .number(title: "\(metric.title), \(metric.unit)", from: 0, to: high)
    }
  }

  private static func origin(_ model: ReportModel) -> String {
    let label = model.points[0].label
    let seeds = model.manifest.seeds.count == 1 ? "one seed" : "mean over the seeds"
    return label.isEmpty ? seeds : "\(seeds), at \(label)"
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
