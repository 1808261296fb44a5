// SPDX-License-Identifier: GPL-3.0-or-later

/// Clusters by weight descending, then hash ascending: the order in which KubeFed and KubeAdmiral hand out.
///
/// First by weight, counting; then each run of equal weight by hash. O(n) for evenly spread hashes and each 8 to 11 bits
/// in which the weights differ. Of equal weight and hash the lower place comes first.
public struct PlannerOrder: ~Copyable {
  private var keys = Column<UInt64>()
  private var other = Column<UInt64>()
  private var counts = Column<Int32>()
  private var sorter = KeySort()

  /// Nothing reserved yet.
  public init() {}

  /// What a cluster is ordered by: the larger key comes first. `weight` is not negative and below 2^32.
  @inlinable
  public static func key(weight: Int64, hash: UInt32) -> UInt64 {
    UInt64(truncatingIfNeeded: weight) &<< 32 | UInt64(~hash)
  }

  /// Puts the places in `list` in order. `orderKeys` are by place.
  public mutating func sort(
    _ list: UnsafeMutablePointer<Int32>, count: Int, by orderKeys: UnsafePointer<UInt64>
  ) {
    guard count > 1 else { return }
    var (keys, other) = (self.keys.reserve(count), self.other.reserve(count))
    var (least, most) = (UInt64.max, UInt64.min)
    for position in 0..<count {
      let place = list[position]
      let key = orderKeys[Int(place)]
      least = min(least, key)
      most = max(most, key)
      keys[position] = ~key &<< 32 | UInt64(UInt32(bitPattern: place))
    }
    if least &>> 32 == most &>> 32 {
      sorter.sort(keys, count: count)
    } else {
      sortByWeight(&keys, count, &other, orderKeys, from: most &>> 32, to: least &>> 32)
      var start = 0
      while start < count {
        let weight = orderKeys[Self.place(of: keys[start])] &>> 32
        var end = start + 1
        while end < count, orderKeys[Self.place(of: keys[end])] &>> 32 == weight { end += 1 }
        if end - start > 1 { sorter.sort(keys + start, count: end - start) }
        start = end
      }
    }
    for position in 0..<count { list[position] = Int32(truncatingIfNeeded: keys[position]) }
  }

  @inline(__always)
  private static func place(of key: UInt64) -> Int { Int(truncatingIfNeeded: key & 0xffff_ffff) }

  /// By weight descending, equal ones as they are.
  private mutating func sortByWeight(
    _ keys: inout UnsafeMutablePointer<UInt64>, _ count: Int, _ other: inout UnsafeMutablePointer<UInt64>,
    _ orderKeys: UnsafePointer<UInt64>, from most: UInt64, to least: UInt64
  ) {
    let bits = 64 - (most &- least).leadingZeroBitCount
    let digit = min(bits, count < 1500 ? 8 : 11)
    let buckets = 1 << digit
    let mask = UInt64(truncatingIfNeeded: buckets &- 1)
    let counts = self.counts.reserve(buckets)
    for shift in stride(from: 0, to: UInt64(bits), by: digit) {
      counts.update(repeating: 0, count: buckets)
      for position in 0..<count {
        let below = most &- orderKeys[Self.place(of: keys[position])] &>> 32
        counts[Int(truncatingIfNeeded: below &>> shift & mask)] &+= 1
      }
      var start: Int32 = 0
      for bucket in 0..<buckets {
        let size = counts[bucket]
        counts[bucket] = start
        start &+= size
      }
      for position in 0..<count {
        let key = keys[position]
        let below = most &- orderKeys[Self.place(of: key)] &>> 32
        let bucket = Int(truncatingIfNeeded: below &>> shift & mask)
        other[Int(counts[bucket])] = key
        counts[bucket] &+= 1
      }
      swap(&keys, &other)
    }
  }
}
