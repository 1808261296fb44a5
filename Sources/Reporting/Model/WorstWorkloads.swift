// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The workloads on which one contender lost most, over all its runs.
struct WorstWorkloads: Sendable {
  struct Row: Sendable {
    let workload: String
    /// Lost replica-hours a run, over all runs; runs in which it was not among the ten worst count as none.
    let lostReplicaHours: Double
    /// Its mean availability in the runs that name it.
    let availability: Double
  }

  let contender: String
  /// Most lost first.
  let rows: [Row]

  /// Nil when no run names a workload.
  init?(_ result: ContenderResult, limit: Int = 3) {
    struct Sum {
      var lostReplicaSeconds = 0.0
      var availability = 0.0
      var count = 0
    }
    var sums: [String: Sum] = [:]
    for loss in result.runs.flatMap({ $0.detail?.worstWorkloads ?? [] }) {
      sums[loss.workload, default: Sum()].lostReplicaSeconds += loss.lostReplicaSeconds
      sums[loss.workload, default: Sum()].availability += loss.availability
      sums[loss.workload, default: Sum()].count += 1
    }
    let all = sums.map { name, sum in
      Row(
        workload: name, lostReplicaHours: sum.lostReplicaSeconds / 3_600 / Double(result.runs.count),
        availability: sum.availability / Double(sum.count))
    }
    // The total order makes the dictionary's own order irrelevant.
    let sorted = all.filter { $0.lostReplicaHours > 0 }.sorted {
      ($1.lostReplicaHours, $0.workload) < ($0.lostReplicaHours, $1.workload)
    }
    guard !sorted.isEmpty else { return nil }
    contender = result.name
    rows = Array(sorted.prefix(limit))
  }
}
