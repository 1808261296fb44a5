// SPDX-License-Identifier: GPL-3.0-or-later

#if KERNELS_V3 || KERNELS_V4
  import AllocationKernels
#endif
import VectorLanes

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
private struct VectorRemainder {
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
private func load(_ column: UnsafePointer<Int32>?, _ place: Int, _ filled: Int, _ absent: Int32) -> LaneInt32 {
  guard let column else { return laneAllInt32(absent) }
  return filled == lanesOf32() ? laneLoadInt32(column + place) : laneLoadFirstInt32(column + place, filled)
}

@inline(always)
private func store(_ column: UnsafeMutablePointer<Int32>, _ place: Int, _ filled: Int, _ value: LaneInt32) {
  if filled == lanesOf32() {
    laneStoreInt32(column + place, value)
  } else {
    laneStoreFirstInt32(column + place, value, filled)
  }
}

/// ``ReferenceKernels/rounds``: in the range that ``RoundsInput`` states all rounds are the same for every lane, up to where
/// the replicas run out.
func vectorRounds(_ first: RoundsInput, _ rows: Int) {
  var input = first
  var row = 0
  while row < rows {
    input.remaining[0] = divide(input) ? input.remaining[0] : -1
    input.advance()
    row = row &+ 1
  }
}

/// One row; false where a number is out of range.
@inline(always)
private func divide(_ input: RoundsInput) -> Bool {
  var state = VectorRoundsState(input)
  guard state.remaining >= 0, state.remaining <= 1 << 20, prepare(input, &state) else { return false }
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
private func prepare(_ input: RoundsInput, _ state: inout VectorRoundsState) -> Bool {
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
  let weight: LaneInt32 = load(input.weights, place, filled, 0)
  let capacity: LaneInt32 = load(input.capacities, place, filled, .max)
  var maximum: LaneInt32 = load(input.maximums, place, filled, .max)
  survey.weights = survey.weights &+ weight
  survey.largest = laneMaxInt32(survey.largest, weight)
  survey.negative = survey.negative | weight | survey.weights | capacity | maximum
  var granted = laneAllInt32(0)
  if input.minimums != nil {
    var minimum: LaneInt32 = load(input.minimums, place, filled, 0)
    survey.negative = survey.negative | minimum | laneLessInt32(maximum, minimum)
    minimum = laneMinInt32(minimum, laneAllInt32(state.total))
    if input.limits != nil { minimum = laneMinInt32(minimum, load(input.limits, place, filled, .max)) }
    granted = laneMinInt32(minimum, capacity)
    if input.countsMinimumOverflow { survey.wanted = survey.wanted &+ minimum }
    survey.granted = survey.granted &+ granted
    if input.countsMinimumOverflow { store(input.overflow, place, filled, minimum &- granted) }
  }
  if input.limits != nil {
    let limit: LaneInt32 = load(input.limits, place, filled, .max)
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
    var minimum: LaneInt32 = laneMinInt32(load(input.minimums, place, filled, 0), laneAllInt32(state.total))
    minimum = laneMinInt32(minimum, load(input.limits, place, filled, .max))
    let whole: LaneInt32 = laneLoadInt32(state.targets + place)
    let rest: LaneInt32 = left.take(whole)
    let granted: LaneInt32 = laneMinInt32(whole, rest)
    laneStoreInt32(state.targets + place, granted)
    if input.countsMinimumOverflow {
      store(input.overflow, place, filled, laneMinInt32(minimum, rest) &- granted)
    }
    place = place &+ lanesOf32()
  }
  state.remaining = left.first
}

/// Grants what runs beyond the minimums.
@inline(always)
private func keepCurrents(_ input: RoundsInput, _ state: inout VectorRoundsState) {
  var left = VectorRemainder(state.remaining)
  var place = 0
  while place < state.clusters {
    let filled = place < state.whole ? lanesOf32() : state.clusters &- place
    // A current count below 0 is an absent one. No cluster can have more than the total.
    let current: LaneInt32 = laneMinInt32(load(input.currents, place, filled, 0), laneAllInt32(state.total))
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

/// Shares of one round: `weight * distributed / sum`, rounded up.
private struct RoundShare {
  let distributed: LaneInt32
  let sum: LaneInt32
  let factor: LaneFloat
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
    factor = laneAllFloat(Float(isSmall ? ratio : ratio * (1 - 0x1p-21)))
    offset = laneAllFloat(Float(1 - 0.5 / Double(state.weightSum)))
  }

  /// Exact shares are multiples of 1 / sum. Where products and sum stay below 2^20, `weight * factor + offset` is less than
  /// half of that away from the share plus 1 - 1 / (2 sum), whose whole part is the share rounded up.
  @inline(always)
  func small(_ weight: LaneInt32) -> LaneInt32 { laneTruncate(laneFloat(weight) * factor + offset) }

  /// The factor is so much less that the estimate never exceeds the share: with four roundings of 2^-24 a share of at most
  /// 2^20 is estimated at most 1 too small. The product and its part that the estimate explains wrap around; their difference
  /// is below 2 sums and does not.
  @inline(always)
  func large(_ weight: LaneInt32) -> LaneInt32 {
    let estimate: LaneInt32 = laneTruncate(laneFloat(weight) * factor)
    let rest: LaneInt32 = weight &* distributed &- estimate &* sum
    // A mask is -1: one more where something is left, another where more than a whole one is.
    return estimate &- laneLessInt32(laneAllInt32(0), rest) &- laneLessInt32(sum, rest)
  }

  @inline(always)
  func of(_ weight: LaneInt32, isSmall: Bool) -> LaneInt32 { isSmall ? small(weight) : large(weight) }
}

/// Rounds until nothing moves or nothing is left.
@inline(always)
private func run(_ state: inout VectorRoundsState, keeps: Bool) {
  while state.remaining > 0, state.weightSum > 0 {
    let (sum, distributed) = (state.weightSum, state.remaining)
    let share = RoundShare(state)
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
private func round(_ state: inout VectorRoundsState, _ share: RoundShare, isSmall: Bool, keeps: Bool) {
  let width = lanesOf32()
  var sums = laneAllInt32(0)
  var used = laneAllInt32(0)
  var place = 0
  while place < state.clusters {
    // So many vectors in which the replicas cannot run out. A few are not worth a loop of their own.
    let safe = Int(Double(state.remaining) * share.vectorsPerReplica)
    let isSafe = safe >= (keeps ? 2 : 8)
    let wanted = place &+ (isSafe ? safe : 8) &* width
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
  store(input.plan, place, filled, laneMinInt32(target, laneLoadInt32(state.bounds + place)))
  var overflow = laneAllInt32(0)
  if input.capacities != nil {
    var allowed: LaneInt32 = laneMinInt32(target, load(input.maximums, place, filled, .max))
    if input.limits != nil { allowed = laneMinInt32(allowed, load(input.limits, place, filled, .max)) }
    overflow = laneMaxInt32(allowed &- load(input.capacities, place, filled, .max), laneAllInt32(0))
    if input.countsMinimumOverflow, input.minimums != nil {
      overflow = overflow &+ load(input.overflow, place, filled, 0)
    }
  }
  store(input.overflow, place, filled, overflow)
}
