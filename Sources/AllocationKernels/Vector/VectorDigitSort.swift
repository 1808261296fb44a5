// SPDX-License-Identifier: GPL-3.0-or-later

/// A place with what it is ordered by.
private struct DigitKey {
  /// From the largest weight down.
  var weight: UInt64
  var hash: UInt32
  var place: UInt32
}

/// ``vectorRank`` for weights so far apart that weight, hash and place do not fit into 64 bits: one stable pass for each byte
/// of hash and weight in which keys differ, from the last to the first.
///
/// - Parameter memory: 32 bytes a place, then 4 for each of 256 digits.
@inline(never)
func vectorRankByDigits(
  _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int, _ largest: Int64, _ weightBits: Int,
  _ memory: UnsafeMutableRawPointer, _ order: UnsafeMutablePointer<Int32>
) -> Int {
  var from = memory.assumingMemoryBound(to: DigitKey.self)
  var to = from + count
  let starts = UnsafeMutableRawPointer(to + count).assumingMemoryBound(to: UInt32.self)
  var place = 0
  while place < count {
    from[place] = DigitKey(
      weight: UInt64(bitPattern: largest &- weights[place]), hash: hashes[place],
      place: UInt32(truncatingIfNeeded: place))
    place = place &+ 1
  }
  let digits = 4 &+ (weightBits &+ 7) / 8
  var position = 0
  while position < digits {
    if passByDigit(from, count, to, starts, position) { (from, to) = (to, from) }
    position = position &+ 1
  }
  var ties = 0
  place = 0
  while place < count {
    order[place] = Int32(truncatingIfNeeded: from[place].place)
    if place > 0, from[place].weight == from[place &- 1].weight, from[place].hash == from[place &- 1].hash {
      ties = ties &+ 1
    }
    place = place &+ 1
  }
  return ties
}

/// The byte at `position`, of the hash first and then of the weight, the lowest first.
@inline(always)
private func digit(_ key: DigitKey, _ position: Int) -> Int {
  position < 4
    ? Int(key.hash &>> UInt32(8 &* position) & 0xFF) : Int(key.weight &>> UInt64(8 &* (position &- 4)) & 0xFF)
}

/// One pass; false, and nothing is written, where all keys have the same digit.
@inline(always)
private func passByDigit(
  _ from: UnsafeMutablePointer<DigitKey>, _ count: Int, _ to: UnsafeMutablePointer<DigitKey>,
  _ starts: UnsafeMutablePointer<UInt32>, _ position: Int
) -> Bool {
  var value = 0
  while value < 256 {
    starts[value] = 0
    value = value &+ 1
  }
  var place = 0
  while place < count {
    let found = digit(from[place], position)
    starts[found] = starts[found] &+ 1
    place = place &+ 1
  }
  if Int(starts[digit(from[0], position)]) == count { return false }
  var start: UInt32 = 0
  value = 0
  while value < 256 {
    let length = starts[value]
    starts[value] = start
    start = start &+ length
    value = value &+ 1
  }
  place = 0
  while place < count {
    let key = from[place]
    let found = digit(key, position)
    to[Int(starts[found])] = key
    starts[found] = starts[found] &+ 1
    place = place &+ 1
  }
  return true
}
