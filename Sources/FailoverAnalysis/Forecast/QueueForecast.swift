// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// When each of a number of items passes through the queues between a taint and a decision.
enum QueueForecast {
  /// An item and the moment that it is reached.
  struct Item: Hashable, Sendable {
    var workload: Int
    var at: SimulationDuration
  }

  /// When the eviction workers take each of `items`, which are ascending by time.
  ///
  /// Source: karmada `pkg/controllers/cluster/taint_manager.go` (each of 3 workers sleeps 1/rate after an item), and the
  /// queue's shared bucket of client-go. O(items x workers).
  static func evictions(of items: [Item], by eviction: ControlPlaneProfile.Eviction) -> [Item] {
    guard let rate = eviction.ratePerSecond else { return items }
    let pause = rate > 0 ? SimulationDuration(seconds: 1 / rate) : .minutes(30)
    var free = [SimulationDuration](repeating: .zero, count: max(eviction.workers, 1))
    var bucket = eviction.queueRate.map(Bucket.init)
    return items.map { item in
      let worker = free.indices.min { free[$0] < free[$1] } ?? 0
      var start = max(item.at, free[worker])
      if bucket != nil { start = bucket?.take(1, at: start) ?? start }
      free[worker] = start + pause
      return Item(workload: item.workload, at: start)
    }
  }

  /// When the decision about each of `items` is made: one queue, `workers` at once, requests from one bucket.
  static func decisions(
    of items: [Item], by pace: ControlPlaneProfile.SchedulingPace, requests: (Int) -> Int
  ) -> [Item] {
    var free = [SimulationDuration](repeating: .zero, count: max(pace.workers, 1))
    var bucket = pace.apiRate.map(Bucket.init)
    return items.map { item in
      let worker = free.indices.min { free[$0] < free[$1] } ?? 0
      var done = max(item.at, free[worker]) + pace.decisionTime
      if bucket != nil { done = bucket?.take(requests(item.workload), at: done) ?? done }
      free[worker] = done
      return Item(workload: item.workload, at: done)
    }
  }

  /// Tokens that fill up at a rate to a burst.
  private struct Bucket {
    let rate: ControlPlaneProfile.TokenRate
    var tokens: Double
    var updated = SimulationDuration.zero

    init(_ rate: ControlPlaneProfile.TokenRate) {
      self.rate = rate
      tokens = rate.burst
    }

    /// The moment at or after `time` at which `count` tokens are there; they are taken.
    mutating func take(_ count: Int, at time: SimulationDuration) -> SimulationDuration {
      let now = max(time, updated)
      tokens = min(rate.burst, tokens + (now - updated).seconds * rate.perSecond) - Double(count)
      updated = now
      if tokens >= 0 { return now }
      let wait = SimulationDuration(seconds: -tokens / rate.perSecond)
      tokens = 0
      updated = now + wait
      return updated
    }
  }
}
