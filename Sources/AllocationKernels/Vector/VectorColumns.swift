// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

#if KERNELS_V3 || KERNELS_V4
  import AllocationKernels
#endif

/// Columns that a division works on, padded with zeros to whole vectors.
struct VectorRoundsState {
  let clusters: Int
  /// 0 as soon as the cluster is full.
  let weights: UnsafeMutablePointer<Int32>
  /// The least of maximum, limit and capacity: a cluster that would exceed it is full.
  let bounds: UnsafeMutablePointer<Int32>
  /// What the cluster has, and for a full one what it would have had in the round in which it became full.
  let targets: UnsafeMutablePointer<Int32>
  /// Kept replicas that still count against a cluster's share.
  let kept: UnsafeMutablePointer<Int32>
  let total: Int32
  var remaining: Int32
  var weightSum: Int64 = 0
  var largestWeight: Int32 = 0
  /// Whether the last round ate kept replicas.
  var hasUsed = false

  @inline(always)
  init(_ input: RoundsInput) {
    let padded = (input.count &+ lanesOf32() &- 1) / lanesOf32() &* lanesOf32()
    clusters = input.count
    weights = input.memory.assumingMemoryBound(to: Int32.self)
    bounds = weights + padded
    targets = bounds + padded
    kept = targets + padded
    remaining = input.totals[0]
    total = remaining
  }

  /// Where whole vectors end.
  @inline(always)
  var whole: Int { clusters &- clusters % lanesOf32() }
}

/// Replicas that run out, in every lane: what the lanes before have taken is gone.
struct VectorRemainder {
  var value: LaneInt32

  @inline(always)
  init(_ remaining: Int32) { value = laneAllInt32(remaining) }

  @inline(always)
  var first: Int32 { laneOfInt32(value, 0) }

  /// What is left for each lane when every lane takes its amount of `granted` or what is left of that; and then takes it away.
  ///
  /// A lane that cannot have all takes the rest and leaves nothing to those after it. So what is left is the difference, and
  /// not below 0, also where a bound cuts what is granted: a lane whose bound cuts it takes as much either way.
  @inline(always)
  mutating func take(_ granted: LaneInt32) -> LaneInt32 {
    let taken: LaneInt32 = lanePrefixSumInt32(granted)
    let left: LaneInt32 = laneMaxInt32(value &- taken &+ granted, laneAllInt32(0))
    value = laneMaxInt32(value &- laneAllLastInt32(taken), laneAllInt32(0))
    return left
  }
}

/// A column's vector; `absent` in every lane without a column, and 0 in lanes beyond the end.
@inline(always)
func loadColumn(_ column: UnsafePointer<Int32>?, _ place: Int, _ filled: Int, _ absent: Int32) -> LaneInt32 {
  guard let column else { return laneAllInt32(absent) }
  return filled == lanesOf32() ? laneLoadInt32(column + place) : laneLoadFirstInt32(column + place, filled)
}

@inline(always)
func storeColumn(_ column: UnsafeMutablePointer<Int32>, _ place: Int, _ filled: Int, _ value: LaneInt32) {
  if filled == lanesOf32() {
    laneStoreInt32(column + place, value)
  } else {
    laneStoreFirstInt32(column + place, value, filled)
  }
}

/// What is gathered while the columns are filled.
private struct RoundsSurvey {
  /// Negative where a number is out of range, a pair out of order, or a sum of weights about to come round.
  var negative = laneAllInt32(0)
  var weights = laneAllInt32(0)
  var largest = laneAllInt32(0)
  /// Of the minimums, each cut by the total and its limit.
  var wanted = laneAllInt32(0)
  /// And by its capacity.
  var granted = laneAllInt32(0)

  @inline(always)
  init() {}
}

/// Fills the columns and grants the minimums; false where a number is out of range.
@inline(always)
func prepareRounds(_ input: RoundsInput, _ state: inout VectorRoundsState) -> Bool {
  var survey = RoundsSurvey()
  var place = 0
  while place < state.whole {
    fill(input, state, &survey, place, lanesOf32())
    place = place &+ lanesOf32()
  }
  if place < state.clusters { fill(input, state, &survey, place, state.clusters &- place) }
  state.weightSum = laneSumWide(survey.weights)
  state.largestWeight = laneLargestInt32(survey.largest)
  guard laneAnyNegativeInt32(survey.negative) == 0, state.weightSum < 1 << 28 else { return false }
  // Lanes of sums may have come round where very many minimums are as large as the total.
  let wanted = input.countsMinimumOverflow ? survey.wanted : survey.granted
  if laneSumWide(wanted) <= Int64(state.total), Int64(state.total) &* Int64(state.clusters) < 1 << 32 {
    state.remaining = state.total &- laneSumInt32(survey.granted)
  } else {
    giveMinimumsInOrder(input, &state)
  }
  return true
}

