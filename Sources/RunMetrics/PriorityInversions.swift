// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// Replicas that wait while replicas of lower priority run (F1): at each moment as many as could take the place of a lower
/// one. Rooms and sizes are not looked at.
struct PriorityInversions: Sendable {
  /// The place of each workload's priority among the different ones, ascending.
  private let rankOf: [Int]
  private let rankCount: Int
  private var wanted: [Int64]
  private var assigned: [Int64]
  private var waiting: [Int64]
  private var pendingOf: [Int64]
  private var pending: [Int64]
  private var running: [Int64]
  private var inverted = ExactIntegral()
  private var isDirty = false

  init(scenario: Scenario) {
    let priorities = scenario.workloads.map(\.priority)
    let ranks = priorities.sorted().reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
    rankOf = priorities.map { priority in ranks.firstIndex(of: priority) ?? 0 }
    rankCount = ranks.count
    wanted = Array(repeating: 0, count: priorities.count)
    assigned = wanted
    waiting = wanted
    pendingOf = wanted
    pending = Array(repeating: 0, count: ranks.count)
    running = pending
  }

  mutating func take(_ observation: Observation) {
    guard rankCount > 1 else { return }
    let workload = Int(observation.workload)
    switch observation.kind {
    case .demandChanged: wanted[workload] = observation.value
    case .assignmentChanged: assigned[workload] = observation.value
    case .waitingChanged: waiting[workload] += observation.value
    case .servingChanged, .servingLostToFault:
      running[rankOf[workload]] += observation.value
      isDirty = true
      return
    default: return
    }
    let now = max(0, wanted[workload] - assigned[workload]) + waiting[workload]
    pending[rankOf[workload]] += now - pendingOf[workload]
    pendingOf[workload] = now
    isDirty = true
  }

  /// Counts what changed in the moment `time`, which is over. O(different priorities).
  mutating func settle(at time: SimulationTime) {
    guard isDirty else { return }
    isDirty = false
    var lower: Int64 = 0
    var count: Int64 = 0
    for rank in 0..<rankCount {
      let taken = min(lower, pending[rank])
      count += taken
      lower += running[rank] - taken
    }
    inverted.set(count, at: time)
  }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    ["priority_inversion_replica_hours": MetricValue(rankCount > 1 ? inverted.hours(at: end) : nil)]
  }
}
