// SPDX-License-Identifier: GPL-3.0-or-later

#if KERNELS_V3 || KERNELS_V4
  import AllocationKernels
#endif
import VectorLanes

/// Columns that a division works on, padded with zeros to whole blocks of four vectors.
struct VectorRoundsState {
  let clusters: Int
  let padded: Int
  /// 0 as soon as the cluster is full.
  let weights: UnsafeMutablePointer<Int32>
  /// The least of maximum, limit and capacity: a cluster that would exceed it is full.
  let bounds: UnsafeMutablePointer<Int32>
  /// What the cluster has, and for a full one what it would have had in the round in which it became full.
  let targets: UnsafeMutablePointer<Int32>
  /// Kept replicas that still count against a cluster's share.
  let kept: UnsafeMutablePointer<Int32>
  var remaining: Int32
  var weightSum: Int64 = 0
  /// What the last round did.
  var hasGranted = false
  var hasUsed = false

  @inline(always)
  init(_ input: RoundsInput) {
    let block = 4 &* lanesOf32()
    clusters = input.count
    padded = (input.count &+ block &- 1) / block &* block
    weights = input.memory.assumingMemoryBound(to: Int32.self)
    bounds = weights + padded
    targets = bounds + padded
    kept = targets + padded
    remaining = input.total
  }

  /// Lanes of a vector at `place` that are clusters.
  @inline(always)
  func filled(_ place: Int) -> Int {
    let rest = clusters &- place
    return rest < 0 ? 0 : rest < lanesOf32() ? rest : lanesOf32()
  }

  /// What is left for each lane when every lane before it takes its amount of `granted`, or what is left of that: a lane that
  /// cannot have all takes the rest, so nothing is left for those after it.
  @inline(always)
  func left(before granted: LaneInt32) -> LaneInt32 {
    let taken: LaneInt32 = lanePrefixSumInt32(granted) &- granted
    return laneMaxInt32(laneAllInt32(remaining) &- taken, laneAllInt32(0))
  }
}

/// A column's vector; `absent` in every lane without a column, and in lanes beyond the end.
@inline(always)
private func load(_ column: UnsafePointer<Int32>?, _ place: Int, _ filled: Int, _ absent: Int32) -> LaneInt32 {
  guard let column else { return laneAllInt32(absent) }
  if filled == lanesOf32() { return laneLoadInt32(column + place) }
  return laneLoadFirstInt32(column + place, filled)
}

/// ``ReferenceKernels/rounds``: in the range that ``RoundsInput`` states all rounds are the same for every lane, up to where
/// the replicas run out.
func vectorRounds(_ input: RoundsInput) -> Int64 {
  guard input.total >= 0, input.total <= 1 << 20 else { return -1 }
  var state = VectorRoundsState(input)
  guard giveMinimums(input, &state) else { return -1 }
  if input.currents != nil {
    keepCurrents(input, &state)
    run(&state, keeps: true)
  } else {
    run(&state, keeps: false)
  }
  finish(input, state)
  return Int64(state.remaining)
}

/// Fills the columns and grants the minimums; false where a number is out of range.
@inline(always)
private func giveMinimums(_ input: RoundsInput, _ state: inout VectorRoundsState) -> Bool {
  let width = lanesOf32()
  // Every number from 0, the difference of every pair in order, and sums of weights before they could come round.
  var negative = laneAllInt32(0)
  var sums = laneAllInt32(0)
  let total = laneAllInt32(input.total)
  var place = 0
  while place < state.padded {
    let filled = state.filled(place)
    let weight: LaneInt32 = load(input.weights, place, filled, 0)
    let minimum: LaneInt32 = load(input.minimums, place, filled, 0)
    let maximum: LaneInt32 = load(input.maximums, place, filled, .max)
    let limit: LaneInt32 = load(input.limits, place, filled, .max)
    let capacity: LaneInt32 = load(input.capacities, place, filled, .max)
    negative = negative | weight | (laneAllInt32((1 << 28) - 1) &- weight)
    negative = negative | minimum | (maximum &- minimum) | maximum | limit | capacity
    let wanted: LaneInt32 = laneMinInt32(laneMinInt32(minimum, limit), total)
    var granted: LaneInt32 = laneMinInt32(wanted, capacity)
    if input.minimums != nil {
      let left: LaneInt32 = state.left(before: granted)
      if input.countsMinimumOverflow {
        let beyond: LaneInt32 = laneMaxInt32(laneMinInt32(wanted, left) &- capacity, laneAllInt32(0))
        laneStoreFirstInt32(input.overflow + place, beyond, filled)
      }
      granted = laneMinInt32(granted, left)
      state.remaining = state.remaining &- laneSumInt32(granted)
    }
    laneStoreInt32(state.weights + place, weight)
    laneStoreInt32(state.bounds + place, laneMinInt32(laneMinInt32(maximum, limit), capacity))
    laneStoreInt32(state.targets + place, granted)
    sums = sums &+ weight
    negative = negative | sums
    place = place &+ width
  }
  state.weightSum = laneSumWide(sums)
  return laneAnyNegativeInt32(negative) == 0 && state.weightSum < 1 << 28
}

