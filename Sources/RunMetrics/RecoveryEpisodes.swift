// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Results

/// From a failure until a workload is whole again: one episode per workload and failure that took ready replicas.
///
/// An episode ends at the first moment with ready >= demand that lasts 60 s; one that is open at the end of the run is
/// censored, never dropped. A further failure during an episode belongs to it.
struct RecoveryEpisodes: Sendable {
  /// How long a workload must stay whole.
  static let holdTime = SimulationDuration.seconds(60)

  private struct Episode {
    var start: SimulationTime
    var unit: Int32
    /// Since when it is whole; nil: it is not.
    var wholeSince: SimulationTime?
    /// Whether the failure still lasted then.
    var wasFailedThen = false
  }

  private var open: [Episode?]
  private var spans: [SimulationDuration] = []
  private var recoveredBeforeRepair = 0
  private var lastUnit: Int32 = -1
  private var isFailed: [Bool]

  init(workloadCount: Int, unitCount: Int) {
    open = Array(repeating: nil, count: workloadCount)
    isFailed = Array(repeating: false, count: unitCount)
  }

  /// Takes an observation in; `isWhole` tells the state after it.
  mutating func take(_ observation: Observation, isWhole: (Int) -> Bool) {
    switch observation.kind {
    case .faultBegan:
      lastUnit = Int32(truncatingIfNeeded: observation.value)
      isFailed[Int(lastUnit)] = true
    case .faultEnded:
      isFailed[Int(observation.value)] = false
    case .servingLostToFault, .servingChanged, .demandChanged:
      let workload = Int(observation.workload)
      let whole = isWhole(workload)
      settle(workload, before: observation.time)
      if observation.kind == .servingLostToFault, !whole, open[workload] == nil {
        open[workload] = Episode(start: observation.time, unit: lastUnit)
      } else if var episode = open[workload] {
        if !whole {
          episode.wholeSince = nil
        } else if episode.wholeSince == nil {
          episode.wholeSince = observation.time
          episode.wasFailedThen = isFailed[Int(episode.unit)]
        }
        open[workload] = episode
      }
    default: break
    }
  }

  /// Closes the episode of `workload` if it has been whole for long enough at `time`.
  private mutating func settle(_ workload: Int, before time: SimulationTime) {
    guard let episode = open[workload], let since = episode.wholeSince, time - since >= Self.holdTime else { return }
    count(episode, wholeSince: since)
    open[workload] = nil
  }

  private mutating func count(_ episode: Episode, wholeSince since: SimulationTime) {
    spans.append(since - episode.start)
    if episode.wasFailedThen { recoveredBeforeRepair += 1 }
  }

  /// Ends the run: episodes that are whole count as recovered (the hold time is cut short by the end), the rest is
  /// censored: how long each of these has lasted is known, and that it lasts longer.
  mutating func finish(at end: SimulationTime) -> (
    metrics: [String: MetricValue], buckets: [RunDetail.Bucket], open: [RunDetail.Bucket]
  ) {
    var openSpans: [SimulationDuration] = []
    for workload in open.indices {
      guard let episode = open[workload] else { continue }
      if let since = episode.wholeSince {
        count(episode, wholeSince: since)
      } else {
        openSpans.append(end - episode.start)
      }
    }
    let censored = openSpans.count
    spans.sort()
    openSpans.sort()
    let count = spans.count + censored
    let metrics = [
      "time_to_recover_p50": quantile(0.5, censored: censored),
      "time_to_recover_p99": quantile(0.99, censored: censored),
      "recovered_before_repair": MetricValue(
        count > 0 ? Double(recoveredBeforeRepair) / Double(count) : nil),
    ]
    return (metrics, Self.buckets(spans), Self.buckets(openSpans))
  }

  /// The least span that at least the share `probability` of all episodes did not exceed; no value when that episode
  /// never recovered.
  private func quantile(_ probability: Double, censored: Int) -> MetricValue {
    let count = spans.count + censored
    guard count > 0 else { return MetricValue(nil) }
    let rank = max(1, Int((probability * Double(count)).rounded(.up)))
    let value = rank <= spans.count ? spans[rank - 1].seconds : nil
    return MetricValue(value: value, unit: "s", censored: censored, count: count)
  }

  /// The spans, rounded to three significant digits and counted.
  private static func buckets(_ spans: [SimulationDuration]) -> [RunDetail.Bucket] {
    var buckets: [RunDetail.Bucket] = []
    for span in spans {
      let rounded = threeDigits(span)
      if let last = buckets.last, last.seconds == rounded {
        buckets[buckets.count - 1].count += 1
      } else {
        buckets.append(RunDetail.Bucket(seconds: rounded, count: 1))
      }
    }
    return buckets
  }

  /// Milliseconds rounded to three significant digits, in seconds.
  private static func threeDigits(_ span: SimulationDuration) -> Double {
    var milliseconds = (span.nanoseconds + 500_000) / 1_000_000
    var scale: Int64 = 1
    while milliseconds >= 1000 * scale { scale *= 10 }
    milliseconds = (milliseconds + scale / 2) / scale * scale
    return Double(milliseconds) / 1000
  }
}
