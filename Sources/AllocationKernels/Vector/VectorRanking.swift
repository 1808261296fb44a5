// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

/// The least and the largest weight.
private struct WeightRange {
  var least: Int64
  var largest: Int64

  @inline(always)
  init(_ weights: UnsafePointer<Int64>, _ count: Int) {
    let width = lanesOf64()
    least = weights[0]
    largest = weights[0]
    var place = 0
    if count >= width {
      var low: LaneInt64 = laneLoadInt64(weights)
      var high = low
      place = width
      while count &- place >= width {
        let next: LaneInt64 = laneLoadInt64(weights + place)
        low = laneMinInt64(low, next)
        high = laneMaxInt64(high, next)
        place = place &+ width
      }
      least = laneLeastInt64(low)
      largest = laneLargestInt64(high)
    }
    while place < count {
      if weights[place] < least { least = weights[place] }
      if weights[place] > largest { largest = weights[place] }
      place = place &+ 1
    }
  }

  /// The bits that tell weights apart.
  @inline(always)
  var bits: Int { 64 &- UInt64(bitPattern: largest &- least).leadingZeroBitCount }
}

/// Bits that `value` takes.
@inline(always)
private func bitWidth(_ value: Int) -> Int { 64 &- value.leadingZeroBitCount }

/// Packs what is ordered by into one number each, ascending: weight from the largest down, hash, place.
@inline(always)
private func packKeys(
  _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int, _ largest: Int64, _ placeBits: Int,
  _ keys: UnsafeMutablePointer<UInt64>
) {
  let width = lanesOf64()
  let top = laneAllInt64(largest)
  var places: LaneInt64 = laneCountInt64()
  let step = laneAllInt64(Int64(width))
  var place = 0
  while count &- place >= width {
    let weight: LaneInt64 = laneShiftLeftInt64(top &- laneLoadInt64(weights + place), 32)
    let hash: LaneInt64 = laneWidenUInt32(hashes + place)
    let key: LaneInt64 = laneShiftLeftInt64(weight | hash, Int64(placeBits)) | places
    laneStoreInt64(UnsafeMutableRawPointer(keys + place).assumingMemoryBound(to: Int64.self), key)
    places = places &+ step
    place = place &+ width
  }
  while place < count {
    let weight = UInt64(bitPattern: largest &- weights[place]) &<< 32
    keys[place] = (weight | UInt64(hashes[place])) &<< UInt64(placeBits) | UInt64(place)
    place = place &+ 1
  }
}

/// Weight descending, hash ascending, place ascending; answers the number of neighbours that only their place told apart.
func vectorRank(
  _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int, _ memory: UnsafeMutableRawPointer,
  _ order: UnsafeMutablePointer<Int32>
) -> Int {
  if count < 2 {
    if count == 1 { order[0] = 0 }
    return 0
  }
  let range = WeightRange(weights, count)
  let placeBits = bitWidth(count &- 1)
  if range.bits &+ placeBits > 64 {
    return vectorRankByDigits(weights, hashes, count, range.largest, range.bits, memory, order)
  }
  if range.bits &+ 32 &+ placeBits > 64 {
    return vectorRankByWeightThenHash(weights, hashes, count, range.largest, placeBits, memory, order)
  }
  let keys = memory.assumingMemoryBound(to: UInt64.self)
  packKeys(weights, hashes, count, range.largest, placeBits, keys)
  let sorted = keys + count
  sortKeys(keys, count, sorted, UnsafeMutableRawPointer(sorted + count))
  let mask = UInt64(1) &<< UInt64(placeBits) &- 1
  var ties = 0
  var before = ~sorted[0]
  var place = 0
  while place < count {
    let key = sorted[place]
    order[place] = Int32(truncatingIfNeeded: key & mask)
    ties = ties &+ ((key ^ before) &>> UInt64(placeBits) == 0 ? 1 : 0)
    before = key
    place = place &+ 1
  }
  return ties
}

/// ``vectorRank`` for weights that leave no room for the hash beside the place: by weight, then each run of equal weights by
/// hash.
@inline(never)
func vectorRankByWeightThenHash(
  _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int, _ largest: Int64, _ placeBits: Int,
  _ memory: UnsafeMutableRawPointer, _ order: UnsafeMutablePointer<Int32>
) -> Int {
  let keys = memory.assumingMemoryBound(to: UInt64.self)
  let sorted = keys + count
  let rest = UnsafeMutableRawPointer(sorted + count)
  let (shift, mask) = (UInt64(placeBits), UInt64(1) &<< UInt64(placeBits) &- 1)
  var place = 0
  while place < count {
    keys[place] = UInt64(bitPattern: largest &- weights[place]) &<< shift | UInt64(place)
    place = place &+ 1
  }
  sortKeys(keys, count, sorted, rest)
  var ties = 0
  var start = 0
  while start < count {
    var end = start
    while end < count, (sorted[end] ^ sorted[start]) &>> shift == 0 {
      let at = sorted[end] & mask
      keys[end] = UInt64(hashes[Int(at)]) &<< shift | at
      end = end &+ 1
    }
    if end &- start > 1 { sortKeys(keys + start, end &- start, sorted + start, rest) }
    place = start
    while place < end {
      order[place] = Int32(truncatingIfNeeded: sorted[place] & mask)
      ties = ties &+ (place > start && (sorted[place] ^ sorted[place &- 1]) &>> shift == 0 ? 1 : 0)
      place = place &+ 1
    }
    start = end
  }
  return ties
}

