// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Results

/// What is served and wanted of each workload: one reference, so that it is handed to all who judge by it.
struct WorkloadLevels: Sendable {
  /// One workload.
  struct Level: Sendable {
    var serving: Int64 = 0
    var wanted: Int64 = 0
    var promised: Int64 = 0
    var lost = ExactIntegral()
    var demand = ExactIntegral()
    var served: Int64 { min(serving, wanted) }
    var kept: Int64 { min(serving, promised) }
  }

  private var levels: [Level]

  init(count: Int) { levels = Array(repeating: Level(), count: count) }

  subscript(workload: Int) -> Level {
    get { levels[workload] }
    _modify { yield &levels[workload] }
  }

  /// Ready replicas of a workload that users reach, now.
  func serving(of workload: Int) -> Int64 { levels[workload].serving }

  /// Replicas of a workload that users want, now.
  func wanted(of workload: Int) -> Int64 { levels[workload].wanted }

  /// What a workload lost so far, in replicas times nanoseconds; `time` is not before its last change.
  func lostTotal(of workload: Int, at time: SimulationTime) -> Int128 { levels[workload].lost.total(at: time) }

  /// What users wanted of a workload so far, in replicas times nanoseconds; `time` is not before its last change.
  func demandTotal(of workload: Int, at time: SimulationTime) -> Int128 { levels[workload].demand.total(at: time) }

  /// The workloads that lost most, most first; only those that lost anything.
  func worst(_ count: Int, at end: SimulationTime, names: (Int) -> String) -> [WorkloadLoss] {
    let losing = levels.indices.filter { levels[$0].lost.total(at: end) > 0 }
    let order = losing.sorted { left, right in
      let (first, second) = (levels[left].lost.total(at: end), levels[right].lost.total(at: end))
      return first != second ? first > second : left < right
    }
    return order.prefix(count).map { index in
      let lost = levels[index].lost.hours(at: end)
      let demand = levels[index].demand.hours(at: end)
      return WorkloadLoss(
        workload: names(index), lostReplicaSeconds: lost * 3600, availability: demand > 0 ? 1 - lost / demand : 1)
    }
  }
}
