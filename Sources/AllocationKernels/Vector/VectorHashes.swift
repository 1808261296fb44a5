// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

/// The order of the two operations of a step.
private enum HashKind { case fnv1, fnv1a }

/// The multiplier of a step; ``FNVHash/prime``, here as a constant of this module.
private var prime: LaneUInt32 {
  @inline(always)
  get { laneAllUInt32(16_777_619) }
}

/// FNV-1 of `bytes`, continued from each prefix's hash.
func vectorContinueFNV1(
  _ prefixes: UnsafePointer<UInt32>, _ count: Int, _ bytes: UnsafePointer<UInt8>, _ byteCount: Int,
  _ hashes: UnsafeMutablePointer<UInt32>
) { continueHashes(.fnv1, prefixes, count, bytes, byteCount, hashes) }

/// FNV-1a of `bytes`, continued from each prefix's hash.
func vectorContinueFNV1a(
  _ prefixes: UnsafePointer<UInt32>, _ count: Int, _ bytes: UnsafePointer<UInt8>, _ byteCount: Int,
  _ hashes: UnsafeMutablePointer<UInt32>
) { continueHashes(.fnv1a, prefixes, count, bytes, byteCount, hashes) }

/// FNV-1 of each name: names side by side, four bytes at a time, each lane as long as its name lasts.
func vectorHashNames(
  _ bytes: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int32>, _ count: Int, _ hashes: UnsafeMutablePointer<UInt32>
) {
  let width = lanesOf32()
  // Four bytes are read of a name that has fewer left; the last names end where nothing more may be read.
  let readable = Int(starts[count]) &- 4
  var name = 0
  // Four lanes do not make up for the gathering.
  while width > 4, count &- name >= width, Int(starts[name &+ width]) <= readable {
    var places: LaneInt32 = laneLoadInt32(starts + name)
    var left: LaneInt32 = laneLoadInt32(starts + name + 1) &- places
    var hash = laneAllUInt32(2_166_136_261)
    while laneAnyLessInt32(laneAllInt32(0), left) != 0 {
      // A lane that is through reads the first bytes of all.
      let isIn: LaneInt32 = laneLessInt32(laneAllInt32(0), left)
      var word: LaneUInt32 = laneGatherUInt32(bytes, places & isIn)
      var step: Int32 = 0
      while step < 4 {
        let next: LaneUInt32 = (hash &* prime) ^ (word & laneAllUInt32(0xFF))
        hash = laneWhereLessUInt32(laneAllInt32(step), left, next, hash)
        word = laneShiftRightUInt32(word, 8)
        step = step &+ 1
      }
      places = places &+ laneAllInt32(4)
      left = left &- laneAllInt32(4)
    }
    laneStoreUInt32(hashes + name, hash)
    name = name &+ width
  }
  while name < count {
    var hash: UInt32 = 2_166_136_261
    var place = Int(starts[name])
    while place < Int(starts[name &+ 1]) {
      hash = (hash &* 16_777_619) ^ UInt32(bytes[place])
      place = place &+ 1
    }
    hashes[name] = hash
    name = name &+ 1
  }
}

/// A step waits for the multiplication before it, so four vectors go side by side.
@inline(always)
private func continueHashes(
  _ kind: HashKind, _ prefixes: UnsafePointer<UInt32>, _ count: Int, _ bytes: UnsafePointer<UInt8>,
  _ byteCount: Int, _ hashes: UnsafeMutablePointer<UInt32>
) {
  let width = lanesOf32()
  var place = 0
  while count &- place >= 4 &* width {
    var a: LaneUInt32 = laneLoadUInt32(prefixes + place)
    var b: LaneUInt32 = laneLoadUInt32(prefixes + place + width)
    var c: LaneUInt32 = laneLoadUInt32(prefixes + place + 2 &* width)
    var d: LaneUInt32 = laneLoadUInt32(prefixes + place + 3 &* width)
    var position = 0
    while position < byteCount {
      let byte = laneAllUInt32(UInt32(bytes[position]))
      a = step(kind, a, byte)
      b = step(kind, b, byte)
      c = step(kind, c, byte)
      d = step(kind, d, byte)
      position = position &+ 1
    }
    laneStoreUInt32(hashes + place, a)
    laneStoreUInt32(hashes + place + width, b)
    laneStoreUInt32(hashes + place + 2 &* width, c)
    laneStoreUInt32(hashes + place + 3 &* width, d)
    place = place &+ 4 &* width
  }
  while place < count {
    let rest = count &- place < width ? count &- place : width
    var hash: LaneUInt32 = laneLoadFirstUInt32(prefixes + place, rest)
    var position = 0
    while position < byteCount {
      hash = step(kind, hash, laneAllUInt32(UInt32(bytes[position])))
      position = position &+ 1
    }
    laneStoreFirstUInt32(hashes + place, hash, rest)
    place = place &+ rest
  }
}

@inline(always)
private func step(_ kind: HashKind, _ hash: LaneUInt32, _ byte: LaneUInt32) -> LaneUInt32 {
  kind == .fnv1 ? (hash &* prime) ^ byte : (hash ^ byte) &* prime
}
