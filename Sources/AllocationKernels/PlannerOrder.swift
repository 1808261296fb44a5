// SPDX-License-Identifier: GPL-3.0-or-later

/// Clusters by weight descending, then hash ascending: the order in which KubeFed and KubeAdmiral hand out.
///
/// Counting sorts, digit by digit from the lowest: O(n) for each digit that the numbers differ in. Clusters of equal
/// weight and hash keep the order they are given in.
public struct PlannerOrder: ~Copyable {
  /// Up to here insertion is cheaper than counting.
  private static let fewKeys = 24

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
    let keys = self.keys.reserve(count)
    var (least, most) = (Int64.max, Int64.min)
    for position in 0..<count {
      let place = list[position]
      let weight = weights[Int(place)]
      least = min(least, weight)
      most = max(most, weight)
      keys[position] = UInt64(hashes[position]) << 32 | UInt64(UInt32(bitPattern: place))
    }
    let range = UInt64(bitPattern: most &- least)
    if count <= Self.fewKeys {
      insertionSort(keys, count, weights)
    } else if range == 0 {
      sort(keys, count, from: 32, to: 64)
    } else if range < 1 << 12, placesFit(list, count) {
      // Weight, hash and place in one key.
      for position in 0..<count {
        let place = list[position]
        let weight = UInt64(bitPattern: most &- weights[Int(place)])
        keys[position] = weight << 52 | UInt64(hashes[position]) << 20 | UInt64(UInt32(bitPattern: place))
      }
      sort(keys, count, from: 20, to: 52 + (64 - range.leadingZeroBitCount))
      for position in 0..<count { keys[position] &= 0xf_ffff }
    } else {
      sort(keys, count, from: 32, to: 64)
      sort(keys, count, byWeightBelow: most, weights, bits: 64 - range.leadingZeroBitCount)
    }
    for position in 0..<count { list[position] = Int32(truncatingIfNeeded: keys[position]) }
  }

  private func placesFit(_ list: UnsafePointer<Int32>, _ count: Int) -> Bool {
    var all: Int32 = 0
    for position in 0..<count { all |= list[position] }
    return all < 1 << 20
  }

  private func insertionSort(
    _ keys: UnsafeMutablePointer<UInt64>, _ count: Int, _ weights: UnsafePointer<Int64>
  ) {
    for position in 1..<count {
      let key = keys[position]
      let weight = weights[Int(key & 0xffff_ffff)]
      var hole = position
      while hole > 0 {
        let before = keys[hole - 1]
        let weightBefore = weights[Int(before & 0xffff_ffff)]
        if weightBefore > weight || (weightBefore == weight && before &>> 32 <= key &>> 32) { break }
        keys[hole] = before
        hole -= 1
      }
      keys[hole] = key
    }
  }

  /// By the bits from `first` up to `end`.
  private mutating func sort(_ keys: UnsafeMutablePointer<UInt64>, _ count: Int, from first: Int, to end: Int) {
    let digit = count < 1500 ? 8 : 11
    let buckets = 1 << digit
    let digits = (end - first + digit - 1) / digit
    let mask = UInt64(buckets - 1)
    let counts = self.counts.reserve(buckets * digits)
    counts.update(repeating: 0, count: buckets * digits)
    for position in 0..<count {
      var rest = keys[position] &>> UInt64(first)
      for place in 0..<digits {
        counts[place &* buckets &+ Int(truncatingIfNeeded: rest & mask)] &+= 1
        rest &>>= UInt64(digit)
      }
    }
    var (source, target) = (keys, other.reserve(count))
    for place in 0..<digits {
      let shift = UInt64(first + place * digit)
      let starts = counts + place * buckets
      if starts[Int(truncatingIfNeeded: source[0] &>> shift & mask)] == Int32(truncatingIfNeeded: count) { continue }
      Self.accumulate(starts, buckets)
      for position in 0..<count {
        let key = source[position]
        let bucket = Int(truncatingIfNeeded: key &>> shift & mask)
        target[Int(starts[bucket])] = key
        starts[bucket] &+= 1
      }
      swap(&source, &target)
    }
    if source != keys { keys.update(from: source, count: count) }
  }

  /// By weight descending, equal ones as they are; the place is in the lowest 32 bits of a key.
  private mutating func sort(
    _ keys: UnsafeMutablePointer<UInt64>, _ count: Int, byWeightBelow most: Int64, _ weights: UnsafePointer<Int64>,
    bits: Int
  ) {
    let counts = self.counts.reserve(2048)
    var (source, target) = (keys, other.reserve(count))
    func digit(_ key: UInt64, _ shift: Int) -> Int {
      let below = UInt64(bitPattern: most &- weights[Int(truncatingIfNeeded: key & 0xffff_ffff)])
      return Int(truncatingIfNeeded: below &>> UInt64(shift) & 2047)
    }
    for shift in stride(from: 0, to: bits, by: 11) {
      counts.update(repeating: 0, count: 2048)
      for position in 0..<count { counts[digit(source[position], shift)] &+= 1 }
      Self.accumulate(counts, 2048)
      for position in 0..<count {
        let key = source[position]
        let bucket = digit(key, shift)
        target[Int(counts[bucket])] = key
        counts[bucket] &+= 1
      }
      swap(&source, &target)
    }
    if source != keys { keys.update(from: source, count: count) }
  }

  /// Counts to the first position of each bucket.
  private static func accumulate(_ counts: UnsafeMutablePointer<Int32>, _ buckets: Int) {
    var start: Int32 = 0
    for bucket in 0..<buckets {
      let size = counts[bucket]
      counts[bucket] = start
      start &+= size
    }
  }
}
