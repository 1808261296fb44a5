// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Scheduling

/// What was assigned when, as far back as a snapshot can be old.
struct AssignmentHistory {
  private struct Entry {
    var time: SimulationTime
    var workload: Int32
    var assignment: [AssignedReplicas]
  }

  private let reach: SimulationDuration
  private var entries: [Entry] = []
  /// How many entries there may be before those that no snapshot shows are dropped.
  private var limit = 1024

  /// How many entries are kept.
  var count: Int { entries.count }

  /// Nothing yet; snapshots are taken at most `reach` before the time of the last entry.
  init(reach: SimulationDuration) { self.reach = reach }

  /// Takes an assignment in; amortised O(1).
  mutating func append(_ assignment: [AssignedReplicas], of workload: Int, at time: SimulationTime) {
    entries.append(Entry(time: time, workload: Int32(workload), assignment: assignment))
    guard entries.count > limit else { return }
    dropOvertaken(before: time - reach)
    limit = max(1024, entries.count * 2)
  }

  /// What each of so many workloads was last assigned at or before `time`; nil: nothing is known of it. O(entries).
  func assignments(at time: SimulationTime, workloads count: Int) -> [[AssignedReplicas]?] {
    var found = [[AssignedReplicas]?](repeating: nil, count: count)
    for entry in entries.reversed() where entry.time <= time && found[Int(entry.workload)] == nil {
      found[Int(entry.workload)] = entry.assignment
    }
    return found
  }

  /// Of the entries at or before `time`, only the last one of each workload can be asked for.
  private mutating func dropOvertaken(before time: SimulationTime) {
    var isKnown = [Bool](repeating: false, count: 1 + Int(entries.map(\.workload).max() ?? 0))
    var kept: [Entry] = []
    for entry in entries.reversed() {
      if entry.time <= time {
        guard !isKnown[Int(entry.workload)] else { continue }
        isKnown[Int(entry.workload)] = true
      }
      kept.append(entry)
    }
    entries = kept.reversed()
  }
}
