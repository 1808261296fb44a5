// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The runs whose series a report draws: one of each contender, at the same sweep point.
struct FigureRuns: Sendable {
  struct Run: Sendable {
    let name: String
    let index: Int
    let seed: Int
    let series: RunSeries
    let failover: FailoverTimeline?
  }
  /// A stretch of time to look at.
  struct Window: Sendable {
    let start: Double
    let end: Double
    /// What it shows, as `region eu-west, 1h to 5h`; nil when it is the whole run.
    let fault: RunSeries.Fault?
  }

  /// By rank.
  let runs: [Run]
  /// The sweep point; empty without a sweep.
  let pointLabel: String
  /// The worst episode and half its length on either side; the whole run when nothing failed.
  let window: Window
  /// The horizon in seconds.
  let horizon: Double

  /// Nil when no record carries series.
  init?(_ model: ReportModel) {
    let candidates = model.points.enumerated().map { place, point in
      (place: place, point: point, runs: Self.runs(of: point, ranked: model.ranked))
    }
    guard
      let best = candidates.filter({ !$0.runs.isEmpty }).max(by: {
        ($0.runs.count, Self.spread($0.point)) < ($1.runs.count, Self.spread($1.point))
      })
    else { return nil }
    runs = best.runs
    pointLabel = best.point.label
    horizon = model.manifest.horizonSeconds(at: best.place)
    window = Self.worstEpisode(best.runs, horizon: horizon)
  }

  /// Which point to draw: the one at which contenders differ most.
  private static func spread(_ point: ReportModel.Point) -> Double {
    let values = point.results.compactMap { $0.mean("availability") }
    guard let low = values.min(), let high = values.max() else { return 0 }
    return high - low
  }

  private static func runs(of point: ReportModel.Point, ranked: [ContenderResult]) -> [Run] {
    ranked.compactMap { contender in
      let run = point.results[contender.index].runs.first { !($0.detail?.series?.times.isEmpty ?? true) }
      guard let run, let series = run.detail?.series, series.isWhole else { return nil }
      return Run(
        name: contender.name, index: contender.index, seed: run.seed, series: series, failover: run.detail?.failover)
    }
  }

  private static func worstEpisode(_ runs: [Run], horizon: Double) -> Window {
    var worst: RunSeries.Fault?
    var worstLoss = -1.0
    var seen: Set<RunSeries.Fault> = []
    let faults = runs.flatMap(\.series.faults).filter { $0.end > $0.start && seen.insert($0).inserted }
    for fault in faults.sorted(by: { ($0.start, $0.end, $0.label) < ($1.start, $1.end, $1.label) }) {
      let loss = runs.reduce(0.0) { sum, run in
        sum + run.series.lostReplicaSeconds(from: fault.start, to: fault.end)
      }
      if loss > worstLoss {
        worst = fault
        worstLoss = loss
      }
    }
    guard let worst else { return Window(start: 0, end: horizon, fault: nil) }
    let margin = (worst.end - worst.start) / 2
    return Window(start: max(0, worst.start - margin), end: min(horizon, worst.end + margin), fault: worst)
  }
}

extension RunSeries {
  /// True when every line has a value for every time; a series that is not is not drawn.
  var isWhole: Bool {
    let count = times.count
    return demand.count == count && serving.count == count && readyByRegion.allSatisfy { $0.values.count == count }
      && utilisation.allSatisfy { $0.values.count == count }
  }

  func lostReplicaSeconds(from start: Double, to end: Double) -> Double {
    var lost = 0.0
    for index in times.indices {
      let from = max(start, times[index])
      let to = min(end, index + 1 < times.count ? times[index + 1] : end)
      if to > from { lost += (to - from) * max(0, demand[index] - serving[index]) }
    }
    return lost
  }
}
