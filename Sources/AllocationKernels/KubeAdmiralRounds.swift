// SPDX-License-Identifier: GPL-3.0-or-later

extension WeightedRounds {
  /// KubeAdmiral's rounds (`getDesiredPlan`): minimums, then shares, each cut by maximum, hard limit and capacity.
  ///
  /// Source: KubeAdmiral `pkg/controllers/scheduler/planner/planner.go`. Unlike KubeFed's, the capacity cut in the
  /// minimums makes overflow and later overflow is added to it. O(n) a round, at most one round per cluster that fills
  /// up.
  public static func kubeAdmiral(
    total: Int64, weights: [Int64], minimums: [Int64], maximums: [Int64], limits: [Int64], capacities: [Int64]
  ) -> WeightedRoundsResult? {
    let count = weights.count
    var result = WeightedRoundsResult(
      plan: Array(repeating: 0, count: count), overflow: Array(repeating: 0, count: count), remaining: total)
    for index in 0..<count {
      var minimum = min(minimums[index], result.remaining, limits[index])
      if capacities[index] < minimum {
        result.overflow[index] = minimum &- capacities[index]
        minimum = capacities[index]
      }
      result.remaining &-= minimum
      result.plan[index] = minimum
    }
    var active = Array(0..<count)
    var fuel = Fuel(clusters: count)
    var modified = true
    while modified, result.remaining > 0 {
      guard fuel.burn(active.count) else { return nil }
      modified = false
      var sum: Int64 = 0
      for index in active { sum &+= weights[index] }
      guard sum > 0 else { break }
      let distributed = result.remaining
      var kept = 0
      for position in active.indices {
        let index = active[position]
        let start = result.plan[index]
        let extra = min(roundedUpShare(distributed, weights[index], of: sum), result.remaining)
        var target = start &+ extra
        var isFull = false
        if target > maximums[index] { (target, isFull) = (maximums[index], true) }
        if target > limits[index] { (target, isFull) = (limits[index], true) }
        if target > capacities[index] {
          result.overflow[index] &+= target &- capacities[index]
          (target, isFull) = (capacities[index], true)
        }
        if !isFull {
          active[kept] = index
          kept += 1
        }
        result.remaining &-= target &- start
        result.plan[index] = target
        if target > start { modified = true }
      }
      active.removeLast(active.count - kept)
    }
    return result
  }
}
