// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// The workloads that wait for a decision, each once: higher priorities first, then in the order of arrival.
struct DecisionQueue {
  /// One for each priority that was met so far, the highest first. There are few, as there are few priority classes.
  private var lanes: [Lane] = []
  private(set) var count = 0

  private struct Lane {
    let priority: Int32
    var waiting = FIFO<Int32>()
  }

  var isEmpty: Bool { count == 0 }
  /// The one that is taken out next. O(priorities).
  var first: Int32? { lanes.first { !$0.waiting.isEmpty }?.waiting.first }

  /// O(priorities).
  mutating func append(_ workload: Int32, priority: Int32) {
    let place = lanes.firstIndex { $0.priority <= priority } ?? lanes.count
    if place == lanes.count || lanes[place].priority != priority {
      lanes.insert(Lane(priority: priority), at: place)
    }
    lanes[place].waiting.append(workload)
    count += 1
  }

  /// Takes the first out. O(priorities).
  mutating func popFirst() -> Int32? {
    guard let place = lanes.firstIndex(where: { !$0.waiting.isEmpty }) else { return nil }
    count -= 1
    return lanes[place].waiting.popFirst()
  }

  mutating func removeAll() {
    for place in lanes.indices { lanes[place].waiting.removeAll() }
    count = 0
  }
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