/// One vector: its columns, and its minimums as if there were enough.
@inline(always)
private func fill(
  _ input: RoundsInput, _ state: VectorRoundsState, _ survey: inout RoundsSurvey, _ place: Int, _ filled: Int
) {
  let weight: LaneInt32 = loadColumn(input.weights, place, filled, 0)
  let capacity: LaneInt32 = loadColumn(input.capacities, place, filled, .max)
  var maximum: LaneInt32 = loadColumn(input.maximums, place, filled, .max)
  survey.weights = survey.weights &+ weight
  survey.largest = laneMaxInt32(survey.largest, weight)
  survey.negative = survey.negative | weight | survey.weights | capacity | maximum
  var granted = laneAllInt32(0)
  if input.minimums != nil {
    var minimum: LaneInt32 = loadColumn(input.minimums, place, filled, 0)
    survey.negative = survey.negative | minimum | laneLessInt32(maximum, minimum)
    minimum = laneMinInt32(minimum, laneAllInt32(state.total))
    if input.limits != nil { minimum = laneMinInt32(minimum, loadColumn(input.limits, place, filled, .max)) }
    granted = laneMinInt32(minimum, capacity)
    if input.countsMinimumOverflow { survey.wanted = survey.wanted &+ minimum }
    survey.granted = survey.granted &+ granted
    if input.countsMinimumOverflow { storeColumn(input.overflow, place, filled, minimum &- granted) }
  }
  if input.limits != nil {
    let limit: LaneInt32 = loadColumn(input.limits, place, filled, .max)
    survey.negative = survey.negative | limit
    maximum = laneMinInt32(maximum, limit)
  }
  laneStoreInt32(state.weights + place, weight)
  laneStoreInt32(state.bounds + place, laneMinInt32(maximum, capacity))
  laneStoreInt32(state.targets + place, granted)
}

/// The minimums once more, up to where the replicas run out.
@inline(always)
private func giveMinimumsInOrder(_ input: RoundsInput, _ state: inout VectorRoundsState) {
  var left = VectorRemainder(state.total)
  var place = 0
  while place < state.clusters {
    let filled = place < state.whole ? lanesOf32() : state.clusters &- place
    var minimum: LaneInt32 = laneMinInt32(loadColumn(input.minimums, place, filled, 0), laneAllInt32(state.total))
    minimum = laneMinInt32(minimum, loadColumn(input.limits, place, filled, .max))
    let whole: LaneInt32 = laneLoadInt32(state.targets + place)
    let rest: LaneInt32 = left.take(whole)
    let granted: LaneInt32 = laneMinInt32(whole, rest)
    laneStoreInt32(state.targets + place, granted)
    if input.countsMinimumOverflow {
      storeColumn(input.overflow, place, filled, laneMinInt32(minimum, rest) &- granted)
    }
    place = place &+ lanesOf32()
  }
  state.remaining = left.first
}

/// Shares of one round: `weight * distributed / sum`, rounded up.
struct VectorShare {
  let distributed: LaneInt32
  let sum: LaneInt32
  let factor: LaneFloat
  /// So much less that estimates never exceed the share.
  let lowFactor: LaneFloat
  let offset: LaneFloat
  /// One over what no vector of shares exceeds. The heaviest cluster may be full, so it can be less than need be.
  let vectorsPerReplica: Double
  /// Whether the products are so small that single precision tells all shares apart.
  let isSmall: Bool

  @inline(always)
  init(_ state: VectorRoundsState) {
    let product = Int64(state.remaining) &* Int64(state.largestWeight)
    let ratio = Double(state.remaining) / Double(state.weightSum)
    vectorsPerReplica = 1 / ((ratio * Double(state.largestWeight) + 1.5) * Double(lanesOf32()))
    isSmall = product &+ state.weightSum <= 1 << 20
    distributed = laneAllInt32(state.remaining)
    sum = laneAllInt32(Int32(truncatingIfNeeded: state.weightSum))
    factor = laneAllFloat(Float(ratio))
    lowFactor = laneAllFloat(Float(ratio * (1 - 0x1p-21)))
    offset = laneAllFloat(Float(1 - 0.5 / Double(state.weightSum)))
  }

  /// Exact shares are multiples of 1 / sum. Where products and sum stay below 2^20, `weight * factor + offset` is less than
  /// half of that away from the share plus 1 - 1 / (2 sum), whose whole part is the share rounded up.
  @inline(always)
  func small(_ weight: LaneInt32) -> LaneInt32 { laneTruncate(laneFloat(weight) * factor + offset) }

  /// Rounded down instead, and what is left of the product.
  @inline(always)
  func roundedDown(_ weight: LaneInt32) -> (share: LaneInt32, rest: LaneInt32) {
    let estimate: LaneInt32 = laneTruncate(laneFloat(weight) * lowFactor)
    let rest: LaneInt32 = weight &* distributed &- estimate &* sum
    // A mask is -1 where more than a whole one is left.
    let isOneMore: LaneInt32 = ~laneLessInt32(rest, sum)
    return (estimate &- isOneMore, rest &- (sum & isOneMore))
  }

  /// With four roundings of 2^-24 a share of at most 2^20 is estimated at most 1 too small. The product and its part that the estimate explains wrap around; their difference
  /// is below 2 sums and does not.
  @inline(always)
  func large(_ weight: LaneInt32) -> LaneInt32 {
    let estimate: LaneInt32 = laneTruncate(laneFloat(weight) * lowFactor)
    let rest: LaneInt32 = weight &* distributed &- estimate &* sum
    // A mask is -1: one more where something is left, another where more than a whole one is.
    return estimate &- laneLessInt32(laneAllInt32(0), rest) &- laneLessInt32(sum, rest)
  }

  @inline(always)
  func of(_ weight: LaneInt32, isSmall: Bool) -> LaneInt32 { isSmall ? small(weight) : large(weight) }
}
