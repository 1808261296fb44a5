// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

#if KERNELS_V3 || KERNELS_V4
  import AllocationKernels
#endif

/// ``ReferenceKernels/rounds``: in the range that ``RoundsInput`` states all rounds are the same for every lane, up to where
/// the replicas run out.
func vectorRounds(_ first: RoundsInput, _ rows: Int) {
  var input = first
  var row = 0
  while row < rows {
    input.remaining[0] = divideByRounds(input) ? input.remaining[0] : -1
    input.advance()
    row = row &+ 1
  }
}

/// One row; false where a number is out of range.
@inline(always)
private func divideByRounds(_ input: RoundsInput) -> Bool {
  var state = VectorRoundsState(input)
  guard state.remaining >= 0, state.remaining <= 1 << 20, prepareRounds(input, &state) else { return false }
  if input.currents != nil {
    keepCurrents(input, &state)
    run(&state, keeps: true)
  } else {
    run(&state, keeps: false)
  }
  finish(input, state)
  input.remaining[0] = Int64(state.remaining)
  return true
}

/// Grants what runs beyond the minimums.
@inline(always)
private func keepCurrents(_ input: RoundsInput, _ state: inout VectorRoundsState) {
  var left = VectorRemainder(state.remaining)
  var place = 0
  while place < state.clusters {
    let filled = place < state.whole ? lanesOf32() : state.clusters &- place
    // A current count below 0 is an absent one. No cluster can have more than the total.
    let current: LaneInt32 = laneMinInt32(loadColumn(input.currents, place, filled, 0), laneAllInt32(state.total))
    let target: LaneInt32 = laneLoadInt32(state.targets + place)
    let kept: LaneInt32 = laneMinInt32(laneMaxInt32(current, target), laneLoadInt32(state.bounds + place))
    let wanted: LaneInt32 = kept &- target
    let granted: LaneInt32 = laneMinInt32(wanted, left.take(wanted))
    laneStoreInt32(state.kept + place, granted)
    laneStoreInt32(state.targets + place, target &+ granted)
    place = place &+ lanesOf32()
  }
  state.remaining = left.first
}

/// Rounds until nothing moves or nothing is left.
@inline(always)
private func run(_ state: inout VectorRoundsState, keeps: Bool) {
  while state.remaining > 0, state.weightSum > 0 {
    let (sum, distributed) = (state.weightSum, state.remaining)
    let share = VectorShare(state)
    state.hasUsed = false
    if share.isSmall {
      round(&state, share, isSmall: true, keeps: keeps)
    } else {
      round(&state, share, isSmall: false, keeps: keeps)
    }
    if state.remaining != distributed { continue }
    guard keeps, state.hasUsed else { return }
    if state.weightSum == sum { vectorSkipIdleRounds(state) }
  }
}

@inline(always)
private func round(_ state: inout VectorRoundsState, _ share: VectorShare, isSmall: Bool, keeps: Bool) {
  let width = lanesOf32()
  var sums = laneAllInt32(0)
  var used = laneAllInt32(0)
  var place = 0
  while place < state.clusters {
    // So many vectors in which the replicas cannot run out.
    let safe = Int(Double(state.remaining) * share.vectorsPerReplica)
    let isSafe = safe >= 1
    let wanted = place &+ (isSafe ? safe : 2) &* width
    let end = wanted < state.clusters ? wanted : state.clusters
    if isSafe {
      var granted = laneAllInt32(0)
      while place < end {
        let shares: LaneInt32 = share.of(laneLoadInt32(state.weights + place), isSmall: isSmall)
        granted = granted &+ grantWhole(shares, place, state, &sums, &used, keeps: keeps)
        place = place &+ width
      }
      state.remaining = state.remaining &- laneSumInt32(granted)
    } else if keeps {
      while place < end, state.remaining > 0 {
        let shares: LaneInt32 = share.of(laneLoadInt32(state.weights + place), isSmall: isSmall)
        grantWhatIsLeftKeeping(shares, place, &state, &used)
        sums = sums &+ laneLoadInt32(state.weights + place)
        place = place &+ width
      }
    } else {
      var left = VectorRemainder(state.remaining)
      while place < end {
        let shares: LaneInt32 = share.of(laneLoadInt32(state.weights + place), isSmall: isSmall)
        sums = sums &+ grantWhatIsLeft(shares, place, state, &left)
        place = place &+ width
      }
      state.remaining = left.first
    }
    // The clusters after this get nothing and stay as they are, and there is no further round.
    if state.remaining == 0 { return }
  }
  state.weightSum = laneSumWide(sums)
  state.hasUsed = laneAnyNegativeInt32(laneAllInt32(0) &- used) != 0
}

/// Gives each lane its share; answers what it took.
@inline(always)
private func grantWhole(
  _ shares: LaneInt32, _ place: Int, _ state: VectorRoundsState, _ sums: inout LaneInt32, _ allUsed: inout LaneInt32,
  keeps: Bool
) -> LaneInt32 {
  var extra = shares
  if keeps {
    let kept: LaneInt32 = laneLoadInt32(state.kept + place)
    let used: LaneInt32 = laneMinInt32(shares, kept)
    laneStoreInt32(state.kept + place, kept &- used)
    allUsed = allUsed | used
    extra = extra &- used
  }
  let start: LaneInt32 = laneLoadInt32(state.targets + place)
  let bound: LaneInt32 = laneLoadInt32(state.bounds + place)
  let target: LaneInt32 = start &+ extra
  let active: LaneInt32 = laneLoadInt32(state.weights + place) & ~laneLessInt32(bound, target)
  laneStoreInt32(state.targets + place, target)
  laneStoreInt32(state.weights + place, active)
  sums = sums &+ active
  return laneMinInt32(target, bound) &- laneMinInt32(start, bound)
}

