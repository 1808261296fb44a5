// SPDX-License-Identifier: GPL-3.0-or-later

import Results

extension StandalonePicture {
  /// The share of the demand that was served from `start` to `end` (in seconds): a line for each of `contenders`, places
  /// in the manifest, from the first run with series.
  public static func served(_ model: ReportModel, contenders: [Int], from start: Double, to end: Double) -> Self {
    let runs = contenders.compactMap { contender -> (result: ContenderResult, series: RunSeries)? in
      let result = model.points[0].results[contender]
      guard let series = result.runs.compactMap({ $0.detail?.series }).first(where: { !$0.times.isEmpty && $0.isWhole })
      else { return nil }
      return (result, series)
    }
    let lines = runs.map { run in
      let shares = zip(run.series.serving, run.series.demand).map { $1 > 0 ? $0 / $1 : 1 }
      return LineChart.Line(
        name: run.result.name, style: SeriesStyle(index: run.result.index),
        points: StepSampling.points(run.series.times, shares, from: start, to: end, count: 240), isStep: true)
    }
    let low = lines.flatMap { $0.points.map(\.y) }.min() ?? 0
    let spans = runs.first.map { PageParts.spans($0.series) } ?? []
    let chart = LineChart(
      id: "served", title: "Share of demand served", description: "",
      x: .time(title: "time since the start of the run", from: start, to: end),
      y: .percent(title: "", from: min(low, 0.98), to: 1), lines: lines, spans: spans,
      labelX: labelPlace(spans, from: start, to: end), spanLabelsAtBottom: true, width: chartWidth, plotHeight: 260)
    return StandalonePicture(
      title: "Share of demand served", subtitle: origin(model, "first seed"),
      description: "One line for each contender: replicas that serve over replicas wanted, against time.",
      charts: [(chart.svg(), chart.height)])
  }

  /// Just before the first repair is where contenders differ; after it lines meet.
  static func labelPlace(_ spans: [ChartSpan], from start: Double, to end: Double) -> Double? {
    spans.map(\.to).first { $0 > start && $0 < end }
  }

  /// Lost replica-hours by cause: a stacked bar for each contender.
  public static func causes(_ model: ReportModel, contenders: [Int]) -> Self {
    let title = "Lost replica-hours by cause"
    let subtitle = origin(model, "mean over the seeds")
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
      x: .number(title: "lost replica-hours a run", from: 0, to: rows.map(\.total).max() ?? 0), bars: bars,
      width: chartWidth)
    return StandalonePicture(
      title: title, subtitle: shown.isEmpty ? "nobody lost anything" : subtitle,
      description: "A bar for each contender: replica-hours lost in a run, divided by cause in the legend's order.",
      legend: shown.map { cause in
        let style = PartStyle(index: cause)
        return Key(fillClass: style.fillClass, color: style.color, name: LossTable.causes[cause].name)
      }, charts: [(chart.svg(), chart.height)])
  }

  /// One bar for each contender, a group of bars for each metric.
  public static func bars(_ metrics: [MetricDescriptor], _ model: ReportModel, contenders: [Int]) -> Self {
    let charts = metrics.enumerated().map { place, metric -> StackedBarChart in
      let estimates = contenders.map { model.points[0].results[$0].estimate(metric.id) }
      let high = estimates.compactMap { $0?.mean }.max() ?? 0
      let bars = zip(contenders, estimates).map { contender, estimate in
        let note =
          estimate?.mean.map { NumberText.value($0, unit: metric.unit) }
          ?? ((estimate?.censoredRuns ?? 0) > 0 ? "not within the run" : NumberText.noData)
        return StackedBarChart.Bar(
          name: model.points[0].results[contender].name, note: note,
          parts: [(PartStyle(index: place % 2 == 0 ? 6 : 4), estimate?.mean ?? 0, "\(metric.title): \(note)")])
      }
      return StackedBarChart(
        id: "bars-\(place)", title: metric.title, description: "", x: axis(metric, from: 0, to: high), bars: bars,
        width: chartWidth, hasStrips: false)
    }
    let names = metrics.map(\.title)
    return StandalonePicture(
      title: capitalized(names.joined(separator: ", ")), subtitle: origin(model, "mean over the seeds"),
      description: "A bar for each contender: \(names.joined(separator: ", then ")).",
      charts: charts.map { ($0.svg(), $0.height) })
  }

  /// A metric over the points of the sweep, a line for each contender.
  public static func sweep(_ metric: MetricDescriptor, _ model: ReportModel, contenders: [Int]) -> Self {
    let chosen = model.ranked.filter { contenders.contains($0.index) }.sorted { $0.index < $1.index }
    var charts: [(Markup, Double)] = []
    var chart = SweepSection.chart(metric.id, model, chosen)
    chart?.width = chartWidth
    chart?.plotHeight = 260
    if let chart { charts.append((chart.svg(), chart.height)) }
    return StandalonePicture(
      title: chart?.title ?? capitalized(metric.title),
      subtitle: chart == nil ? NumberText.noData : "mean over the seeds, with 95 % intervals",
      description: "One line for each contender against the swept value.", charts: charts)
  }

  private static func axis(_ metric: MetricDescriptor, from low: Double, to high: Double) -> ChartAxis {
    switch metric.unit {
    case "1": .percent(title: "\(metric.title), percent", from: low, to: high)
    case "s": .time(title: metric.title, from: low, to: max(high, 1))
    default: .number(title: "\(metric.title), \(metric.unit)", from: low, to: high)
    }
  }

  private static func origin(_ model: ReportModel, _ what: String) -> String {
    let label = model.points[0].label
    return label.isEmpty ? what : "\(what), at \(label)"
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
