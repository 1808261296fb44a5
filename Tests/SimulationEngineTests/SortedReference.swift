// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import SimulationEngine

/// All pending events in one array in their order, as the engine is told to order them; events are numbered as they are
/// scheduled.
struct SortedReference {
  struct Pending {
    var time: SimulationTime
    var priority: EventPriority
    var event: Int
    var id: EventID

    func precedes(_ other: Pending) -> Bool {
      (time, priority, event) < (other.time, other.priority, other.event)
    }
  }

  private(set) var pending: [Pending] = []

  mutating func insert(_ new: Pending) {
    var (low, high) = (0, pending.count)
    while low < high {
      let middle = (low + high) / 2
      if pending[middle].precedes(new) { low = middle + 1 } else { high = middle }
    }
    pending.insert(new, at: low)
  }

  mutating func remove(at index: Int) -> Pending { pending.remove(at: index) }
  mutating func removeFirst() -> Pending? { pending.isEmpty ? nil : pending.removeFirst() }
}
