// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Karmada's order of feasible clusters: tier ascending, score descending, available descending, name ascending.
///
/// Source: Karmada `pkg/scheduler/core/spreadconstraint/util.go`, `sortClusters`. Tier, score and available go into one
/// number where their ranges leave room for it, which they nearly always do; by it, and by rank, the kernel ranks.
struct SelectionOrder: ~Copyable {
  /// How the numbers lie in one.
  private struct Layout {
    var (highestTier, lowestScore, leastAvailable): (Int64, Int64, Int64) = (0, 0, 0)
    var (scoreShift, tierShift): (Int64, Int64) = (0, 0)
    var fits = true
  }

  private var scratch = KernelScratch()
  private var keys = Column<Int64>()
  private var ranks = Column<UInt32>()
  private var list = Column<Int32>()

  /// The first `wanted` of all clusters, in order. O(n) for evenly spread numbers.
  mutating func first(_ wanted: Int, of columns: KarmadaFeasibleColumns) -> UnsafeMutablePointer<Int32> {
    let count = columns.count
    let list = self.list.reserve(count)
    guard wanted > 0 else { return list }
    let layout = layout(columns)
    guard layout.fits else { return sortByComparing(columns) }
    let (keys, ranks) = (self.keys.reserve(count), self.ranks.reserve(count))
    setKeys(keys, layout, columns)
    for place in 0..<count { ranks[place] = UInt32(bitPattern: columns.nameRanks[place]) }
    let (weights, hashes) = (
      UnsafeBufferPointer(start: keys, count: count), UnsafeBufferPointer(start: ranks, count: count)
    )
    let order = UnsafeMutableBufferPointer(start: list, count: wanted)
    if wanted == count {
      Kernels.current.rank(weights: weights, hashes: hashes, into: order, scratch: &scratch)
    } else {
      Kernels.current.top(weights: weights, hashes: hashes, into: order, scratch: &scratch)
    }
    return list
  }

  private func layout(_ columns: KarmadaFeasibleColumns) -> Layout {
    let available = Self.range(columns.available, columns.count)
    let score = columns.scores.map { Self.range($0, columns.count) } ?? (least: 0, most: 0)
    var tier: (least: Int64, most: Int64) = (0, 0)
    if let tiers = columns.tiers {
      tier = (.max, .min)
      for place in 0..<columns.count {
        tier = (min(tier.least, Int64(tiers[place])), max(tier.most, Int64(tiers[place])))
      }
    }
    func bits(_ range: (least: Int64, most: Int64)) -> Int64 {
      64 - Int64(UInt64(bitPattern: range.most &- range.least).leadingZeroBitCount)
    }
    let scoreShift = bits(available)
    let tierShift = scoreShift + bits(score)
    return Layout(
      highestTier: tier.most, lowestScore: score.least, leastAvailable: available.least, scoreShift: scoreShift,
      tierShift: tierShift, fits: tierShift + bits(tier) < 63)
  }

  private static func range(_ column: UnsafePointer<Int64>, _ count: Int) -> (least: Int64, most: Int64) {
    var (least, most) = (Int64.max, Int64.min)
    for place in 0..<count {
      least = min(least, column[place])
      most = max(most, column[place])
    }
    return (least, most)
  }

  private func setKeys(_ keys: UnsafeMutablePointer<Int64>, _ layout: Layout, _ columns: KarmadaFeasibleColumns) {
    for place in 0..<columns.count { keys[place] = columns.available[place] &- layout.leastAvailable }
    if let scores = columns.scores {
      for place in 0..<columns.count { keys[place] |= (scores[place] &- layout.lowestScore) &<< layout.scoreShift }
    }
    if let tiers = columns.tiers {
      for place in 0..<columns.count {
        keys[place] |= (layout.highestTier &- Int64(tiers[place])) &<< layout.tierShift
      }
    }
  }

  private mutating func sortByComparing(_ columns: KarmadaFeasibleColumns) -> UnsafeMutablePointer<Int32> {
    let list = self.list.reserve(columns.count)
    for place in 0..<columns.count { list[place] = Int32(place) }
    var places = UnsafeMutableBufferPointer(start: list, count: columns.count)
    places.sort { first, second in
      let (a, b) = (Int(first), Int(second))
      if let tiers = columns.tiers, tiers[a] != tiers[b] { return tiers[a] < tiers[b] }
      if let scores = columns.scores, scores[a] != scores[b] { return scores[a] > scores[b] }
      if columns.available[a] != columns.available[b] { return columns.available[a] > columns.available[b] }
      return columns.nameRanks[a] < columns.nameRanks[b]
    }
    return list
  }
}
