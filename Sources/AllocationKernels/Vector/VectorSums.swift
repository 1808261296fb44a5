// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

#if KERNELS_V3 || KERNELS_V4
  import AllocationKernels
#endif

/// The sum of each stretch.
func vectorSumsOfInt32(
  _ values: UnsafePointer<Int32>, _ starts: UnsafePointer<Int32>, _ count: Int, _ sums: UnsafeMutablePointer<Int64>
) {
  let width = lanesOf64()
  var stretch = 0
  while stretch < count {
    var place = Int(starts[stretch])
    let end = Int(starts[stretch &+ 1])
    var first = laneAllInt64(0)
    var second = laneAllInt64(0)
    while end &- place >= 2 &* width {
      first = first &+ laneWidenInt32(laneLoadHalfInt32(values + place))
      second = second &+ laneWidenInt32(laneLoadHalfInt32(values + place + width))
      place = place &+ 2 &* width
    }
    var sum = laneSumInt64(first &+ second)
    while place < end {
      sum = sum &+ Int64(values[place])
      place = place &+ 1
    }
    sums[stretch] = sum
    stretch = stretch &+ 1
  }
}

/// The sum of each stretch.
func vectorSumsOfInt64(
  _ values: UnsafePointer<Int64>, _ starts: UnsafePointer<Int32>, _ count: Int, _ sums: UnsafeMutablePointer<Int64>
) {
  let width = lanesOf64()
  var stretch = 0
  while stretch < count {
    var place = Int(starts[stretch])
    let end = Int(starts[stretch &+ 1])
    var first = laneAllInt64(0)
    var second = laneAllInt64(0)
    while end &- place >= 2 &* width {
      first = first &+ laneLoadInt64(values + place)
      second = second &+ laneLoadInt64(values + place + width)
      place = place &+ 2 &* width
    }
    var sum = laneSumInt64(first &+ second)
    while place < end {
      sum = sum &+ values[place]
      place = place &+ 1
    }
    sums[stretch] = sum
    stretch = stretch &+ 1
  }
}

/// The sum of |replicas x total weight - weight x total replicas|.
func vectorDeviation(
  _ replicas: UnsafePointer<Int32>, _ weights: UnsafePointer<Int32>, _ count: Int, _ totalReplicas: Int32,
  _ totalWeight: Int32
) -> Int64 {
  let width = lanesOf64()
  let (allReplicas, allWeight) = (laneAllHalfInt32(totalReplicas), laneAllHalfInt32(totalWeight))
  var lanes = laneAllInt64(0)
  var place = 0
  while count &- place >= width {
    lanes =
      lanes
      &+ distance(laneLoadHalfInt32(replicas + place), laneLoadHalfInt32(weights + place), allReplicas, allWeight)
    place = place &+ width
  }
  if place < count {
    // Lanes beyond the end are at no distance.
    lanes =
      lanes
      &+ distance(
        laneLoadFirstHalfInt32(replicas + place, count &- place),
        laneLoadFirstHalfInt32(weights + place, count &- place),
        allReplicas, allWeight)
  }
  return laneSumInt64(lanes)
}

@inline(always)
private func distance(
  _ replicas: LaneHalfInt32, _ weights: LaneHalfInt32, _ totalReplicas: LaneHalfInt32, _ totalWeight: LaneHalfInt32
) -> LaneInt64 {
  let difference: LaneInt64 =
    laneProductInt32(replicas, totalWeight) &- laneProductInt32(weights, totalReplicas)
  return laneAbsoluteInt64(difference)
}

/// Number, sum, sum of squares, least and largest.
func vectorBalance(_ values: UnsafePointer<Int32>, _ count: Int) -> BalanceSums {
  let width = lanesOf32()
  let half = lanesOf64()
  var sum = laneAllInt64(0)
  var squares = laneAllInt64(0)
  var least = laneAllInt32(values[0])
  var largest = least
  var place = 0
  while count &- place >= width {
    let all: LaneInt32 = laneLoadInt32(values + place)
    least = laneMinInt32(least, all)
    largest = laneMaxInt32(largest, all)
    let low: LaneHalfInt32 = laneLoadHalfInt32(values + place)
    let high: LaneHalfInt32 = laneLoadHalfInt32(values + place + half)
    sum = sum &+ laneWidenInt32(low) &+ laneWidenInt32(high)
    squares = squares &+ laneProductInt32(low, low) &+ laneProductInt32(high, high)
    place = place &+ width
  }
  var result = BalanceSums(
    count: Int64(count), sum: laneSumInt64(sum), squares: laneSumInt64(squares), least: laneLeastInt32(least),
    largest: laneLargestInt32(largest))
  while place < count {
    let value = values[place]
    result.sum = result.sum &+ Int64(value)
    result.squares = result.squares &+ Int64(value) &* Int64(value)
    if value < result.least { result.least = value }
    if value > result.largest { result.largest = value }
    place = place &+ 1
  }
  return result
}

/// Marks the words that have the expected bits among those looked at.
func vectorMark(
  _ words: UnsafePointer<UInt64>, _ count: Int, _ looked: UInt64, _ expected: UInt64, _ keepingOnly: Bool,
  _ mask: UnsafeMutablePointer<UInt64>
) -> Int {
  let width = lanesOf64()
  let (look, expect) = (laneAllUInt64(looked), laneAllUInt64(expected))
  var marked = 0
  var start = 0
  while start < count {
    let end = count &- start < 64 ? count : start &+ 64
    var bits: UInt64 = 0
    var place = start
    // The baseline has no comparison of 64 bits.
    while width > 2, end &- place >= width {
      let equal = laneBitsOfEqualUInt64(laneLoadUInt64(words + place) & look, expect)
      bits = bits | UInt64(equal) &<< UInt64(place &- start)
      place = place &+ width
    }
    while place < end {
      bits = bits | (words[place] & looked == expected ? 1 : 0) &<< UInt64(place &- start)
      place = place &+ 1
    }
    let word = start / 64
    if keepingOnly { bits = bits & mask[word] }
    mask[word] = bits
    marked = marked &+ bits.nonzeroBitCount
    start = start &+ 64
  }
  return marked
}