/// Grants what runs beyond the minimums.
@inline(always)
private func keepCurrents(_ input: RoundsInput, _ state: inout VectorRoundsState) {
  let width = lanesOf32()
  var place = 0
  while place < state.padded {
    // A current count below 0 is an absent one.
    let current: LaneInt32 = laneMaxInt32(load(input.currents, place, state.filled(place), 0), laneAllInt32(0))
    let target: LaneInt32 = laneLoadInt32(state.targets + place)
    let kept: LaneInt32 = laneMinInt32(current, laneLoadInt32(state.bounds + place))
    // No cluster can have more than the total.
    let wanted: LaneInt32 = laneMaxInt32(laneMinInt32(kept, laneAllInt32(input.total)) &- target, laneAllInt32(0))
    let granted: LaneInt32 = laneMinInt32(wanted, state.left(before: wanted))
    state.remaining = state.remaining &- laneSumInt32(granted)
    laneStoreInt32(state.kept + place, granted)
    laneStoreInt32(state.targets + place, target &+ granted)
    place = place &+ width
  }
}

/// Shares of one round: `weight * distributed / sum`, rounded up.
struct VectorRoundShare {
  let distributed: LaneInt32
  let sum: LaneInt32
  /// distributed / sum, so much less that the estimate of a share never exceeds it: with four roundings of 2^-24 a share of
  /// at most 2^20 is estimated at most 1 too small.
  let factor: LaneFloat

  @inline(always)
  init(_ distributed: Int32, _ sum: Int64) {
    self.distributed = laneAllInt32(distributed)
    self.sum = laneAllInt32(Int32(truncatingIfNeeded: sum))
    factor = laneAllFloat(Float(Double(distributed) / Double(sum) * (1 - 0x1p-21)))
  }

  /// The product and its part that the estimate explains wrap around; their difference is below 2 sums and does not.
  @inline(always)
  func of(_ weight: LaneInt32) -> LaneInt32 {
    let estimate: LaneInt32 = laneTruncate(laneFloat(weight) * factor)
    let rest: LaneInt32 = weight &* distributed &- estimate &* sum
    // A mask is -1: one more where something is left, another where more than a whole one is.
    return estimate &- laneLessInt32(laneAllInt32(0), rest) &- laneLessInt32(sum, rest)
  }
}

/// Rounds until nothing moves or nothing is left.
@inline(always)
private func run(_ state: inout VectorRoundsState, keeps: Bool) {
  while state.remaining > 0, state.weightSum > 0 {
    let (sum, distributed) = (state.weightSum, state.remaining)
    state.hasUsed = false
    round(&state, keeps: keeps)
    if state.remaining != distributed { continue }
    guard keeps, state.hasUsed else { return }
    if state.weightSum == sum { vectorSkipIdleRounds(state) }
  }
}

@inline(always)
private func round(_ state: inout VectorRoundsState, keeps: Bool) {
  let width = lanesOf32()
  let distributed = state.remaining
  let share = VectorRoundShare(distributed, state.weightSum)
  var sums = laneAllInt32(0)
  var place = 0
  while place < state.padded {
    let (second, third, fourth) = (place &+ width, place &+ 2 &* width, place &+ 3 &* width)
    let a: LaneInt32 = share.of(laneLoadInt32(state.weights + place))
    let b: LaneInt32 = share.of(laneLoadInt32(state.weights + second))
    let c: LaneInt32 = share.of(laneLoadInt32(state.weights + third))
    let d: LaneInt32 = share.of(laneLoadInt32(state.weights + fourth))
    if laneSumInt32(a &+ b &+ c &+ d) <= state.remaining {
      var granted: LaneInt32 = grant(a, place, &state, &sums, keeps: keeps)
      granted = granted &+ grant(b, second, &state, &sums, keeps: keeps)
      granted = granted &+ grant(c, third, &state, &sums, keeps: keeps)
      granted = granted &+ grant(d, fourth, &state, &sums, keeps: keeps)
      state.remaining = state.remaining &- laneSumInt32(granted)
    } else if keeps {
      vectorGrantOneByOne(place, &state, distributed, state.weightSum)
      sums = sums &+ laneLoadInt32(state.weights + place) &+ laneLoadInt32(state.weights + second)
      sums = sums &+ laneLoadInt32(state.weights + third) &+ laneLoadInt32(state.weights + fourth)
    } else {
      grantWhatIsLeft(a, place, &state, &sums)
      grantWhatIsLeft(b, second, &state, &sums)
      grantWhatIsLeft(c, third, &state, &sums)
      grantWhatIsLeft(d, fourth, &state, &sums)
    }
    // The clusters after this get nothing and stay as they are, and there is no further round.
    if state.remaining == 0 { return }
    place = place &+ 4 &* width
  }
  state.weightSum = laneSumWide(sums)
}

