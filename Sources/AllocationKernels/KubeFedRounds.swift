// SPDX-License-Identifier: GPL-3.0-or-later

extension WeightedRounds {
  /// KubeFed's rounds: minimums, then what runs (unless rebalancing), then shares.
  ///
  /// Source: KubeFed `pkg/controller/util/planner/planner.go`, `Plan`. The capacity cut in the minimums makes no
  /// overflow, an overflow is assigned and not added, and `maximums` are not looked at for the minimums.
  /// O(n) a round; seldom more than a few rounds, at most one per cluster that fills up.
  public static func kubeFed(
    total: Int64, keepsCurrent: Bool, weights: [Int64], minimums: [Int64], maximums: [Int64], currents: [Int64],
    capacities: [Int64]
  ) -> WeightedRoundsResult? {
    let count = weights.count
    var rounds = KubeFedState(
      weights: weights, maximums: maximums, capacities: capacities,
      result: WeightedRoundsResult(
        plan: Array(repeating: 0, count: count), overflow: Array(repeating: 0, count: count), remaining: total),
      preallocated: Array(repeating: 0, count: count), active: Array(0..<count))
    for index in 0..<count {
      let minimum = min(minimums[index], rounds.result.remaining, capacities[index])
      rounds.result.remaining &-= minimum
      rounds.result.plan[index] = minimum
    }
    if keepsCurrent {
      for index in 0..<count where currents[index] > rounds.result.plan[index] {
        let target = min(currents[index], maximums[index], capacities[index])
        let extra = max(min(target &- rounds.result.plan[index], rounds.result.remaining), 0)
        rounds.result.remaining &-= extra
        rounds.preallocated[index] = extra
        rounds.result.plan[index] &+= extra
      }
    }
    return rounds.run() ? rounds.result : nil
  }
}

/// The state between KubeFed's rounds.
private struct KubeFedState {
  let weights: [Int64]
  let maximums: [Int64]
  let capacities: [Int64]
  var result: WeightedRoundsResult
  /// Kept replicas that still count against a cluster's share.
  var preallocated: [Int64]
  /// The clusters that are not full, in planner order.
  var active: [Int]

  /// False when the rounds do not end.
  mutating func run() -> Bool {
    var fuel = WeightedRounds.Fuel(clusters: weights.count)
    var modified = true
    while modified, result.remaining > 0 {
      guard fuel.burn(active.count) else { return false }
      var sum: Int64 = 0
      for index in active { sum &+= weights[index] }
      guard sum > 0 else { break }
      let outcome = round(sum: sum)
      modified = outcome.modified
      if modified, !outcome.placed { skipIdleRounds(sum: sum) }
    }
    return true
  }

  /// One round. `placed` is false when it only ate kept replicas, so that the next one starts from the same numbers.
  private mutating func round(sum: Int64) -> (modified: Bool, placed: Bool) {
    let distributed = result.remaining
    var (modified, placed) = (false, false)
    var kept = 0
    for position in active.indices {
      let index = active[position]
      let start = result.plan[index]
      var extra = min(
        WeightedRounds.roundedUpShare(distributed, weights[index], of: sum), result.remaining)
      let used = min(extra, preallocated[index])
      if used != 0 {
        preallocated[index] &-= used
        extra &-= used
        if used > 0 { modified = true }
      }
      var target = start &+ extra
      var isFull = false
      if target > maximums[index] { (target, isFull) = (maximums[index], true) }
      if target > capacities[index] {
        result.overflow[index] = target &- capacities[index]
        (target, isFull) = (capacities[index], true)
      }
      if isFull {
        placed = true
      } else {
        active[kept] = index
        kept += 1
      }
      if target != start { placed = true }
      result.remaining &-= target &- start
      result.plan[index] = target
      if target > start { modified = true }
    }
    active.removeLast(active.count - kept)
    return (modified, placed)
  }

  /// Takes the rounds in closed form in which every share is eaten by kept replicas: with a few replicas left over and
  /// millions kept there would be millions of them.
  private mutating func skipIdleRounds(sum: Int64) {
    var idleRounds = Int64.max
    for index in active {
      let extra = min(
        WeightedRounds.roundedUpShare(result.remaining, weights[index], of: sum), result.remaining)
      if extra < 0 { return }
      if extra > 0 { idleRounds = min(idleRounds, preallocated[index] / extra) }
    }
    guard idleRounds > 0, idleRounds != .max else { return }
    for index in active {
      let extra = min(
        WeightedRounds.roundedUpShare(result.remaining, weights[index], of: sum), result.remaining)
      if extra > 0 { preallocated[index] &-= idleRounds &* extra }
    }
  }
}
