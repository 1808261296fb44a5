// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results

/// Follows what is missing, and keeps the stretch of a run that lost most: memory and time do not depend on how long it
/// is. It is a picture's data; metrics never come from here.
///
/// A stretch ends when nothing has been missing for a minute. Its points are kept as they are up to 4,096; from there on
/// of each of 1,024 equal parts the first, the worst and the last.
struct WorstEpisodeRecorder: Sendable {
  private static let holdTime = SimulationDuration.seconds(60)
  private static let mostPoints = 4_096
  private static let thinnedParts = 1_024
  private static let mostStretches = 24
  private static let mostShown = 120

  private struct Point: Sendable {
    var time: SimulationTime
    var demand: Int64
    var served: Int64
    var missing: Int64 { demand - served }
  }

  private struct Episode: Sendable {
    var points: [Point]
    var lostReplicaSeconds = 0.0
    /// Since when nothing is missing; nil: something is.
    var wholeSince: SimulationTime?
    /// How much before its first point nothing was missing either.
    var margin: SimulationDuration
    /// When anything was failed.
    var failed: [FailedStretch] = []
  }

  /// A stretch in which something was failed all the time.
  private struct FailedStretch: Sendable {
    var labels: [String] = []
    var count = 0
    var plane: String
    let start: SimulationTime
    /// Nil: not yet over.
    var end: SimulationTime?

    mutating func add(_ unit: FaultUnit) {
      count += 1
      if count <= 3 { labels.append(unit.label) }
    }

    func record(end: SimulationTime) -> RunSeries.Fault {
      RunSeries.Fault(
        label: count <= 3 ? labels.joined(separator: ", ") : "\(count) parts", start: start.seconds,
        end: (self.end ?? end).seconds, plane: plane)
    }
  }

  private let units: [FaultUnit]
  private var current: Episode?
  private var best: Episode?
  private var last = Point(time: .zero, demand: 0, served: 0)
  private var lastEnd = SimulationTime.zero
  private var active: [(unit: Int, since: SimulationTime)] = []

  init(units: [FaultUnit]) { self.units = units }

  /// Takes an observation in; `served` and `demand` are those after it.
  mutating func take(_ observation: Observation, served: Int64, demand: Int64) {
    switch observation.kind {
    case .faultBegan: begin(Int(observation.value), at: observation.time)
    case .faultEnded: end(Int(observation.value), at: observation.time)
    default: break
    }
    guard served != last.served || demand != last.demand else { return }
    advance(to: observation.time)
    let point = Point(time: observation.time, demand: demand, served: served)
    if current != nil {
      append(point)
      // Several workloads change at one moment: what is missing between two of them is not missing.
      if point.missing == 0, current?.points.count == 1 { current = nil }
    } else if point.missing > 0 {
      open(with: point)
    }
    let wholeSince = point.missing > 0 ? nil : current?.wholeSince ?? point.time
    current?.wholeSince = wholeSince
    last = point
  }

  /// The worst stretch; nil when nothing was missing.
  mutating func finish(at end: SimulationTime) -> LossEpisode? {
    advance(to: end)
    close(at: current?.wholeSince ?? end)
    return best.flatMap { Self.record($0, end: end) }
  }

  // MARK: Stretches

  /// Counts what was missing up to `time`, and closes a stretch that has been whole for long enough.
  private mutating func advance(to time: SimulationTime) {
    current?.lostReplicaSeconds += Double(last.missing) * (time - last.time).seconds
    if let since = current?.wholeSince, time - since >= Self.holdTime { close(at: since) }
    last.time = time
  }

  private mutating func open(with point: Point) {
    var episode = Episode(points: [point], margin: point.time - lastEnd)
    if let first = active.first {
      var stretch = FailedStretch(plane: units[first.unit].plane.rawValue, start: first.since)
      for fault in active { stretch.add(units[fault.unit]) }
      episode.failed = [stretch]
    }
    current = episode
  }

  private mutating func close(at end: SimulationTime) {
    guard let episode = current else { return }
    if episode.lostReplicaSeconds > best?.lostReplicaSeconds ?? 0 { best = episode }
    current = nil
    lastEnd = end
  }

  private mutating func append(_ point: Point) {
    guard let count = current?.points.count else { return }
    if current?.points[count - 1].time == point.time {
      current?.points[count - 1] = point
    } else {
      current?.points.append(point)
    }
    guard count >= Self.mostPoints, let points = current?.points else { return }
    current?.points = Self.thinned(points, parts: Self.thinnedParts)
  }

