// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

/// One requested amount: its size, and the reciprocal that quotients are estimated with.
private struct Divisor {
  let size: LaneInt32
  /// So much less that no rounding makes up for it: of an estimate `float(x) * reciprocal + 1` the whole part is the quotient or
  /// one more, as long as the quotient is below 2^19. Each of the four roundings is at most 2^-24 of its result.
  let reciprocal: LaneFloat

  /// No free amount reaches 2^30, so that a larger request is as good as 2^30.
  @inline(always)
  init(_ requested: Int32) {
    let bounded = requested < 1 << 30 ? requested : 1 << 30
    size = laneAllInt32(bounded)
    reciprocal = laneAllFloat(1 / Float(bounded) * (1 - 0x1p-21))
  }
}

/// What is requested: a constant of each loop.
private enum Requested { case both, millicores, mebibytes, nothing }

/// Exact for 0 <= free < 2^30 and 0 <= pods: where a quotient is too large to be estimated well, the pods are fewer anyway.
func vectorAvailableReplicas(
  _ millicores: UnsafePointer<Int32>, _ mebibytes: UnsafePointer<Int32>, _ pods: UnsafePointer<Int16>, _ count: Int,
  _ requestedMillicores: Int32, _ requestedMebibytes: Int32
) -> Int64 {
  let (first, second) = (Divisor(requestedMillicores), Divisor(requestedMebibytes))
  switch (requestedMillicores > 0, requestedMebibytes > 0) {
  case (true, true): return sumOfFitting(.both, millicores, mebibytes, pods, count, first, second)
  case (true, false): return sumOfFitting(.millicores, millicores, mebibytes, pods, count, first, second)
  case (false, true): return sumOfFitting(.mebibytes, millicores, mebibytes, pods, count, first, second)
  case (false, false): return sumOfFitting(.nothing, millicores, mebibytes, pods, count, first, second)
  }
}

@inline(always)
private func sumOfFitting(
  _ requested: Requested, _ millicores: UnsafePointer<Int32>, _ mebibytes: UnsafePointer<Int32>,
  _ pods: UnsafePointer<Int16>, _ count: Int, _ first: Divisor, _ second: Divisor
) -> Int64 {
  let width = lanesOf32()
  // A lane grows by at most 2^15 a step: it is emptied before 2^16 steps.
  let stretch = width &* 32_768
  var total: Int64 = 0
  var start = 0
  let whole = count &- count % width
  while start < whole {
    let end = whole &- start < stretch ? whole : start &+ stretch
    var lanes = laneAllInt32(0)
    var node = start
    while node < end {
      lanes =
        lanes
        &+ fitting(
          requested, laneLoadInt32(millicores + node), laneLoadInt32(mebibytes + node),
          laneWidenInt16(laneLoadHalfInt16(pods + node)), first, second)
      node = node &+ width
    }
    total = total &+ laneSumWide(lanes)
    start = end
  }
  let rest = count &- whole
  if rest > 0 {
    // Lanes beyond the end have no pods.
    let last = fitting(
      requested, laneLoadFirstInt32(millicores + whole, rest), laneLoadFirstInt32(mebibytes + whole, rest),
      laneWidenInt16(laneLoadFirstHalfInt16(pods + whole, rest)), first, second)
    total = total &+ laneSumWide(last)
  }
  return total
}

/// Replicas that fit on each node of a vector.
@inline(always)
private func fitting(
  _ requested: Requested, _ millicores: LaneInt32, _ mebibytes: LaneInt32, _ pods: LaneInt32, _ first: Divisor,
  _ second: Divisor
) -> LaneInt32 {
  let one = laneAllFloat(1)
  let estimate: LaneFloat
  switch requested {
  case .both:
    estimate = laneMinFloat(
      laneMultiplyAdd(laneFloat(millicores), first.reciprocal, one),
      laneMultiplyAdd(laneFloat(mebibytes), second.reciprocal, one))
  case .millicores: estimate = laneMultiplyAdd(laneFloat(millicores), first.reciprocal, one)
  case .mebibytes: estimate = laneMultiplyAdd(laneFloat(mebibytes), second.reciprocal, one)
  case .nothing: return pods
  }
  // The least quotient is this or one less: less where it would need more than is free.
  let replicas: LaneInt32 = laneTruncate(estimate)
  let exact: LaneInt32
  switch requested {
  case .both:
    exact = laneOneLessWhereEither(
      replicas, millicores, replicas &* first.size, mebibytes, replicas &* second.size)
  case .millicores: exact = laneOneLessWhere(replicas, millicores, replicas &* first.size)
  case .mebibytes, .nothing: exact = laneOneLessWhere(replicas, mebibytes, replicas &* second.size)
  }
  return laneMinInt32(exact, pods)
}