/// The same where the replicas may run out; answers the weights of those that are not full.
@inline(always)
private func grantWhatIsLeft(
  _ shares: LaneInt32, _ place: Int, _ state: VectorRoundsState, _ left: inout VectorRemainder
) -> LaneInt32 {
  let start: LaneInt32 = laneLoadInt32(state.targets + place)
  let bound: LaneInt32 = laneLoadInt32(state.bounds + place)
  let whole: LaneInt32 = laneMinInt32(start &+ shares, bound) &- laneMinInt32(start, bound)
  let target: LaneInt32 = start &+ laneMinInt32(shares, left.take(whole))
  let active: LaneInt32 = laneLoadInt32(state.weights + place) & ~laneLessInt32(bound, target)
  laneStoreInt32(state.targets + place, target)
  laneStoreInt32(state.weights + place, active)
  return active
}

/// The same with kept replicas, which are eaten first. A share that is cut eats fewer of them, so what is left for the next
/// lane is no plain difference after it.
@inline(always)
private func grantWhatIsLeftKeeping(
  _ all: LaneInt32, _ place: Int, _ state: inout VectorRoundsState, _ allUsed: inout LaneInt32
) {
  var shares = all
  while true {
    // As if no lane before took anything where a share is cut.
    var extra: LaneInt32 = laneMinInt32(shares, laneAllInt32(state.remaining))
    var used: LaneInt32 = laneMinInt32(extra, laneLoadInt32(state.kept + place))
    let start: LaneInt32 = laneLoadInt32(state.targets + place)
    let bound: LaneInt32 = laneLoadInt32(state.bounds + place)
    let granted: LaneInt32 = laneMinInt32(start &+ extra &- used, bound) &- laneMinInt32(start, bound)
    var left = VectorRemainder(state.remaining)
    let rest: LaneInt32 = left.take(granted)
    // Lanes up to the first for which that is wrong are right.
    let wrong: LaneInt32 = laneLessInt32(laneMinInt32(shares, rest), extra)
    let isDone = laneAnyNegativeInt32(wrong) == 0
    if !isDone {
      let before: LaneInt32 = laneBeforeFirstInt32(wrong)
      extra = extra & before
      used = used & before
      shares = shares & ~before
    }
    let target: LaneInt32 = start &+ extra &- used
    laneStoreInt32(state.targets + place, target)
    laneStoreInt32(state.weights + place, laneLoadInt32(state.weights + place) & ~laneLessInt32(bound, target))
    laneStoreInt32(state.kept + place, laneLoadInt32(state.kept + place) &- used)
    allUsed = allUsed | used
    if isDone {
      state.remaining = left.first
      return
    }
    state.remaining = laneFirstInt32(rest, wrong)
  }
}

/// Takes the rounds in closed form in which every share is eaten by kept replicas: with a few replicas left over and many
/// kept there would be many of them.
@inline(never)
func vectorSkipIdleRounds(_ state: VectorRoundsState) {
  var idleRounds = Int32.max
  var cluster = 0
  while cluster < state.clusters {
    let extra = shareOf(cluster, state)
    if extra > 0 {
      let rounds = state.kept[cluster] / extra
      if rounds < idleRounds { idleRounds = rounds }
    }
    cluster = cluster &+ 1
  }
  if idleRounds == 0 || idleRounds == .max { return }
  cluster = 0
  while cluster < state.clusters {
    state.kept[cluster] = state.kept[cluster] &- idleRounds &* shareOf(cluster, state)
    cluster = cluster &+ 1
  }
}

@inline(always)
private func shareOf(_ cluster: Int, _ state: VectorRoundsState) -> Int32 {
  let (remaining, sum) = (Int64(state.remaining), state.weightSum)
  let share = (Int64(state.weights[cluster]) &* remaining &+ sum &- 1) / sum
  return Int32(truncatingIfNeeded: share < remaining ? share : remaining)
}

/// Writes plan and overflow from what each cluster would have had.
@inline(always)
private func finish(_ input: RoundsInput, _ state: VectorRoundsState) {
  var place = 0
  while place < state.whole {
    finish(input, state, place, lanesOf32())
    place = place &+ lanesOf32()
  }
  if place < state.clusters { finish(input, state, place, state.clusters &- place) }
}

@inline(always)
private func finish(_ input: RoundsInput, _ state: VectorRoundsState, _ place: Int, _ filled: Int) {
  let target: LaneInt32 = laneLoadInt32(state.targets + place)
  storeColumn(input.plan, place, filled, laneMinInt32(target, laneLoadInt32(state.bounds + place)))
  var overflow = laneAllInt32(0)
  if input.capacities != nil {
    var allowed: LaneInt32 = laneMinInt32(target, loadColumn(input.maximums, place, filled, .max))
    if input.limits != nil { allowed = laneMinInt32(allowed, loadColumn(input.limits, place, filled, .max)) }
    overflow = laneMaxInt32(allowed &- loadColumn(input.capacities, place, filled, .max), laneAllInt32(0))
    if input.countsMinimumOverflow, input.minimums != nil {
      overflow = overflow &+ loadColumn(input.overflow, place, filled, 0)
    }
  }
  storeColumn(input.overflow, place, filled, overflow)
}
