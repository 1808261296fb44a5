// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// How long recovery took: the share of episodes still open, by the time since the failure.
struct RecoverySection: ReportSection {
  let id = "recovery"
  let title = "Time to recover"

  private struct Entry {
    let result: ContenderResult
    let curve: RecoveryCurve
  }

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let entries = Self.entries(model)
    let seen = entries.flatMap { $0.curve.steps.dropFirst().map(\.seconds) }
    guard let longest = seen.max(), let shortest = seen.filter({ $0 > 0 }).min() else { return Self.never(entries) }
    let end = max(longest, entries.map(\.curve.end).max() ?? 0)
    let x =
      end / shortest > 30
      ? ChartAxis.logarithmicDuration(title: "time from the failure", from: shortest, to: end)
      : ChartAxis.time(title: "time from the failure", from: 0, to: end * 1.05, count: 8)
    // Unequal counts make shares of different things: the reader must see it.
    let countsDiffer = Set(entries.map(\.curve.count)).count > 1
    let spans = Self.failureSpan(model, x)
    let chart = LineChart(
      id: "recovery-chart", title: title,
      description:
        "For each contender the share of episodes not yet recovered, by Kaplan and Meier; ticks are episodes "
        + "whose run ended before they recovered.",
      x: x, y: .percent(title: "episodes not yet recovered", from: 0, to: 1),
      lines: entries.map { Self.line($0, x, countsDiffer) }, spans: spans,
      spanLabelsAtBottom: true)
    let caption =
      "All episodes of all seeds\(model.hasSweep ? " and sweep points" : ""): an episode is "
      + "one workload in one failure. The share that is still open, estimated by Kaplan and Meier; a tick marks episodes "
      + "whose run ended before they recovered: they are known to last longer, and are never dropped."
      + (spans.isEmpty ? "" : " Shaded: recovered before the repair, by moving rather than by waiting.")
    return [
      .figure(
        Figure(
          id: "figure-recovery", title: "How soon demand was met again", caption: caption,
          picture: FigurePicture(layout: .lines(chart)),
          data: FigureTable(label: "Time to recover", headers: Self.headers, rows: entries.map(Self.row))))
    ]
  }

  func markdown(_ model: ReportModel) -> String? {
    let entries = Self.entries(model)
    guard !entries.isEmpty else { return nil }
    return TextTable(headers: Self.headers, rows: entries.map(Self.row)).markdown
  }

  private static func entries(_ model: ReportModel) -> [Entry] {
    model.ranked.compactMap { result in RecoveryCurve(result.runs).map { Entry(result: result, curve: $0) } }
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
    ["contender", "episodes", "not recovered"] + probabilities.map { "p\(NumberText.significant($0 * 100))" }

  private static func row(_ entry: Entry) -> [String] {
    let quantiles = probabilities.map { entry.curve.quantile($0).map(NumberText.duration) ?? "never" }
    return [entry.result.name] + [entry.curve.count, entry.curve.censoredCount].map(NumberText.grouped) + quantiles
  }

  private static func never(_ entries: [Entry]) -> [SectionBlock] {
    guard !entries.isEmpty else { return [] }
    let table = PageParts.table(headers, PageParts.cells(entries.map(row)), label: "Time to recover")
    return [.markup("<p>No episode recovered within its run, or each at once.</p>\n\(table)")]
  }

  private static func line(_ entry: Entry, _ x: ChartAxis, _ countsDiffer: Bool) -> LineChart.Line {
    let curve = entry.curve
    var points: [(x: Double, y: Double)] = []
    for step in curve.steps {
      let place = max(x.low, step.seconds)
      // A step narrower than two pixels is not seen.
      if points.count > 1, let last = points.last, x.position(place) - x.position(last.x) < 0.002 {
        points[points.count - 1].y = step.share
      } else {
        points.append((place, step.share))
      }
    }
    // What is over stays over; otherwise nothing is known beyond the last episode seen.
    if let last = points.last { points.append((last.y < 1e-9 ? x.high : max(last.x, curve.end), last.y)) }
    var ticks: [(x: Double, y: Double)] = []
    for open in curve.censored {
      let place = max(x.low, open.seconds)
      if let last = ticks.last, x.position(place) - x.position(last.x) < 0.003 { continue }
      ticks.append((place, open.share))
    }
    let never = curve.censoredCount
    let count = countsDiffer ? "of \(NumberText.grouped(curve.count))" : ""
    let note = never == 0 ? count : "never: \(NumberText.grouped(never)) of \(NumberText.grouped(curve.count))"
    return LineChart.Line(
      name: entry.result.name, style: SeriesStyle(index: entry.result.index), points: points, note: note,
      ticks: ticks, isStep: true)
  }
}
