// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Karmada's order of feasible clusters: tier ascending, score descending, available descending, name ascending.
///
/// Source: Karmada `pkg/scheduler/core/spreadconstraint/util.go`, `sortClusters`. The four numbers go into one key where
/// their ranges leave room for it, which they nearly always do; its lowest bits are the rank, which leads back to the
/// cluster.
struct SelectionOrder: ~Copyable {
  /// How the numbers lie in a key.
  private struct Layout {
    var rankBits = 0
    var (lowestTier, highestScore, mostAvailable): (Int64, Int64, Int64) = (0, 0, 0)
    var (scoreShift, tierShift): (UInt64, UInt64) = (0, 0)
    var fits = true
  }

  private var keys = Column<UInt64>()
  private var selection = Column<UInt64>()
  private var placeOfRank = Column<Int32>()
  private var list = Column<Int32>()
  private var sorter = KeySort()

  /// The first `wanted` of all clusters, in order. O(n) for evenly spread numbers.
  mutating func first(_ wanted: Int, of columns: KarmadaFeasibleColumns) -> UnsafeMutablePointer<Int32> {
    let count = columns.count
    let list = self.list.reserve(count)
    guard wanted > 0 else { return list }
    let layout = layout(columns)
    guard layout.fits else { return sortByComparing(columns) }
    let (keys, placeOfRank) = (self.keys.reserve(count), self.placeOfRank.reserve(columns.rankBound))
    for place in 0..<count { placeOfRank[Int(columns.nameRanks[place])] = Int32(truncatingIfNeeded: place) }
    setKeys(keys, layout, columns)
    var listed = count
    if wanted < count / 2 {
      // Keys are distinct.
      let selection = self.selection.reserve(count)
      selection.update(from: keys, count: count)
      let last = OrderStatistic.smallest(rank: wanted - 1, among: selection, count: count)
      listed = 0
      for place in 0..<count {
        let key = keys[place]
        keys[listed] = key
        listed &+= key <= last ? 1 : 0
      }
    }
    sorter.sort(keys, count: listed)
    let mask = (1 << UInt64(layout.rankBits)) &- 1 as UInt64
    for place in 0..<listed { list[place] = placeOfRank[Int(keys[place] & mask)] }
    return list
  }

  private func layout(_ columns: KarmadaFeasibleColumns) -> Layout {
    var (least, most) = (Int64.max, Int64.min)
    for place in 0..<columns.count {
      least = min(least, columns.available[place])
      most = max(most, columns.available[place])
    }
    var (lowestScore, highestScore): (Int64, Int64) = (0, 0)
    if let scores = columns.scores {
      (lowestScore, highestScore) = (.max, .min)
      for place in 0..<columns.count {
        lowestScore = min(lowestScore, scores[place])
        highestScore = max(highestScore, scores[place])
      }
    }
    var (lowestTier, highestTier): (Int64, Int64) = (0, 0)
    if let tiers = columns.tiers {
      (lowestTier, highestTier) = (.max, .min)
      for place in 0..<columns.count {
        lowestTier = min(lowestTier, Int64(tiers[place]))
        highestTier = max(highestTier, Int64(tiers[place]))
      }
    }
    func bits(_ low: Int64, _ high: Int64) -> Int { 64 - UInt64(bitPattern: high &- low).leadingZeroBitCount }
    let rankBits = bits(0, Int64(columns.rankBound))
    let scoreShift = rankBits + bits(least, most)
    let tierShift = scoreShift + bits(lowestScore, highestScore)
    return Layout(
      rankBits: rankBits, lowestTier: lowestTier, highestScore: highestScore, mostAvailable: most,
      scoreShift: UInt64(scoreShift), tierShift: UInt64(tierShift),
      fits: tierShift + bits(lowestTier, highestTier) < 64)
  }

  private func setKeys(_ keys: UnsafeMutablePointer<UInt64>, _ layout: Layout, _ columns: KarmadaFeasibleColumns) {
    let rankBits = UInt64(layout.rankBits)
    for place in 0..<columns.count {
      let missing = UInt64(bitPattern: layout.mostAvailable &- columns.available[place])
      keys[place] = missing &<< rankBits | UInt64(truncatingIfNeeded: columns.nameRanks[place])
    }
    if let scores = columns.scores {
      for place in 0..<columns.count {
        keys[place] |= UInt64(bitPattern: layout.highestScore &- scores[place]) &<< layout.scoreShift
      }
    }
    if let tiers = columns.tiers {
      for place in 0..<columns.count {
        keys[place] |= UInt64(bitPattern: Int64(tiers[place]) &- layout.lowestTier) &<< layout.tierShift
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
