// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

#if KERNELS_V3 || KERNELS_V4
  import AllocationKernels
#endif

/// ``ReferenceKernels/remainders``: the place of the last remainder to be rounded up is found by counting, not by sorting.
func vectorRemainders(_ first: RoundsInput, _ rows: Int) {
  var input = first
  var row = 0
  while row < rows {
    var state = VectorRoundsState(input)
    if state.remaining >= 0, state.remaining <= 1 << 20, prepareRounds(input, &state) {
      fillUp(&state)
      if state.remaining > 0, state.weightSum > 0 { roundUpLargest(&state, shareOut(&state)) }
      var place = 0
      while place < state.clusters {
        let filled = place < state.whole ? lanesOf32() : state.clusters &- place
        storeColumn(input.plan, place, filled, laneLoadInt32(state.targets + place))
        place = place &+ lanesOf32()
      }
      input.remaining[0] = Int64(state.remaining)
    } else {
      input.remaining[0] = -1
    }
    input.advance()
    row = row &+ 1
  }
}

/// Fills up every cluster whose share reaches its bound, until there is none.
@inline(always)
private func fillUp(_ state: inout VectorRoundsState) {
  while state.remaining > 0, state.weightSum > 0 {
    let share = VectorShare(state)
    let sum = state.weightSum
    var weights = laneAllInt32(0)
    var taken = laneAllInt32(0)
    var place = 0
    while place < state.clusters {
      let weight: LaneInt32 = laneLoadInt32(state.weights + place)
      let start: LaneInt32 = laneLoadInt32(state.targets + place)
      let bound: LaneInt32 = laneLoadInt32(state.bounds + place)
      // Those without weight have no share, and no room counts for them.
      let isFull: LaneInt32 =
        laneLessInt32(laneAllInt32(0), weight) & ~laneLessInt32(share.roundedDown(weight).share, bound &- start)
      let target: LaneInt32 = start &+ ((bound &- start) & isFull)
      taken = taken &+ (target &- start)
      weights = weights &+ (weight & ~isFull)
      laneStoreInt32(state.targets + place, target)
      laneStoreInt32(state.weights + place, weight & ~isFull)
      place = place &+ lanesOf32()
    }
    state.remaining = state.remaining &- laneSumInt32(taken)
    state.weightSum = laneSumWide(weights)
    if state.weightSum == sum { return }
  }
}

/// Gives whole shares and writes the remainders, where kept replicas would be; answers the sum that they are remainders of.
@inline(always)
private func shareOut(_ state: inout VectorRoundsState) -> Int32 {
  let share = VectorShare(state)
  var taken = laneAllInt32(0)
  var place = 0
  while place < state.clusters {
    let (whole, rest) = share.roundedDown(laneLoadInt32(state.weights + place))
    laneStoreInt32(state.targets + place, laneLoadInt32(state.targets + place) &+ whole)
    laneStoreInt32(state.kept + place, rest)
    taken = taken &+ whole
    place = place &+ lanesOf32()
  }
  state.remaining = state.remaining &- laneSumInt32(taken)
  return Int32(truncatingIfNeeded: state.weightSum)
}

/// Clusters whose remainder is at least `least`.
@inline(always)
private func remainders(from least: Int32, _ state: VectorRoundsState) -> Int32 {
  let below = laneAllInt32(least &- 1)
  var count = laneAllInt32(0)
  var place = 0
  while place < state.clusters {
    // A mask is -1 where it holds.
    count = count &- laneLessInt32(below, laneLoadInt32(state.kept + place))
    place = place &+ lanesOf32()
  }
  return laneSumInt32(count)
}

/// Gives one more for each of the largest remainders, of equal ones to the first.
///
/// Remainders are spread over 0..<sum more or less evenly, so the one in question is sought by interpolation and halving in
/// turns. As they add up to `remaining` times the sum, more than `remaining` of them are not 0.
@inline(always)
private func roundUpLargest(_ state: inout VectorRoundsState, _ sum: Int32) {
  let wanted = state.remaining
  if wanted == 0 { return }
  // At least as many as wanted reach `low`, fewer than wanted reach `high`.
  var (low, high) = (Int32(1), sum)
  var (atLow, atHigh) = (Int32(truncatingIfNeeded: state.clusters), Int32(0))
  var isHalving = false
  while high &- low > 1 {
    var guess = low &+ (high &- low) / 2
    if !isHalving {
      let part = Double(atLow &- wanted) / Double(atLow &- atHigh)
      guess = low &+ Int32(Double(high &- low) * part)
      if guess <= low { guess = low &+ 1 }
      if guess >= high { guess = high &- 1 }
    }
    isHalving = !isHalving
    let count = remainders(from: guess, state)
    if count >= wanted {
      (low, atLow) = (guess, count)
      if count == wanted { break }
    } else {
      (high, atHigh) = (guess, count)
    }
  }
  giveOne(&state, from: low, tied: atLow == wanted ? 0 : wanted &- atHigh)
}

/// Gives one to each remainder from `least`; of those that are equal to it to the first `tied` only, where that is not 0.
@inline(always)
private func giveOne(_ state: inout VectorRoundsState, from least: Int32, tied: Int32) {
  let below = laneAllInt32(least &- 1)
  let equal = laneAllInt32(least)
  var left = VectorRemainder(tied)
  var place = 0
  while place < state.clusters {
    let rest: LaneInt32 = laneLoadInt32(state.kept + place)
    var more: LaneInt32 = laneAllInt32(0) &- laneLessInt32(below, rest)
    if tied > 0 {
      let ties: LaneInt32 = more & ~laneLessInt32(equal, rest)
      more = (more &- ties) &+ laneMinInt32(ties, left.take(ties))
    }
    laneStoreInt32(state.targets + place, laneLoadInt32(state.targets + place) &+ more)
    place = place &+ lanesOf32()
  }
  state.remaining = 0
}
