// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Results

/// From a failure until a workload has enough again: one episode per workload and failure that took ready replicas and
/// left it with less than enough.
///
/// An episode ends at the first moment with enough that lasts 60 s; one that is open at the end of the run is censored,
/// never dropped. A further failure during an episode belongs to it.
struct RecoveryEpisodes: Sendable {
  /// How long a workload must have enough.
  static let holdTime = SimulationDuration.seconds(60)

  private struct Episode {
    var start: SimulationTime
    var unit: Int32
    /// Since when it has enough; nil: it has not.
    var wholeSince: SimulationTime?
    /// Whether the failure still lasted then.
    var wasFailedThen = false
    /// The greatest share of the demand that was missing, and the workload's loss when it began.
    var depth = 0.0
    var lostBefore: Int128
  }

  /// Thousandths of the demand that are enough.
  private let enough: Int64
  private var open: [Episode?]
  private(set) var spans = CensoredSpans()
  private var recoveredBeforeRepair = 0
  private var lastUnit: Int32 = -1
  private var isFailed: [Bool]
  private(set) var phases: RecoveryPhases
  private var depthSum = 0.0
  private var greatestDepth = 0.0
  private var areaSum: Int128 = 0
  private var greatestArea: Int128 = 0

  /// - Parameter enough: Thousandths of the demand that are enough.
  init(workloadCount: Int, unitCount: Int, enough: Int64 = 1000) {
    self.enough = enough
    open = Array(repeating: nil, count: workloadCount)
    isFailed = Array(repeating: false, count: unitCount)
    phases = RecoveryPhases(workloadCount: enough == 1000 ? workloadCount : 0)
  }

  /// Takes an observation in; `levels` are the state after it.
  mutating func take(_ observation: Observation, levels: WorkloadLevels) {
    switch observation.kind {
    case .faultBegan:
      lastUnit = Int32(truncatingIfNeeded: observation.value)
      isFailed[Int(lastUnit)] = true
    case .faultEnded:
      isFailed[Int(observation.value)] = false
    case .lossChanged where enough == 1000:
      phases.take(observation)
    case .servingLostToFault, .servingChanged, .demandChanged:
      let workload = Int(observation.workload)
      let wanted = levels.wanted(of: workload)
      let serving = levels.serving(of: workload)
      let whole = serving * 1000 >= wanted * enough
      settle(workload, at: observation.time, levels: levels)
      if observation.kind == .servingLostToFault, !whole, open[workload] == nil {
        open[workload] = Episode(
          start: observation.time, unit: lastUnit, depth: Double(wanted - serving) / Double(wanted),
          lostBefore: levels.lostTotal(of: workload, at: observation.time))
        if enough == 1000 { phases.open(workload, at: observation.time) }
      } else if open[workload] != nil {
        follow(workload, wanted: wanted, serving: serving, isWhole: whole, at: observation.time)
      }
    default: break
    }
  }

  private mutating func follow(
    _ workload: Int, wanted: Int64, serving: Int64, isWhole: Bool, at time: SimulationTime
  ) {
    if wanted > 0 {
      let depth = Double(max(0, wanted - serving)) / Double(wanted)
      if depth > open[workload]?.depth ?? 1 { open[workload]?.depth = depth }
    }
    if !isWhole {
      open[workload]?.wholeSince = nil
    } else if let episode = open[workload], episode.wholeSince == nil {
      open[workload]?.wholeSince = time
      open[workload]?.wasFailedThen = isFailed[Int(episode.unit)]
    }
  }

  /// Closes the episode of `workload` if it has had enough for long enough at `time`.
  private mutating func settle(_ workload: Int, at time: SimulationTime, levels: WorkloadLevels) {
    guard let episode = open[workload], let since = episode.wholeSince, time - since >= Self.holdTime else { return }
    close(workload, episode, at: since, hasEnded: true, area: levels.lostTotal(of: workload, at: time))
    open[workload] = nil
  }

  private mutating func close(
    _ workload: Int, _ episode: Episode, at time: SimulationTime, hasEnded: Bool, area: Int128
  ) {
    spans.add(time - episode.start, hasEnded: hasEnded)
    if hasEnded, episode.wasFailedThen { recoveredBeforeRepair += 1 }
    depthSum += episode.depth
    greatestDepth = max(greatestDepth, episode.depth)
    areaSum += area - episode.lostBefore
    greatestArea = max(greatestArea, area - episode.lostBefore)
    if enough == 1000 { phases.close(workload, at: time) }
  }

  /// Ends the run: episodes that have enough count as recovered (the hold time is cut short by the end), the rest is
  /// censored.
  mutating func finish(at end: SimulationTime, levels: WorkloadLevels) {
    for workload in open.indices {
      guard let episode = open[workload] else { continue }
      close(
        workload, episode, at: episode.wholeSince ?? end, hasEnded: episode.wholeSince != nil,
        area: levels.lostTotal(of: workload, at: end))
      open[workload] = nil
    }
    spans.sort()
  }

  /// Times to recover to everything, phases, depth and area. To be asked for after `finish`.
  var metrics: [String: MetricValue] {
    let count = spans.count
    func perEpisode(_ sum: Double) -> MetricValue { MetricValue(count > 0 ? sum / Double(count) : nil) }
    var metrics = quantiles(prefix: "time_to_recover")
    metrics["recovered_before_repair"] = perEpisode(Double(recoveredBeforeRepair))
    metrics["recovery_episodes"] = MetricValue(Double(count))
    metrics["unrecovered_episodes"] = MetricValue(Double(spans.running.count))
    metrics["time_to_recover_km_p50"] = spans.kaplanMeier(0.5)
    metrics["time_to_recover_km_p99"] = spans.kaplanMeier(0.99)
    metrics["time_to_recover_mean"] = MetricValue(spans.mean)
    metrics["loss_depth_mean"] = perEpisode(depthSum)
    metrics["loss_depth_max"] = MetricValue(count > 0 ? greatestDepth : nil)
    metrics["loss_area_mean"] = perEpisode(Double(areaSum) / 1e9)
    metrics["loss_area_max"] = MetricValue(count > 0 ? Double(greatestArea) / 1e9 : nil)
    return metrics.merging(phases.metrics) { $1 }
  }

  /// Quantiles and the maximum of the spans.
  func quantiles(prefix: String) -> [String: MetricValue] {
    [
      "\(prefix)_p50": spans.quantile(0.5), "\(prefix)_p95": spans.quantile(0.95),
      "\(prefix)_p99": spans.quantile(0.99),
      "\(prefix)_max": spans.quantile(1),
    ]
  }

  /// Sorted spans, rounded to three significant digits and counted.
  static func buckets(_ spans: [SimulationDuration]) -> [RunDetail.Bucket] {
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
