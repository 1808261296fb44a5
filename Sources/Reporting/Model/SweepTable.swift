// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// A metric by sweep point and contender, as text cells.
struct SweepTable: Sendable {
  /// The metrics that a sweep shows.
  static let metrics = ["availability", "served_at_failure_end", "recovered_before_repair"]

  let title: String
  /// The path that is swept, where it is one: then the heads are its values alone.
  let sweptPath: String?
  let headers: [String]
  let rows: [[String]]

  /// Contenders in the rows, points in the columns. Nil when no point has the metric.
  init?(_ metric: String, _ model: ReportModel) {
    let unit = MetricCatalog.metric(metric)?.unit ?? ""
    title = (MetricCatalog.metric(metric)?.title ?? metric) + (unit == "1" ? ", %" : "")
    let known = model.points.flatMap { $0.results.compactMap { $0.mean(metric) } }
    guard !known.isEmpty else { return nil }
    let decimals = NumberText.percentDecimals(known)
    let paths = Set(model.points.flatMap(\.sweep.keys))
    let only = paths.count == 1 ? paths.first : nil
    sweptPath = only
    headers = ["contender"] + model.points.map { point in only.flatMap { point.sweep[$0] } ?? point.label }
    rows = model.ranked.map { contender in
      [contender.name]
        + model.points.map { point in
          point.results[contender.index].mean(metric).map {
            unit == "1" ? NumberText.percent($0, decimals: min(decimals, 3)) : NumberText.significant($0)
          } ?? "-"
        }
    }
  }
}
