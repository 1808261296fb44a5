// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// One failure step by step: when each contender noticed, acted, decided and had replicas ready elsewhere.
struct FailoverSection: ReportSection {
  let id = "failover"
  let title = "One failover, step by step"

  private struct Entry {
    let name: String
    let timeline: FailoverTimeline
  }

  /// The phases as pictures show them: where they stand and whose colour they have.
  private enum Phase: Int, CaseIterable {
    case unnoticed, waiting, evicting, deciding, becomingReady

    var style: PartStyle { PartStyle(index: [0, 1, 2, 5, 7][rawValue]) }
    var lane: Int { max(0, rawValue - 1) }
    var name: String {
      ["not published yet", "published, waits", "evictions", "decisions", "replicas ready elsewhere"][rawValue]
    }
  }

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard let figure = FigureRuns(model) else { return [] }
    let entries = Self.entries(figure)
    guard let first = entries.first?.timeline else { return [] }
    let rows = entries.map(Self.row)
    let latest = entries.flatMap { Self.spans($0.timeline).map(\.to) }.max() ?? 1
    let repair = Self.sharedRepair(entries)
    let end = max(latest, repair ?? 1)
    func chart(_ id: String, width: Double) -> PhaseChart {
      PhaseChart(
        id: id, title: title,
        description: "For each contender, against the time from the failure: until it was published, until the hub "
          + "acted, and from the first to the last eviction, decision and replica ready elsewhere.",
        x: .logarithmicDuration(title: "time from the failure (logarithmic)", from: 1, to: max(end, 10)), rows: rows,
        laneCount: Phase.allCases.count - 1,
        marks: repair.map { [($0, "repair")] } ?? [], width: width)
    }
    let picture = FigurePicture(
      layout: .adaptive(
        broad: chart("failover-chart", width: 960), narrow: chart("failover-narrow", width: 344)),
      legend: Phase.allCases.map { LegendEntry($0.style, $0.name) })
    let plane = first.plane == "all" ? "" : ", plane \(first.plane)"
    let caption =
      "\(PageParts.origin(figure)); \(first.label) failed at \(NumberText.axisDuration(first.failedAt))\(plane). "
      + "Bars run from the first to the last of their kind; decisions and replicas count up to what was lost."
    return [
      .figure(
        Figure(
          id: "figure-failover", title: "From the failure to replicas elsewhere", caption: caption, picture: picture,
          data: FigureTable(
            label: "One failover, step by step", headers: Self.headers, rows: entries.map(Self.cells))))
    ]
  }

  func markdown(_ model: ReportModel) -> String? {
    guard let figure = FigureRuns(model) else { return nil }
    let entries = Self.entries(figure)
    guard let first = entries.first?.timeline else { return nil }
    return TextTable(headers: Self.headers, rows: entries.map(Self.cells)).markdown
      + "\nTimes from the failure of \(PrintableText.markdown(first.label)), first to last; "
      + "\(PrintableText.markdown(PageParts.origin(figure))).\n"
  }

  private static func entries(_ figure: FigureRuns) -> [Entry] {
    figure.runs.compactMap { run in run.failover.map { Entry(name: run.name, timeline: $0) } }
  }

  // MARK: The picture

  /// How long after the failure it was repaired, where that is the same for all.
  private static func sharedRepair(_ entries: [Entry]) -> Double? {
    let repairs = entries.map { entry in entry.timeline.repairedAt.map { $0 - entry.timeline.failedAt } }
    guard let first = repairs.first, repairs.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  private static func row(_ entry: Entry) -> PhaseChart.Row {
    let timeline = entry.timeline
    let note = "\(NumberText.grouped(timeline.readyReplicas)) of \(NumberText.grouped(timeline.lostReplicas)) elsewhere"
    return PhaseChart.Row(name: entry.name, note: note, spans: spans(timeline))
  }

  private static func spans(_ timeline: FailoverTimeline) -> [PhaseChart.Span] {
    var spans: [PhaseChart.Span] = []
    func add(_ phase: Phase, _ from: Double?, _ to: Double?) {
      guard let from, let to, to >= from else { return }
      let start = from - timeline.failedAt
      let end = to - timeline.failedAt
      let label = "\(phase.name): \(NumberText.duration(start)) to \(NumberText.duration(end))"
      spans.append(.init(style: phase.style, lane: phase.lane, from: start, to: end, label: label, phase: phase.name))
    }
    add(.unnoticed, timeline.failedAt, timeline.publishedAt ?? timeline.repairedAt)
    add(.waiting, timeline.publishedAt, timeline.actedAt)
    add(.evicting, timeline.evictions?.first, timeline.evictions?.last)
    add(.deciding, timeline.decisions?.first, timeline.decisions?.last)
    add(.becomingReady, timeline.ready?.first, timeline.ready?.last)
    return spans
  }

  // MARK: The table

  private static let headers = [
    "contender", "published", "acts", "evictions", "decisions", "placed", "ready elsewhere", "ready", "lost", "repair",
  ]

  private static func cells(_ entry: Entry) -> [String] {
    let timeline = entry.timeline
    func since(_ seconds: Double?) -> String { seconds.map { NumberText.duration($0 - timeline.failedAt) } ?? "never" }
    func span(_ phase: FailoverTimeline.Phase?) -> String {
      guard let phase else { return "-" }
      let (first, last) = (since(phase.first), since(phase.last))
      return first == last ? first : "\(first) to\n\(last)"
    }
    return [
      entry.name, since(timeline.publishedAt), since(timeline.actedAt), span(timeline.evictions),
      span(timeline.decisions), NumberText.grouped(timeline.placedReplicas), span(timeline.ready),
      NumberText.grouped(timeline.readyReplicas), NumberText.grouped(timeline.lostReplicas),
      since(timeline.repairedAt),
    ]
  }
}
