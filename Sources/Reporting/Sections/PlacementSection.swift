// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// How the replicas were spread: how far from the ideal shares, over how many places, and what one lost place takes.
struct PlacementSection: ReportSection {
  let id = "placement"
  let title = "Weights, spread and the worst single loss"

  /// The metrics that this section is about, where the records have them.
  var metrics = [
    "weight_deviation", "weight_deviation_needless", "effective_clusters", "cluster_skew_replicas",
    "region_skew_replicas", "worst_cluster_loss", "worst_zone_loss", "worst_region_loss",
  ]

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let panels = known(model).compactMap { metric in
      Self.chart(metric, model).map { (name: metric.title, chart: $0 as any FigureChart) }
    }
    guard !panels.isEmpty else { return [] }
    let directions = [(MetricDescriptor.Direction.lowerIsBetter, "Less"), (.higherIsBetter, "More")].compactMap {
      direction, word -> String? in
      let titles = known(model).filter { $0.direction == direction }.map(\.title)
      return titles.isEmpty ? nil : "\(word) is better: \(titles.joined(separator: ", "))."
    }
    let caption =
      "Means over the seeds\(model.hasSweep ? " and sweep points" : ""), whiskers are 95 % t intervals. "
      + directions.joined(separator: " ")
    return [
      .figure(
        Figure(
          id: "figure-placement", title: "How the replicas were spread", caption: caption,
          picture: FigurePicture(layout: .panels(panels)), data: table(model)))
    ]
  }

  func markdown(_ model: ReportModel) -> String? {
    let metrics = known(model)
    guard !metrics.isEmpty else { return nil }
    let rows = model.ranked.map { result in
      [result.name]
        + metrics.map { metric -> String in
          guard let estimate = result.estimate(metric.id), let mean = estimate.mean else { return NumberText.noData }
          return MetricText.value(
            mean, low: estimate.interval?.low ?? mean, high: estimate.interval?.high ?? mean, metric,
            separator: "\n")
        }
    }
    return TextTable(headers: ["contender"] + metrics.map(MetricText.head), rows: rows).markdown
  }

  private func known(_ model: ReportModel) -> [MetricDescriptor] {
    metrics.compactMap(MetricCatalog.metric).filter { metric in model.ranked.contains { $0.mean(metric.id) != nil } }
  }

  /// A row for each contender and metric: side by side they would not fit on paper.
  private func table(_ model: ReportModel) -> FigureTable {
    let rows = model.ranked.flatMap { result in
      known(model).compactMap { metric -> [String]? in
        guard let estimate = result.estimate(metric.id), let mean = estimate.mean else { return nil }
        let ends = estimate.interval.map { [$0.low, $0.high] } ?? []
        let interval = ends.map { MetricText.value($0, low: 0, high: 0, metric) }.joined(separator: " to ")
        return [
          result.name, MetricText.head(metric), MetricText.value(mean, low: mean, high: mean, metric),
          interval.isEmpty ? "-" : interval,
        ]
      }
    }
    return FigureTable(
      label: "Weights, spread and the worst single loss, means over the seeds",
      headers: ["contender", "metric", "mean", "95 % CI"], rows: rows, textColumns: [1])
  }

  private static func chart(_ metric: MetricDescriptor, _ model: ReportModel) -> DotChart? {
    let rows = model.ranked.compactMap { result -> DotChart.Row? in
      guard let estimate = result.estimate(metric.id), let mean = estimate.mean else { return nil }
      let low = max(min(0, mean), estimate.interval?.low ?? mean)
      return DotChart.Row(
        name: result.name, style: SeriesStyle(index: result.index), mean: mean, low: low,
        high: estimate.interval?.high ?? mean, note: NumberText.value(mean, unit: metric.unit))
    }
    guard !rows.isEmpty else { return nil }
    return DotChart(
      id: "placement-\(metric.id)", title: metric.title,
      description: "A dot for each contender, with its 95 percent interval.",
      x: MetricText.axis(metric, rows.flatMap { [$0.low, $0.high] }, title: metric.title), rows: rows)
  }
}
