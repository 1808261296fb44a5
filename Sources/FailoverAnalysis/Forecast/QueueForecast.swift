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

  /// When the eviction workers take each of `items`, which are ascending by time, while each look at the cluster, from
  /// the taint on, queues those of `tolerating` anew that are not waiting.
  ///
  /// Source: karmada `pkg/controllers/cluster/taint_manager.go` (each of 3 workers sleeps 1/rate after an item; a look
  /// every 10 s), and the queue's shared bucket of client-go. O((items + tolerating x looks) x workers).
  static func evictions(
    of items: [Item], beside tolerating: [Int] = [], by eviction: ControlPlaneProfile.Eviction
  ) -> [Item] {
    guard let pause = eviction.workerPause else { return items }
    var free = [SimulationDuration](repeating: .zero, count: max(eviction.workers, 1))
    var bucket = eviction.queueRate.map(Bucket.init)
    func take(at time: SimulationDuration) -> SimulationDuration {
      let worker = free.indices.min { free[$0] < free[$1] } ?? 0
      var start = max(time, free[worker])
      if bucket != nil { start = bucket?.take(1, at: start) ?? start }
      free[worker] = start + pause
      return start
    }
    var taken: [SimulationDuration] = []
    var look = eviction.relistPeriod
    /// What is queued before `item`: with the taint itself those listed before it, later all of each look.
    func queue(before item: Item) {
      guard !tolerating.isEmpty else { return }
      let first = item.at > .zero ? tolerating.count : tolerating.firstIndex { $0 > item.workload } ?? tolerating.count
      for _ in taken.count..<max(first, taken.count) { taken.append(take(at: .zero)) }
      while eviction.relistPeriod > .zero, look < item.at {
        for place in tolerating.indices where taken[place] < look { taken[place] = take(at: look) }
        look += eviction.relistPeriod
      }
    }
    return items.map { item in
      queue(before: item)
      return Item(workload: item.workload, at: take(at: item.at))
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
