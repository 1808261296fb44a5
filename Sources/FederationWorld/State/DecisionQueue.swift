// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// The workloads that wait for a decision, each once.
struct DecisionQueue {
  /// A binary heap by priority (higher first), then by arrival; equal priorities make it a plain queue.
  private var heap: [Entry] = []
  private var arrivals: UInt64 = 0

  private struct Entry {
    var workload: Int32
    var priority: Int32
    var arrival: UInt64

    func precedes(_ other: Entry) -> Bool {
      priority != other.priority ? priority > other.priority : arrival < other.arrival
    }
  }

  var isEmpty: Bool { heap.isEmpty }
  var count: Int { heap.count }
  /// The one that is taken out next.
  var first: Int32? { heap.first?.workload }

  /// O(log n).
  mutating func append(_ workload: Int32, priority: Int32) {
    heap.append(Entry(workload: workload, priority: priority, arrival: arrivals))
    arrivals += 1
    var place = heap.count - 1
    while place > 0, heap[place].precedes(heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes the first out; O(log n).
  mutating func popFirst() -> Int32? {
    guard let first = heap.first else { return nil }
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      guard least != place else { return first.workload }
      heap.swapAt(place, least)
      place = least
    }
  }

  mutating func removeAll() { heap.removeAll(keepingCapacity: true) }
}

/// One scheduler process, or one shard of it: its queue, its workers and its buckets.
struct DecisionShard {
  var queue = DecisionQueue()
  /// Workers that are deciding or waiting for requests.
  var busyWorkers = 0
  /// How often its process has ended: what a worker of an earlier one was about to do does not happen.
  var process: Int32 = 0
  /// Requests to the hub's API.
  var requests: TokenBucket
  /// What all failures share.
  var retries: TokenBucket

  init(_ pace: ControlPlaneProfile.SchedulingPace) {
    requests = TokenBucket(pace.apiRate)
    retries = TokenBucket(pace.retryRate)
  }
}
