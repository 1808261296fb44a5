// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Planner order for one workload's key: weight descending, hash ascending, and the peers' own order of equals.
struct PlannerRanking: ~Copyable {
  /// How clusters of equal weight and hash are ordered.
  enum Ties {
    /// As Go's unstable sort leaves them (KubeFed).
    case goSort
    /// The original meets them in the random order of a map (KubeAdmiral): here by rank, or by place without ranks.
    case ranked(UnsafePointer<Int32>?)
  }

  private var hasher = ContinuedHashes()
  private var scratch = KernelScratch()
  private var beginnings = Column<UInt32>()
  private var hashes = Column<UInt32>()
  private var weights = Column<Int64>()
  private var order = Column<Int32>()

  /// The places that take part, in order. Valid until the next call. O(n) for evenly spread hashes.
  mutating func order(
    _ columns: WeightedColumns, key: UnsafeBufferPointer<UInt8>, ties: Ties
  ) -> UnsafeBufferPointer<Int32> {
    let count = columns.participantCount
    let (hashes, order) = (self.hashes.reserve(count), self.order.reserve(count))
    var (names, weights) = (columns.nameHashes, columns.weights)
    if let participants = columns.participants {
      let (beginnings, shares) = (self.beginnings.reserve(count), self.weights.reserve(count))
      for position in 0..<count {
        let place = Int(participants[position])
        beginnings[position] = names[place]
        shares[position] = weights[place]
      }
      (names, weights) = (UnsafePointer(beginnings), UnsafePointer(shares))
    }
    let kernels = Kernels.current
    hasher.hash(key, after: UnsafeBufferPointer(start: names, count: count), into: hashes, kernels: kernels)
    let equalNeighbours = kernels.rank(
      weights: UnsafeBufferPointer(start: weights, count: count),
      hashes: UnsafeBufferPointer(start: hashes, count: count),
      into: UnsafeMutableBufferPointer(start: order, count: count), scratch: &scratch)
    if equalNeighbours > 0 { settle(order, count, hashes, weights, columns, ties) }
    if let participants = columns.participants {
      for position in 0..<count { order[position] = participants[Int(order[position])] }
    }
    return UnsafeBufferPointer(start: order, count: count)
  }

  /// Puts clusters of equal weight and hash in the original's order. Positions still count those that take part alone.
  private func settle(
    _ order: UnsafeMutablePointer<Int32>, _ count: Int, _ hashes: UnsafePointer<UInt32>,
    _ weights: UnsafePointer<Int64>, _ columns: WeightedColumns, _ ties: Ties
  ) {
    guard case .ranked(let ranks) = ties else {
      // The order of equals depends on how the whole list is sorted.
      for position in 0..<count { order[position] = Int32(position) }
      GoSort.sort(UnsafeMutableBufferPointer(start: order, count: count), window: 0..<count) { first, second in
        let (a, b) = (Int(first), Int(second))
        return weights[a] != weights[b] ? weights[a] > weights[b] : hashes[a] < hashes[b]
      }
      return
    }
    func rank(_ position: Int32) -> Int32 {
      let place = columns.participants?[Int(position)] ?? position
      return ranks?[Int(place)] ?? place
    }
    func isTie(_ first: Int32, _ second: Int32) -> Bool {
      hashes[Int(first)] == hashes[Int(second)] && weights[Int(first)] == weights[Int(second)]
    }
    var start = 0
    for end in 1...count where end == count || !isTie(order[start], order[end]) {
      if end - start > 1 {
        var equals = UnsafeMutableBufferPointer(start: order + start, count: end - start)
        equals.sort { rank($0) < rank($1) }
      }
      start = end
    }
  }
}
