// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// How long recovery took, as cumulative shares; what never recovered is shown as the gap that stays.
struct RecoverySection: ReportSection {
  let id = "recovery"
  let title = "Time to recover"

  func html(_ model: ReportModel) -> Markup? {
    let results = model.ranked.filter { $0.recovery != nil }
    let seen = results.flatMap { $0.recovery?.buckets.map(\.value) ?? [] }
    guard let longest = seen.max(), let shortest = seen.filter({ $0 > 0 }).min() else { return never(results) }
    let x =
      longest / shortest > 30
      ? ChartAxis.logarithmicDuration(title: "time from the failure", from: shortest, to: longest)
      : ChartAxis.time(title: "time from the failure", from: 0, to: longest * 1.05, count: 8)
    // Unequal counts make shares of different things: the reader must see it.
    let countsDiffer = Set(results.compactMap { $0.recovery?.totalCount }).count > 1
    let lines = results.compactMap { result in result.recovery.map { line(result, $0, x, countsDiffer) } }
    let spans = Self.failureSpan(model, x)
    let chart = LineChart(
      id: "recovery-chart", title: title,
      description: "For each contender the share of episodes recovered within a time; a line that stays below 100 "
        + "percent has episodes that never recovered within the run.",
      x: x, y: .percent(title: "episodes recovered", from: 0, to: 1), lines: lines,
      spans: spans)
    let caption =
      "All episodes of all seeds\(model.hasSweep ? " and sweep points" : ""): an episode is "
      + "one workload in one failure. A line that ends below 100 % has episodes that never recovered within their run."
      + (spans.isEmpty ? "" : " Shaded: recovered before the repair, by moving rather than by waiting.")
    return PageParts.figure(
      id: "recovery-figure", title: "How soon demand was met again", caption: "\(caption)",
      picture: PageParts.wide(chart.svg(), label: title), data: data(results))
  }

  func markdown(_ model: ReportModel) -> String? {
    let results = model.ranked.filter { $0.recovery != nil }
    guard !results.isEmpty else { return nil }
    return TextTable(headers: Self.headers, rows: results.map(row)).markdown
  }

  /// Until the repair, where all failures drawn last equally long: recovery in it came by moving, later by waiting.
  private static func failureSpan(_ model: ReportModel, _ x: ChartAxis) -> [ChartSpan] {
    guard let figure = FigureRuns(model) else { return [] }
    let lengths = figure.runs.flatMap(\.series.faults).map { ($0.end - $0.start).rounded() }
    guard let length = lengths.first, length > x.low, lengths.allSatisfy({ $0 == length }) else { return [] }
    return [ChartSpan(from: x.low, to: length, label: "while failed")]
  }

  private static let probabilities = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99]
  private static let headers =
    ["contender", "episodes", "never"] + probabilities.map { "p\(NumberText.significant($0 * 100))" }

  private func row(_ result: ContenderResult) -> [String] {
    guard let recovery = result.recovery else { return [] }
    let quantiles = Self.probabilities.map { probability in
      switch recovery.quantile(probability) {
      case .value(let seconds)?: NumberText.duration(seconds)
      case .never?: "never"
      case nil: NumberText.noData
      }
    }
    let counts = [recovery.totalCount, recovery.censoredCount].map(NumberText.grouped)
    return [result.name] + counts + quantiles
  }

  private func data(_ results: [ContenderResult]) -> Markup {
    PageParts.table(Self.headers, PageParts.cells(results.map(row)), label: "Data: time to recover")
  }

  private func never(_ results: [ContenderResult]) -> Markup? {
    guard !results.isEmpty else { return nil }
    return "<p>No episode recovered within its run, or each at once.</p>\n\(data(results))"
  }

  private func line(_ result: ContenderResult, _ recovery: CensoredCounts, _ x: ChartAxis, _ countsDiffer: Bool)
    -> LineChart.Line
  {
    let total = Double(recovery.totalCount)
    var points: [(x: Double, y: Double)] = [(x.low, 0)]
    var cumulative = 0
    for bucket in recovery.buckets {
      cumulative += bucket.count
      let place = max(x.low, bucket.value)
      // A step narrower than two pixels is not seen.
      if let last = points.last, x.position(place) - x.position(last.x) < 0.002, points.count > 1 {
        points[points.count - 1].y = Double(cumulative) / total
      } else {
        points.append((place, Double(cumulative) / total))
      }
    }
    points.append((x.high, Double(cumulative) / total))
    let never = recovery.censoredCount
    let count = countsDiffer ? "of \(NumberText.grouped(recovery.totalCount))" : ""
    let note = never == 0 ? count : "never: \(NumberText.grouped(never)) of \(NumberText.grouped(recovery.totalCount))"
    return LineChart.Line(
      name: result.name, style: SeriesStyle(index: result.index), points: points, note: note, isStep: true)
  }
}