/// Gives each lane its share, up to its bound; answers what it took.
@inline(always)
private func grant(
  _ share: LaneInt32, _ place: Int, _ state: inout VectorRoundsState, _ sums: inout LaneInt32, keeps: Bool
) -> LaneInt32 {
  var extra = share
  if keeps {
    let kept: LaneInt32 = laneLoadInt32(state.kept + place)
    let used: LaneInt32 = laneMinInt32(extra, kept)
    extra = extra &- used
    laneStoreInt32(state.kept + place, kept &- used)
    state.hasUsed = state.hasUsed || laneAnyNegativeInt32(laneAllInt32(0) &- used) != 0
  }
  let start: LaneInt32 = laneLoadInt32(state.targets + place)
  let bound: LaneInt32 = laneLoadInt32(state.bounds + place)
  let target: LaneInt32 = start &+ extra
  let weight: LaneInt32 = laneLoadInt32(state.weights + place) & ~laneLessInt32(bound, target)
  laneStoreInt32(state.targets + place, target)
  laneStoreInt32(state.weights + place, weight)
  sums = sums &+ weight
  return laneMinInt32(target, bound) &- laneMinInt32(start, bound)
}

/// The same where the replicas may run out within the vector.
@inline(always)
private func grantWhatIsLeft(
  _ share: LaneInt32, _ place: Int, _ state: inout VectorRoundsState, _ sums: inout LaneInt32
) {
  let start: LaneInt32 = laneLoadInt32(state.targets + place)
  let bound: LaneInt32 = laneLoadInt32(state.bounds + place)
  let whole: LaneInt32 = laneMinInt32(start &+ share, bound) &- laneMinInt32(start, bound)
  let extra: LaneInt32 = laneMinInt32(share, state.left(before: whole))
  state.remaining = state.remaining &- laneSumInt32(grant(extra, place, &state, &sums, keeps: false))
}

/// The same for a block with kept replicas, cluster by cluster: a share that is cut eats fewer of them, so what is left for
/// the next one is no plain sum.
@inline(never)
func vectorGrantOneByOne(
  _ place: Int, _ state: inout VectorRoundsState, _ distributed: Int32, _ sum: Int64
) {
  var cluster = place
  while cluster < place &+ 4 &* lanesOf32() {
    let whole = (Int64(state.weights[cluster]) &* Int64(distributed) &+ sum &- 1) / sum
    let extra = whole < Int64(state.remaining) ? Int32(truncatingIfNeeded: whole) : state.remaining
    let used = extra < state.kept[cluster] ? extra : state.kept[cluster]
    state.kept[cluster] = state.kept[cluster] &- used
    state.hasUsed = state.hasUsed || used > 0
    let (start, bound) = (state.targets[cluster], state.bounds[cluster])
    let target = start &+ extra &- used
    state.targets[cluster] = target
    if target > bound { state.weights[cluster] = 0 }
    state.remaining = state.remaining &- ((target < bound ? target : bound) &- (start < bound ? start : bound))
    cluster = cluster &+ 1
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
  let width = lanesOf32()
  var place = 0
  while place < state.clusters {
    let filled = state.filled(place)
    let target: LaneInt32 = laneLoadInt32(state.targets + place)
    laneStoreFirstInt32(input.plan + place, laneMinInt32(target, laneLoadInt32(state.bounds + place)), filled)
    var overflow = laneAllInt32(0)
    if input.capacities != nil {
      let maximum: LaneInt32 = load(input.maximums, place, filled, .max)
      let limit: LaneInt32 = load(input.limits, place, filled, .max)
      let capacity: LaneInt32 = load(input.capacities, place, filled, .max)
      let allowed: LaneInt32 = laneMinInt32(laneMinInt32(target, maximum), limit)
      overflow = laneMaxInt32(allowed &- capacity, laneAllInt32(0))
      if input.countsMinimumOverflow, input.minimums != nil {
        overflow = overflow &+ load(input.overflow, place, filled, 0)
      }
    }
    laneStoreFirstInt32(input.overflow + place, overflow, filled)
    place = place &+ width
  }
}
