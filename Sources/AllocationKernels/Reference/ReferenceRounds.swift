// SPDX-License-Identifier: GPL-3.0-or-later

extension ReferenceKernels {
  /// Weighted rounds by the letter: minimums, what is kept, then shares until nothing moves.
  ///
  /// Sources: KubeFed `pkg/controller/util/planner/planner.go`, `Plan`; KubeAdmiral
  /// `pkg/controllers/scheduler/planner/planner.go`, `getDesiredPlan`.
  static func rounds(_ first: RoundsInput, _ rows: Int) {
    var input = first
    for _ in 0..<rows {
      input.remaining[0] = isInRange(input) ? divide(input) : RoundsInput.outsideRange
      input.advance()
    }
  }

  private static func divide(_ input: RoundsInput) -> Int64 {
    var state = ReferenceRounds(input)
    state.giveMinimums()
    if input.currents != nil { state.keepCurrents() }
    state.run()
    return state.remaining
  }

  /// What ``RoundsInput`` states.
  static func isInRange(_ input: RoundsInput) -> Bool {
    guard 0...RoundsInput.largestTotal ~= input.totals[0] else { return false }
    var sum: Int64 = 0
    for cluster in 0..<input.count {
      let (minimum, maximum) = (input.minimums?[cluster] ?? 0, input.maximums?[cluster] ?? .max)
      guard input.weights[cluster] >= 0, minimum >= 0, minimum <= maximum else { return false }
      guard input.limits?[cluster] ?? 0 >= 0, input.capacities?[cluster] ?? 0 >= 0 else { return false }
      sum += Int64(input.weights[cluster])
    }
    return sum <= RoundsInput.largestWeightSum
  }
}

private struct ReferenceRounds {
  let input: RoundsInput
  var remaining: Int64
  /// Kept replicas that still count against a cluster's share.
  let kept: UnsafeMutablePointer<Int64>
  /// The clusters that are not full, in planner order, and how many.
  let active: UnsafeMutablePointer<Int32>
  var activeCount: Int

  init(_ input: RoundsInput) {
    self.input = input
    remaining = Int64(input.totals[0])
    kept = input.memory.assumingMemoryBound(to: Int64.self)
    active = UnsafeMutableRawPointer(kept + input.count).assumingMemoryBound(to: Int32.self)
    activeCount = input.count
    for cluster in 0..<input.count {
      input.overflow[cluster] = 0
      kept[cluster] = 0
      active[cluster] = Int32(cluster)
    }
  }

  private func maximum(_ cluster: Int) -> Int64 {
    Int64(min(input.maximums?[cluster] ?? .max, input.limits?[cluster] ?? .max))
  }

  private func capacity(_ cluster: Int) -> Int64 { Int64(input.capacities?[cluster] ?? .max) }

  mutating func giveMinimums() {
    for cluster in 0..<input.count {
      var minimum = min(
        Int64(input.minimums?[cluster] ?? 0), remaining, Int64(input.limits?[cluster] ?? .max))
      if capacity(cluster) < minimum {
        if input.countsMinimumOverflow { input.overflow[cluster] = Int32(minimum - capacity(cluster)) }
        minimum = capacity(cluster)
      }
      remaining -= minimum
      input.plan[cluster] = Int32(minimum)
    }
  }

  mutating func keepCurrents() {
    guard let currents = input.currents else { return }
    for cluster in 0..<input.count where currents[cluster] > input.plan[cluster] {
      let target = min(Int64(currents[cluster]), maximum(cluster), capacity(cluster))
      let extra = max(min(target - Int64(input.plan[cluster]), remaining), 0)
      remaining -= extra
      kept[cluster] = extra
      input.plan[cluster] += Int32(extra)
    }
  }

  mutating func run() {
    var modified = true
    while modified, remaining > 0 {
      var sum: Int64 = 0
      for position in 0..<activeCount { sum += Int64(input.weights[Int(active[position])]) }
      guard sum > 0 else { break }
      let outcome = round(sum: sum)
      modified = outcome.modified
      if modified, !outcome.placed { skipIdleRounds(sum: sum) }
    }
  }

  /// One round. `placed` is false when it only ate kept replicas, so that the next one starts from the same numbers.
  private mutating func round(sum: Int64) -> (modified: Bool, placed: Bool) {
    let distributed = remaining
    var (modified, placed) = (false, false)
    var stillActive = 0
    for position in 0..<activeCount {
      let cluster = Int(active[position])
      let start = Int64(input.plan[cluster])
      var extra = min(
        WeightedRounds.roundedUpShare(distributed, Int64(input.weights[cluster]), of: sum), remaining)
      let used = min(extra, kept[cluster])
      if used > 0 {
        kept[cluster] -= used
        extra -= used
        modified = true
      }
      var target = start + extra
      var isFull = false
      if target > maximum(cluster) { (target, isFull) = (maximum(cluster), true) }
      if target > capacity(cluster) {
        let beyond = Int32(target - capacity(cluster))
        input.overflow[cluster] = input.countsMinimumOverflow ? input.overflow[cluster] + beyond : beyond
        (target, isFull) = (capacity(cluster), true)
      }
      if !isFull {
        active[stillActive] = Int32(cluster)
        stillActive += 1
      }
      if isFull || target != start { placed = true }
      remaining -= target - start
      input.plan[cluster] = Int32(target)
      if target > start { modified = true }
    }
    activeCount = stillActive
    return (modified, placed)
  }

  /// Takes the rounds in closed form in which every share is eaten by kept replicas.
  private mutating func skipIdleRounds(sum: Int64) {
    var idleRounds = Int64.max
    for position in 0..<activeCount {
      let cluster = Int(active[position])
      let extra = min(WeightedRounds.roundedUpShare(remaining, Int64(input.weights[cluster]), of: sum), remaining)
      if extra > 0 { idleRounds = min(idleRounds, kept[cluster] / extra) }
    }
    guard idleRounds > 0, idleRounds != .max else { return }
    for position in 0..<activeCount {
      let cluster = Int(active[position])
      let extra = min(WeightedRounds.roundedUpShare(remaining, Int64(input.weights[cluster]), of: sum), remaining)
      if extra > 0 { kept[cluster] -= idleRounds * extra }
    }
  }
}
