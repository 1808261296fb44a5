// SPDX-License-Identifier: GPL-3.0-or-later

extension ReferenceKernels {
  /// Largest remainders by the letter. Source: M. Balinski, H. P. Young, "Fair representation", 1982 (Hamilton's method).
  static func remainders(_ first: RoundsInput, _ rows: Int) {
    var input = first
    for _ in 0..<rows {
      if isInRange(input) {
        var state = ReferenceRemainders(input)
        state.fillUp()
        state.giveShares()
        input.remaining[0] = state.remaining
      } else {
        input.remaining[0] = RoundsInput.outsideRange
      }
      input.advance()
    }
  }
}

private struct ReferenceRemainders {
  let input: RoundsInput
  var remaining: Int64
  /// The clusters that take part still, in order, and how many.
  let active: UnsafeMutablePointer<Int32>
  var activeCount = 0
  /// What division leaves of each cluster's product.
  let remainders: UnsafeMutablePointer<Int32>
  var weightSum: Int64 = 0

  /// Gives the minimums.
  init(_ input: RoundsInput) {
    self.input = input
    remaining = Int64(input.totals[0])
    active = input.memory.assumingMemoryBound(to: Int32.self)
    remainders = active + input.count
    for cluster in 0..<input.count {
      let minimum = min(Int64(input.minimums?[cluster] ?? 0), remaining, Int64(bound(cluster)))
      input.plan[cluster] = Int32(minimum)
      remaining -= minimum
      if input.weights[cluster] > 0 {
        active[activeCount] = Int32(cluster)
        activeCount += 1
        weightSum += Int64(input.weights[cluster])
      }
    }
  }

  private func bound(_ cluster: Int) -> Int32 {
    min(input.maximums?[cluster] ?? .max, input.limits?[cluster] ?? .max, input.capacities?[cluster] ?? .max)
  }

  /// Fills up every cluster whose share reaches its bound, until there is none.
  mutating func fillUp() {
    var (before, isDone) = (activeCount, false)
    while !isDone, remaining > 0 {
      let (distributed, sum) = (remaining, weightSum)
      var kept = 0
      for position in 0..<activeCount {
        let cluster = Int(active[position])
        let room = Int64(bound(cluster) - input.plan[cluster])
        if Int64(input.weights[cluster]) * distributed / sum >= room {
          input.plan[cluster] = bound(cluster)
          remaining -= room
          weightSum -= Int64(input.weights[cluster])
        } else {
          active[kept] = Int32(cluster)
          kept += 1
        }
      }
      activeCount = kept
      isDone = kept == before
      before = kept
    }
  }

  /// Whole shares, then one more for each of the largest remainders.
  mutating func giveShares() {
    guard remaining > 0, activeCount > 0 else { return }
    let distributed = remaining
    for position in 0..<activeCount {
      let cluster = Int(active[position])
      let product = Int64(input.weights[cluster]) * distributed
      input.plan[cluster] += Int32(product / weightSum)
      remaining -= product / weightSum
      remainders[cluster] = Int32(product % weightSum)
    }
    for position in stride(from: activeCount / 2 - 1, through: 0, by: -1) { siftDown(position) }
    while remaining > 0 {
      input.plan[Int(active[0])] += 1
      remaining -= 1
      activeCount -= 1
      active[0] = active[activeCount]
      siftDown(0)
    }
  }

  /// The largest remainder first, of equal ones the first cluster.
  private func precedes(_ first: Int32, _ second: Int32) -> Bool {
    let (a, b) = (remainders[Int(first)], remainders[Int(second)])
    return a != b ? a > b : first < second
  }

  /// Restores the heap below `start`.
  private func siftDown(_ start: Int) {
    var hole = start
    while true {
      var child = 2 * hole + 1
      if child >= activeCount { return }
      if child + 1 < activeCount, precedes(active[child + 1], active[child]) { child += 1 }
      if !precedes(active[child], active[hole]) { return }
      let moving = active[hole]
      active[hole] = active[child]
      active[child] = moving
      hole = child
    }
  }
}
