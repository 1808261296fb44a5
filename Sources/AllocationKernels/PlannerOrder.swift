// SPDX-License-Identifier: GPL-3.0-or-later

/// Clusters by weight descending, then hash ascending: the order in which KubeFed and KubeAdmiral hand out.
///
/// First by weight, counting; then each run of equal weight by hash, into as many buckets as it has clusters, which an
/// even hash leaves nearly in order. O(n), and for hashes that are not even, and for each 8 to 11 bits that the weights
/// differ in, O(n) more. Clusters of equal weight and hash keep the order they are given in.
public struct PlannerOrder: ~Copyable {
  /// Up to here insertion is cheaper than counting.
  private static let fewKeys = 12
  /// A bucket of more keys than this says that the hash is not even.
  private static let fullBucket = 24

  private var keys = Column<UInt64>()
  private var other = Column<UInt64>()
  private var counts = Column<Int32>()

  /// Nothing reserved yet.
  public init() {}

  /// Puts the places in `list` in order. `hashes` are in the order of the list, `weights` by place.
  public mutating func sort(
    _ list: UnsafeMutablePointer<Int32>, count: Int, hashes: UnsafePointer<UInt32>, weights: UnsafePointer<Int64>
  ) {
    guard count > 1 else { return }
    var (keys, other) = (self.keys.reserve(count), self.other.reserve(count))
    var (least, most) = (Int64.max, Int64.min)
    for position in 0..<count {
      let place = list[position]
      let weight = weights[Int(place)]
      least = min(least, weight)
      most = max(most, weight)
      keys[position] = UInt64(hashes[position]) << 32 | UInt64(UInt32(bitPattern: place))
    }
    if least == most {
      sortRun(keys, count, other)
    } else {
      sortByWeight(&keys, count, &other, weights, from: most, to: least)
      var start = 0
      while start < count {
        let weight = weights[Self.place(of: keys[start])]
        var end = start + 1
        while end < count, weights[Self.place(of: keys[end])] == weight { end += 1 }
        if end - start > 1 { sortRun(keys + start, end - start, other) }
        start = end
      }
    }
    for position in 0..<count { list[position] = Int32(truncatingIfNeeded: keys[position]) }
  }

  @inline(__always)
  private static func place(of key: UInt64) -> Int { Int(truncatingIfNeeded: key & 0xffff_ffff) }

  /// Stable, by weight descending.
  private mutating func sortByWeight(
    _ keys: inout UnsafeMutablePointer<UInt64>, _ count: Int, _ other: inout UnsafeMutablePointer<UInt64>,
    _ weights: UnsafePointer<Int64>, from most: Int64, to least: Int64
  ) {
    let bits = 64 - UInt64(bitPattern: most &- least).leadingZeroBitCount
    let digit = min(bits, count < 1500 ? 8 : 11)
    let buckets = 1 << digit
    let counts = self.counts.reserve(buckets)
    for shift in stride(from: 0, to: bits, by: digit) {
      counts.update(repeating: 0, count: buckets)
      for position in 0..<count {
        counts[Self.bucket(UInt64(bitPattern: most &- weights[Self.place(of: keys[position])]), shift, buckets)] &+= 1
      }
      Self.accumulate(counts, buckets)
      for position in 0..<count {
        let key = keys[position]
        let bucket = Self.bucket(UInt64(bitPattern: most &- weights[Self.place(of: key)]), shift, buckets)
        other[Int(counts[bucket])] = key
        counts[bucket] &+= 1
      }
      swap(&keys, &other)
    }
  }

  @inline(__always)
  private static func bucket(_ number: UInt64, _ shift: Int, _ buckets: Int) -> Int {
    Int(truncatingIfNeeded: number &>> UInt64(truncatingIfNeeded: shift)) & (buckets &- 1)
  }

  /// By hash, the upper half of a key; stable.
  private mutating func sortRun(
    _ keys: UnsafeMutablePointer<UInt64>, _ count: Int, _ other: UnsafeMutablePointer<UInt64>
  ) {
    if count <= Self.fewKeys {
      insertionSort(keys, count)
      return
    }
    let bits = min(Int.bitWidth - (count - 1).leadingZeroBitCount, 16)
    let (buckets, shift) = (1 << bits, UInt64(64 - bits))
    let counts = self.counts.reserve(buckets)
    counts.update(repeating: 0, count: buckets)
    for position in 0..<count { counts[Int(truncatingIfNeeded: keys[position] &>> shift)] &+= 1 }
    guard Self.accumulate(counts, buckets) <= Self.fullBucket else {
      sortByDigits(keys, count, other)
      return
    }
    for position in 0..<count {
      let key = keys[position]
      let bucket = Int(truncatingIfNeeded: key &>> shift)
      other[Int(counts[bucket])] = key
      counts[bucket] &+= 1
    }
    insertionSort(other, count)
    keys.update(from: other, count: count)
  }

  private mutating func sortByDigits(
    _ keys: UnsafeMutablePointer<UInt64>, _ count: Int, _ other: UnsafeMutablePointer<UInt64>
  ) {
    let counts = self.counts.reserve(256)
    var (source, target) = (keys, other)
    for shift in stride(from: 32, to: 64, by: 8) {
      counts.update(repeating: 0, count: 256)
      for position in 0..<count { counts[Self.bucket(source[position], shift, 256)] &+= 1 }
      Self.accumulate(counts, 256)
      for position in 0..<count {
        let key = source[position]
        let bucket = Self.bucket(key, shift, 256)
        target[Int(counts[bucket])] = key
        counts[bucket] &+= 1
      }
      swap(&source, &target)
    }
  }

  private func insertionSort(_ keys: UnsafeMutablePointer<UInt64>, _ count: Int) {
    for position in 1..<count {
      let key = keys[position]
      if keys[position - 1] &>> 32 <= key &>> 32 { continue }
      var hole = position
      repeat {
        keys[hole] = keys[hole - 1]
        hole -= 1
      } while hole > 0 && keys[hole - 1] &>> 32 > key &>> 32
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
