// SPDX-License-Identifier: GPL-3.0-or-later

/// The k-th smallest of many keys without sorting them.
public enum OrderStatistic {
  /// Up to here sorting by insertion is cheaper than counting.
  private static let fewKeys = 24

  /// The key of rank `rank` (from 0) among `count` keys, equal ones each counted. The keys are moved about.
  ///
  /// Counts by the highest 8 bits in which the keys differ and goes on in the one bucket that matters: O(n) each, at most
  /// 8 times, mostly twice; no comparison that a processor could guess wrong.
  public static func smallest(rank: Int, among keys: UnsafeMutablePointer<UInt64>, count: Int) -> UInt64 {
    precondition(rank >= 0 && rank < count, "rank \(rank) among \(count) keys")
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { counts in
      var (rank, count) = (rank, count)
      while count > fewKeys {
        var (low, high) = (keys[0], keys[0])
        for place in 1..<count {
          low = min(low, keys[place])
          high = max(high, keys[place])
        }
        if low == high { return low }
        let shift = UInt64(max(0, 56 - (high &- low).leadingZeroBitCount))
        counts.update(repeating: 0)
        for place in 0..<count { counts[Int(truncatingIfNeeded: (keys[place] &- low) &>> shift)] &+= 1 }
        var bucket = 0
        while rank >= Int(counts[bucket]) {
          rank -= Int(counts[bucket])
          bucket += 1
        }
        var kept = 0
        for place in 0..<count {
          let key = keys[place]
          keys[kept] = key
          kept &+= Int(truncatingIfNeeded: (key &- low) &>> shift) == bucket ? 1 : 0
        }
        count = kept
      }
      insertionSort(keys, count)
      return keys[rank]
    }
  }

  private static func insertionSort(_ keys: UnsafeMutablePointer<UInt64>, _ count: Int) {
    for place in 1..<max(count, 1) {
      let key = keys[place]
      var hole = place
      while hole > 0, keys[hole - 1] > key {
        keys[hole] = keys[hole - 1]
        hole -= 1
      }
      keys[hole] = key
    }
  }
}
