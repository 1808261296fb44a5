// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The worst that happened: each contender's own worst stretch, and the worst failure of the first seed side by side.
struct WorstEpisodeSection: ReportSection {
  let id = "episode"
  let title = "The worst episode"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let runs = FigureRuns(model)
    let figures = [
      Self.worstRuns(model), runs.map(ServedShareFigure.figure), runs.flatMap(ReadyByRegionFigure.figure),
    ]
    return figures.compactMap { $0 }.map(SectionBlock.figure)
  }

  func markdown(_ model: ReportModel) -> String? {
    let worst = WorstEpisode.all(model)
    guard !worst.isEmpty else { return nil }
    return TextTable(headers: Self.headers, rows: worst.map(Self.cells)).markdown
  }

  /// The worst stretch of the worst run of each contender, each on its own time.
  private static func worstRuns(_ model: ReportModel) -> Figure? {
    let worst = WorstEpisode.all(model)
    guard !worst.isEmpty else { return nil }
    let panels = worst.map { entry -> (name: String, chart: any FigureChart) in
      let episode = entry.episode
      let times = episode.times.map { $0 - episode.start }
      let missing = zip(times, zip(episode.demand, episode.serving)).map { (x: $0, y: max(0, $1.0 - $1.1)) }
      let spans = PageParts.spans(RunSeries(faults: episode.faults)).map {
        ChartSpan(from: $0.from - episode.start, to: $0.to - episode.start, label: $0.label)
      }
      let chart = StackedAreaChart(
        id: "worst-\(entry.index)", title: "Worst episode, \(entry.contender)",
        description: "Missing replicas as an area, against the time since the first was missing.",
        x: .time(title: "", from: times.first ?? 0, to: times.last ?? 1, count: 5),
        y: .number(title: "missing replicas", from: 0, to: max(1, missing.map(\.y).max() ?? 1), count: 3),
        tops: [.init(style: SeriesStyle(index: 5), points: missing, name: "missing")], limit: [], spans: spans)
      return ("\(entry.contender) · \(entry.place), \(NumberText.axisDuration(episode.start))", chart)
    }
    let caption =
      "For each contender the stretch that lost most, in the run where it lost most: replicas that were missing, by the "
      + "time since the first was, which the panel's head names; the bar on top is what was failed. Each panel has scales "
      + "of its own."
    return Figure(
      id: "figure-worst-episode", title: "Each contender at its worst", caption: caption,
      picture: FigurePicture(layout: .panels(panels)),
      data: FigureTable(
        label: "Worst episode of each contender", headers: headers, rows: worst.map(cells), textColumns: [1, 7]))
  }

  private static let headers = [
    "contender", "run", "from", "to", "lost\nreplica-h", "demand", "least\nserving", "failed meanwhile",
  ]

  private static func cells(_ entry: WorstEpisode) -> [String] {
    let episode = entry.episode
    let labels = episode.faults.map(\.label)
    let failed = labels.prefix(3).joined(separator: ", ") + (labels.count > 3 ? " and more" : "")
    return [
      entry.contender, entry.place, NumberText.duration(episode.start), NumberText.duration(episode.end),
      NumberText.significant(episode.lostReplicaSeconds / 3_600, digits: 3),
      NumberText.grouped(Int(episode.demand.max() ?? 0)), NumberText.grouped(Int(episode.serving.min() ?? 0)),
      failed.isEmpty ? "nothing" : failed,
    ]
  }
}

/// The stretch of time in which one contender lost most, over all its runs.
struct WorstEpisode: Sendable {
  let contender: String
  let index: Int
  let key: RunKey
  let episode: LossEpisode

  /// The run, as `seed 3, at load=0.8`.
  var place: String {
    let point = RunKey.label(of: key.sweep)
    return "seed \(key.seed)" + (point.isEmpty ? "" : ", at \(point)")
  }

  /// Of each contender that lost anything, by rank; of equal losses the first run's.
  static func all(_ model: ReportModel) -> [WorstEpisode] {
    model.ranked.compactMap { result in
      var worst: WorstEpisode?
      for run in result.runs {
        guard let episode = run.detail?.worstEpisode, episode.isWhole,
          episode.lostReplicaSeconds > worst?.episode.lostReplicaSeconds ?? 0
        else { continue }
        worst = WorstEpisode(contender: result.name, index: result.index, key: run.key, episode: episode)
      }
      return worst
    }
  }
}

extension LossEpisode {
  /// True when every line has a value for every time, and there is time to draw.
  var isWhole: Bool {
    demand.count == times.count && serving.count == times.count && (times.last ?? 0) > (times.first ?? 0)
  }
}
