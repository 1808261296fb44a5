// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Results

/// Lost replica-time by cause: exact integrals that add up to the whole loss to the nanosecond.
struct LossCauses: Sendable {
  private var integrals = Array(repeating: ExactIntegral(), count: LossCause.allCases.count)

  /// The id of the metric of `cause`.
  static func metric(of cause: LossCause) -> String {
    switch cause {
    case .notDetected: "lost_not_detected_hours"
    case .tolerated: "lost_tolerated_hours"
    case .queuedForEviction: "lost_queued_for_eviction_hours"
    case .queuedForScheduling: "lost_queued_for_scheduling_hours"
    case .noCapacity: "lost_no_capacity_hours"
    case .propagating: "lost_propagating_hours"
    case .starting: "lost_starting_hours"
    case .blockedByOldCopy: "lost_blocked_by_old_copy_hours"
    case .nothingWillMoveIt: "lost_nothing_will_move_it_hours"
    }
  }

  mutating func take(_ observation: Observation) {
    guard observation.kind == .lossChanged else { return }
    integrals[Int(observation.cause.rawValue)].add(observation.value, at: observation.time)
  }

  /// What was lost to `cause`, in replicas times nanoseconds.
  func total(of cause: LossCause, at end: SimulationTime) -> Int128 {
    integrals[Int(cause.rawValue)].total(at: end)
  }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    var metrics: [String: MetricValue] = [:]
    for cause in LossCause.allCases {
      metrics[Self.metric(of: cause)] = MetricValue(integrals[Int(cause.rawValue)].hours(at: end))
    }
    return metrics
  }
}
