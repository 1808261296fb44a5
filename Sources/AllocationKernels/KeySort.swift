// SPDX-License-Identifier: GPL-3.0-or-later

/// Ascending order of 64-bit keys, without comparisons that a processor could guess wrong.
///
/// Into as many buckets as there are keys, by the highest bits in which they differ: keys that are spread evenly are
/// nearly in order then, and insertion does the rest in O(n). Where they are not, digit by digit from the lowest, O(n) for
/// each 8 to 11 bits in which they differ.
public struct KeySort: ~Copyable {
  /// Up to here insertion is cheaper than counting.
  private static let fewKeys = 12
  /// A bucket of more keys than this says that they are not spread evenly.
  private static let fullBucket: Int32 = 24

  private var other = Column<UInt64>()
  private var counts = Column<Int32>()

  /// Nothing reserved yet.
  public init() {}

  /// Sorts the keys in place.
  public mutating func sort(_ keys: UnsafeMutablePointer<UInt64>, count: Int) {
    if count <= Self.fewKeys {
      Self.insertionSort(keys, count)
      return
    }
    var (least, most) = (UInt64.max, UInt64.min)
    for position in 0..<count {
      least = min(least, keys[position])
      most = max(most, keys[position])
    }
    let bits = 64 - (most &- least).leadingZeroBitCount
    let digit = min(Int.bitWidth - (count - 1).leadingZeroBitCount, 16, bits)
    let (buckets, shift) = (1 << digit, UInt64(bits - digit))
    let counts = self.counts.reserve(buckets)
    counts.update(repeating: 0, count: buckets)
    for position in 0..<count { counts[Int(truncatingIfNeeded: (keys[position] &- least) &>> shift)] &+= 1 }
    guard Self.accumulate(counts, buckets) <= Self.fullBucket else {
      sortByDigits(keys, count, from: least, bits: bits)
      return
    }
    let other = self.other.reserve(count)
    for position in 0..<count {
      let key = keys[position]
      let bucket = Int(truncatingIfNeeded: (key &- least) &>> shift)
      other[Int(counts[bucket])] = key
      counts[bucket] &+= 1
    }
    Self.insertionSort(other, count)
    keys.update(from: other, count: count)
  }

  private mutating func sortByDigits(
    _ keys: UnsafeMutablePointer<UInt64>, _ count: Int, from least: UInt64, bits: Int
  ) {
    let digit = count < 1500 ? 8 : 11
    let buckets = 1 << digit
    let mask = UInt64(truncatingIfNeeded: buckets &- 1)
    let counts = self.counts.reserve(buckets)
    var (source, target) = (keys, other.reserve(count))
    for shift in stride(from: 0, to: UInt64(bits), by: digit) {
      counts.update(repeating: 0, count: buckets)
      for position in 0..<count {
        counts[Int(truncatingIfNeeded: (source[position] &- least) &>> shift & mask)] &+= 1
      }
      Self.accumulate(counts, buckets)
      for position in 0..<count {
        let key = source[position]
        let bucket = Int(truncatingIfNeeded: (key &- least) &>> shift & mask)
        target[Int(counts[bucket])] = key
        counts[bucket] &+= 1
      }
      swap(&source, &target)
    }
    if source != keys { keys.update(from: source, count: count) }
  }

  private static func insertionSort(_ keys: UnsafeMutablePointer<UInt64>, _ count: Int) {
    for position in 1..<max(count, 1) {
      let key = keys[position]
      if keys[position - 1] <= key { continue }
      var hole = position
      repeat {
        keys[hole] = keys[hole - 1]
        hole -= 1
      } while hole > 0 && keys[hole - 1] > key
      keys[hole] = key
    }
  }

  /// Counts to the first position of each bucket; the largest count.
  @discardableResult
  private static func accumulate(_ counts: UnsafeMutablePointer<Int32>, _ buckets: Int) -> Int32 {
    var (start, largest): (Int32, Int32) = (0, 0)
    for bucket in 0..<buckets {
      let size = counts[bucket]
      counts[bucket] = start
      start &+= size
      largest = max(largest, size)
    }
    return largest
  }
}