/// The first `wanted` of ``vectorRank``.
func vectorTop(
  _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int, _ wanted: Int,
  _ memory: UnsafeMutableRawPointer, _ order: UnsafeMutablePointer<Int32>
) {
  if wanted == 0 { return }
  // Insertion costs each place that enters a walk over the kept ones.
  if wanted <= 32 { return keepFirst(weights, hashes, count, wanted, order) }
  let all = memory.assumingMemoryBound(to: Int32.self)
  _ = vectorRank(weights, hashes, count, memory + (count &* 4 &+ 63) & ~63, all)
  var place = 0
  while place < wanted {
    order[place] = all[place]
    place = place &+ 1
  }
}

/// The first of ``vectorRank``: the largest weight, and of those that have it the least hash and place.
func vectorBest(_ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int) -> Int {
  let width = lanesOf64()
  // The baseline has no comparison of 64 bits.
  if width == 2 { return firstOfBest(weights, hashes, count) }
  let largest = WeightRange(weights, count).largest
  let wanted = laneAllInt64(largest)
  var least = laneAllInt64(.max)
  var places: LaneInt64 = laneCountInt64()
  let step = laneAllInt64(Int64(width))
  var place = 0
  while count &- place >= width {
    let key: LaneInt64 = laneShiftLeftInt64(laneWidenUInt32(hashes + place), 31) | places
    let others: LaneInt64 = laneDifferInt64(laneLoadInt64(weights + place), wanted)
    // A key has at most 63 bits; that of another weight becomes the largest number.
    least = laneMinInt64(least, laneShiftRightUInt64(others, 1) | key)
    places = places &+ step
    place = place &+ width
  }
  var first = laneLeastInt64(least)
  while place < count {
    if weights[place] == largest {
      let key = Int64(hashes[place]) &<< 31 | Int64(place)
      if key < first { first = key }
    }
    place = place &+ 1
  }
  return Int(first & 0x7FFF_FFFF)
}

@inline(always)
private func firstOfBest(_ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int) -> Int {
  var best = 0
  var place = 1
  while place < count {
    if precedes(weights, hashes, place, best) { best = place }
    place = place &+ 1
  }
  return best
}

/// Weight descending, then hash ascending.
@inline(always)
private func precedes(
  _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ first: Int, _ second: Int
) -> Bool {
  weights[first] > weights[second] || (weights[first] == weights[second] && hashes[first] < hashes[second])
}

/// Walks over all places and keeps the first so far; vectors in which no weight reaches that of the last kept one are passed
/// over.
@inline(always)
private func keepFirst(
  _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int, _ wanted: Int,
  _ order: UnsafeMutablePointer<Int32>
) {
  var place = 0
  while place < wanted {
    insert(place, weights, hashes, order, place)
    place = place &+ 1
  }
  let last = wanted &- 1
  let width = lanesOf64()
  // The baseline has no comparison of 64 bits.
  let usesVectors = width > 2
  while place < count {
    let threshold = weights[Int(order[last])]
    if usesVectors, count &- place >= width,
      laneAnyLessInt64(laneAllInt64(threshold &- 1), laneLoadInt64(weights + place)) == 0, threshold > .min
    {
      place = place &+ width
      continue
    }
    let end = !usesVectors || count &- place < width ? count : place &+ width
    while place < end {
      if precedes(weights, hashes, place, Int(order[last])) { insert(place, weights, hashes, order, last) }
      place = place &+ 1
    }
  }
}

/// Puts `place` where it belongs among the first `count` of the order; the one at `count` is given up.
@inline(always)
private func insert(
  _ place: Int, _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>,
  _ order: UnsafeMutablePointer<Int32>, _ count: Int
) {
  var hole = count
  while hole > 0, precedes(weights, hashes, place, Int(order[hole &- 1])) {
    order[hole] = order[hole &- 1]
    hole = hole &- 1
  }
  order[hole] = Int32(truncatingIfNeeded: place)
}