  /// Of each of `parts` equal parts of the time the first, the worst and the last point.
  private static func thinned(_ points: [Point], parts: Int) -> [Point] {
    guard let first = points.first, let last = points.last, points.count > 3 * parts else { return points }
    let span = Int128((last.time - first.time).nanoseconds) + 1
    var kept: [Point] = []
    var start = 0
    while start < points.count {
      let part = Int128((points[start].time - first.time).nanoseconds) * Int128(parts) / span
      var end = start
      var worst = start
      while end < points.count,
        Int128((points[end].time - first.time).nanoseconds) * Int128(parts) / span == part
      {
        if points[end].missing > points[worst].missing { worst = end }
        end += 1
      }
      kept.append(points[start])
      if worst > start { kept.append(points[worst]) }
      if end - 1 > worst { kept.append(points[end - 1]) }
      start = end
    }
    return kept
  }

  // MARK: Failures

  private mutating func begin(_ unit: Int, at time: SimulationTime) {
    // A drain is no failure: the maintenance that follows it is.
    guard !units[unit].isDrain else { return }
    active.append((unit, time))
    guard current != nil else { return }
    if active.count == 1 {
      current?.failed.append(FailedStretch(plane: units[unit].plane.rawValue, start: time))
      joinClosest()
    }
    let last = (current?.failed.count ?? 0) - 1
    if last >= 0 { current?.failed[last].add(units[unit]) }
  }

  private mutating func end(_ unit: Int, at time: SimulationTime) {
    active.removeAll { $0.unit == unit }
    guard active.isEmpty else { return }
    Self.endStretch(of: &current, at: time)
    Self.endStretch(of: &best, at: time)
  }

  private static func endStretch(of episode: inout Episode?, at time: SimulationTime) {
    guard let last = episode?.failed.indices.last, episode?.failed[last].end == nil else { return }
    episode?.failed[last].end = time
  }

  /// Of too many stretches the two with the shortest pause between them become one.
  private mutating func joinClosest() {
    guard let failed = current?.failed, failed.count > Self.mostStretches else { return }
    func pause(_ place: Int) -> SimulationDuration {
      failed[place + 1].start - (failed[place].end ?? failed[place].start)
    }
    let place = (0..<failed.count - 1).min { pause($0) < pause($1) } ?? 0
    current?.failed[place].count += failed[place + 1].count
    current?.failed[place].labels += failed[place + 1].labels
    current?.failed[place].end = failed[place + 1].end
    current?.failed.remove(at: place + 1)
  }

  // MARK: The record

  /// The worst part: about the moment at which most was missing, as far as more than a tenth of that was missing.
  private static func record(_ episode: Episode, end: SimulationTime) -> LossEpisode? {
    let points = episode.points
    guard let peak = points.indices.max(by: { points[$0].missing < points[$1].missing }) else { return nil }
    let bound = points[peak].missing / 10
    var first = peak
    while first > 0, points[first - 1].missing > bound { first -= 1 }
    var next = peak + 1
    while next < points.count, points[next].missing > bound { next += 1 }
    let from = points[first].time
    let to = next < points.count ? points[next].time : end
    let quarter = SimulationDuration(nanoseconds: (to - from).nanoseconds / 4)
    let shownFrom = from - min(quarter, (from - points[0].time) + episode.margin)
    let shownTo = min(to + quarter, episode.wholeSince.map { $0 + holdTime } ?? end, end)
    var shown = points.filter { $0.time > shownFrom && $0.time < shownTo }
    // What held at the left edge: the point before it, or all of the demand before anything was missing.
    let before = points.last { $0.time <= shownFrom }
    let demand = before?.demand ?? points[0].demand
    shown.insert(Point(time: shownFrom, demand: demand, served: before?.served ?? demand), at: 0)
    if let last = shown.last { shown.append(Point(time: shownTo, demand: last.demand, served: last.served)) }
    shown = thinned(shown, parts: mostShown / 3)
    return LossEpisode(
      start: points[0].time.seconds, end: (episode.wholeSince ?? end).seconds,
      lostReplicaSeconds: episode.lostReplicaSeconds,
      times: shown.map { Double($0.time.nanoseconds / 1_000_000) / 1_000 },
      demand: shown.map { Double($0.demand) }, serving: shown.map { Double($0.served) },
      faults: episode.failed.map { $0.record(end: end) })
  }
}
