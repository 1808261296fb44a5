// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// How long workloads had less than a threshold (A5) or less than their minimum (A6): integrals of how many have.
struct ThresholdDownTime: Sendable {
  /// What is looked at; places in `below`.
  private static let metrics = [
    "below_demand_workload_hours", "below_90_workload_hours", "below_50_workload_hours", "outage_workload_hours",
    "below_minimum_workload_hours",
  ]

  private let minimums: [Int64]
  private let hasMinimum: Bool
  /// One bit per threshold that the workload is below.
  private var states: [UInt8]
  private var below = Array(repeating: ExactIntegral(), count: Self.metrics.count)

  init(scenario: Scenario) {
    minimums = scenario.workloads.map { Int64($0.minimumAvailable ?? 0) }
    hasMinimum = scenario.workloads.contains { $0.minimumAvailable != nil }
    states = Array(repeating: 0, count: minimums.count)
  }

  mutating func take(_ observation: Observation, levels: WorkloadLevels) {
    switch observation.kind {
    case .servingChanged, .servingLostToFault, .demandChanged: break
    default: return
    }
    let workload = Int(observation.workload)
    let serving = levels.serving(of: workload)
    let wanted = levels.wanted(of: workload)
    var state: UInt8 = 0
    if serving < wanted {
      state = 1
      if serving * 10 < wanted * 9 { state |= 2 }
      if serving * 2 < wanted { state |= 4 }
      if serving <= 0 { state |= 8 }
    }
    // Nobody can have more ready than there is wanted: after a scale-down below the minimum that is the measure.
    if serving < min(minimums[workload], wanted) { state |= 16 }
    let changed = state ^ states[workload]
    guard changed != 0 else { return }
    states[workload] = state
    for place in below.indices where changed >> UInt8(place) & 1 == 1 {
      below[place].add(state >> UInt8(place) & 1 == 1 ? 1 : -1, at: observation.time)
    }
  }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    var metrics: [String: MetricValue] = [:]
    for (place, id) in Self.metrics.enumerated() { metrics[id] = MetricValue(below[place].hours(at: end)) }
    if !hasMinimum { metrics["below_minimum_workload_hours"] = MetricValue(nil) }
    return metrics
  }
}
