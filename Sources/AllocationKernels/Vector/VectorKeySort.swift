// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

/// Buckets that are not divided further: insertion puts them in order.
private let smallBucket = 24
/// Keys of one call that are ordered by counting how many precede each.
private var countedKeys: Int {
  @inline(always)
  get { 8 &* lanesOf64() }
}
/// The most buckets of one pass, so that their counters stay in the cache next to the processor.
private let mostBuckets = 1 << 14

/// Sorts distinct keys, ascending: `from` is used up, `to` has them in the end.
///
/// Keys are thrown into about as many evenly spaced buckets as there are keys, between the least and the largest. Hashes are
/// spread evenly, so most buckets hold a few; one that holds many is divided again between its own least and largest. Each
/// pass narrows the range of a bucket at least 64 times, so there are few.
///
/// - Parameter memory: 4 bytes a bucket, at most four a key and 64 more; then 8 bytes for each 24 keys.
@inline(always)
func sortKeys(
  _ from: UnsafeMutablePointer<UInt64>, _ count: Int, _ to: UnsafeMutablePointer<UInt64>,
  _ memory: UnsafeMutableRawPointer
) {
  if count <= countedKeys { return orderByCounting(from, count, to) }
  let buckets = memory.assumingMemoryBound(to: UInt32.self)
  let waiting = UnsafeMutablePointer<UInt32>(buckets + bucketCount(count))
  var waits = spread(from, count, to, buckets, 0, waiting, 0)
  while waits > 0 {
    waits = waits &- 1
    let start = Int(waiting[2 &* waits])
    let length = Int(waiting[2 &* waits &+ 1])
    copyKeys(to + start, from + start, length)
    waits = spread(from + start, length, to + start, buckets, start, waiting, waits)
  }
  var place = 1
  while place < count {
    let key = to[place]
    var hole = place
    while hole > 0, to[hole &- 1] > key {
      to[hole] = to[hole &- 1]
      hole = hole &- 1
    }
    to[hole] = key
    place = place &+ 1
  }
}

/// A power of two.
@inline(always)
private func bucketCount(_ count: Int) -> Int {
  let power = 1 &<< (64 &- (count &- 1).leadingZeroBitCount)
  return power < 64 ? 64 : power < mostBuckets ? power : mostBuckets
}

/// One pass over a bucket that begins at `origin`. Buckets that stay large are added to those that wait; answers how many
/// wait then.
@inline(always)
private func spread(
  _ from: UnsafeMutablePointer<UInt64>, _ count: Int, _ to: UnsafeMutablePointer<UInt64>,
  _ buckets: UnsafeMutablePointer<UInt32>, _ origin: Int, _ waiting: UnsafeMutablePointer<UInt32>, _ alreadyWaiting: Int
) -> Int {
  var least = from[0]
  var largest = from[0]
  var place = 1
  while place < count {
    let key = from[place]
    least = key < least ? key : least
    largest = key > largest ? key : largest
    place = place &+ 1
  }
  let number = bucketCount(count)
  let excess = number.leadingZeroBitCount &+ 1 &- (largest &- least).leadingZeroBitCount
  let shift = UInt64(excess > 0 ? excess : 0)
  place = 0
  while place < number {
    buckets[place] = 0
    place = place &+ 1
  }
  place = 0
  while place < count {
    let bucket = Int((from[place] &- least) &>> shift)
    buckets[bucket] = buckets[bucket] &+ 1
    place = place &+ 1
  }
  var waits = alreadyWaiting
  var start: UInt32 = 0
  place = 0
  while place < number {
    let length = buckets[place]
    buckets[place] = start
    if length > smallBucket {
      waiting[2 &* waits] = UInt32(origin) &+ start
      waiting[2 &* waits &+ 1] = length
      waits = waits &+ 1
    }
    start = start &+ length
    place = place &+ 1
  }
  place = 0
  while place < count {
    let key = from[place]
    let bucket = Int((key &- least) &>> shift)
    to[Int(buckets[bucket])] = key
    buckets[bucket] = buckets[bucket] &+ 1
    place = place &+ 1
  }
  return waits
}

@inline(always)
private func copyKeys(_ from: UnsafePointer<UInt64>, _ to: UnsafeMutablePointer<UInt64>, _ count: Int) {
  var place = 0
  while place < count {
    to[place] = from[place]
    place = place &+ 1
  }
}

/// The place of a key is the number of keys below it.
@inline(always)
private func orderByCounting(
  _ keys: UnsafePointer<UInt64>, _ count: Int, _ to: UnsafeMutablePointer<UInt64>
) {
  let width = lanesOf64()
  var place = 0
  while count &- place >= width {
    let some: LaneUInt64 = laneLoadUInt64(keys + place)
    var below = laneAllInt64(0)
    var other = 0
    while other < count {
      // A mask is -1 where it holds.
      below = below &- laneLessUInt64(laneAllUInt64(keys[other]), some)
      other = other &+ 1
    }
    var lane = 0
    while lane < width {
      to[Int(laneOfInt64(below, lane))] = keys[place &+ lane]
      lane = lane &+ 1
    }
    place = place &+ width
  }
  while place < count {
    let key = keys[place]
    var below = 0
    var other = 0
    while other < count {
      below = below &+ (keys[other] < key ? 1 : 0)
      other = other &+ 1
    }
    to[below] = key
    place = place &+ 1
  }
}
