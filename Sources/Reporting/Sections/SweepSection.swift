// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// What the swept parameter does to each contender.
struct SweepSection: ReportSection {
  let id = "sweep"
  let title = "Sweep"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard model.hasSweep else { return [] }
    return SweepTable.metrics.compactMap { figure($0, model) }.map(SectionBlock.figure)
  }

  func markdown(_ model: ReportModel) -> String? {
    guard model.hasSweep else { return nil }
    let tables = SweepTable.metrics.compactMap { SweepTable($0, model) }.map { table in
      "**\(PrintableText.markdown("\(table.title), by \(table.sweptPath ?? "sweep point")"))**\n\n"
        + TextTable(headers: table.headers, rows: table.rows).markdown
    }
    return tables.isEmpty ? nil : tables.joined(separator: "\n")
  }

  private func figure(_ metric: String, _ model: ReportModel) -> Figure? {
    guard let table = SweepTable(metric, model), let chart = Self.chart(metric, model, model.ranked) else { return nil }
    return Figure(
      id: "figure-sweep-\(metric)", title: chart.title,
      caption: "Means over the seeds; whiskers are 95 % t intervals. Lines join measured points only.",
      picture: FigurePicture(layout: .lines(chart)),
      data: FigureTable(label: "\(chart.y.title) by sweep point", headers: table.headers, rows: table.rows))
  }

  /// The metric of `contenders` over the sweep's points, which `axis` calls by a name; nil without data.
  static func chart(
    _ metric: String, _ model: ReportModel, _ contenders: [ContenderResult], axis name: String? = nil
  ) -> LineChart? {
    let places = Places(model, title: name)
    let lines = contenders.compactMap { line($0, metric, model, places) }
    let ends = lines.flatMap { $0.points.map(\.y) + $0.whiskers.flatMap { [$0.low, $0.high] } }
    guard let low = ends.min(), let high = ends.max() else { return nil }
    let isShare = MetricCatalog.metric(metric)?.unit == "1"
    let isSpan = MetricCatalog.metric(metric)?.unit == "s"
    let name = MetricCatalog.metric(metric)?.title ?? metric
    let unit = MetricCatalog.metric(metric).map { ["1", "s", "count"].contains($0.unit) ? "" : " (\($0.unit))" } ?? ""
    let title = name.prefix(1).uppercased() + name.dropFirst() + unit
    return LineChart(
      id: "sweep-\(metric)", title: "\(title) by \(places.axis.title)",
      description: "One line for each contender against the swept value; whiskers are 95 percent intervals.",
      x: places.axis, y: axis(title, isShare: isShare, isSpan: isSpan, from: low, to: high),
      lines: lines)
  }

  private static func axis(
    _ title: String, isShare: Bool, isSpan: Bool, from low: Double, to high: Double
  ) -> ChartAxis {
    if isShare { return .percent(title: title, from: low, to: high) }
    return isSpan ? .time(title: title, from: 0, to: max(high, 1)) : .number(title: title, from: low, to: high)
  }

  private static func line(_ contender: ContenderResult, _ metric: String, _ model: ReportModel, _ places: Places)
    -> LineChart.Line?
  {
    var points: [(x: Double, y: Double)] = []
    var whiskers: [(x: Double, low: Double, high: Double)] = []
    let isShare = MetricCatalog.metric(metric)?.unit == "1"
    for index in places.order {
      guard let estimate = model.points[index].results[contender.index].estimate(metric), let mean = estimate.mean
      else {
        continue
      }
      points.append((places.values[index], mean))
      guard let interval = estimate.interval else { continue }
      let high = isShare ? min(1, interval.high) : interval.high
      whiskers.append((places.values[index], max(0, interval.low), high))
    }
    guard !points.isEmpty else { return nil }
    return LineChart.Line(
      name: contender.name, style: SeriesStyle(index: contender.index), points: points, whiskers: whiskers,
      marksPoints: true)
  }

  /// Where the sweep points stand on the axis: at their values when one number is swept, side by side otherwise.
  private struct Places {
    let values: [Double]
    /// The points by rising value.
    let order: [Int]
    let axis: ChartAxis

    init(_ model: ReportModel, title: String?) {
      let keys = Set(model.points.flatMap(\.sweep.keys)).sorted()
      let numbers = model.points.compactMap { point in
        keys.count == 1 ? point.sweep[keys[0]].flatMap(Double.init) : nil
      }.filter(\.isFinite)
      let isNumeric = numbers.count == model.points.count && Set(numbers).count == numbers.count
      let places = isNumeric ? numbers : model.points.indices.map(Double.init)
      values = places
      order = places.indices.sorted { places[$0] < places[$1] }
      let low = places.min() ?? 0
      let high = places.max() ?? 1
      let margin = (high - low) * 0.04
      axis = ChartAxis(
        title: title ?? keys.joined(separator: ", "), low: low - margin, high: high + margin,
        ticks: order.map { index in
          let sweep = model.points[index].sweep
          let label = keys.count == 1 ? sweep[keys[0]] ?? "" : RunKey.label(of: sweep)
          return ChartAxis.Tick(value: places[index], label: PrintableText.shortened(label, to: 22))
        })
    }
  }
}
