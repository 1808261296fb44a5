// SPDX-License-Identifier: GPL-3.0-or-later

/// Whole numbers below 2^51 in float64, four at a time: exact to add, to compare and, as here, to divide.
typealias RoundLanes = SIMD4<Double>

extension UnsafeMutablePointer<Double> {
  /// The same memory four numbers at a time; columns are aligned and padded.
  @inline(__always)
  var lanes: UnsafeMutablePointer<RoundLanes> { UnsafeMutableRawPointer(self).assumingMemoryBound(to: RoundLanes.self) }
}

/// A share of the replicas of one round, rounded up: `(replicas * weight + sum - 1) / sum`.
///
/// The quotient by the reciprocal is off by less than one, so rounded to the nearest integer it is right or one too
/// large, which its remainder tells. Exact while `replicas * weight + sum` is below ``limit``.
struct RoundShares {
  /// Numbers below this are divided exactly.
  static let limit = 0x1p50

  let replicas: Double
  let sum: Double
  let inverse: Double

  init(replicas: Double, sum: Double) {
    (self.replicas, self.sum, inverse) = (replicas, sum, 1 / sum)
  }

  @inline(__always)
  func share(_ weight: Double) -> Double {
    let dividend = replicas * weight + (sum - 1)
    let quotient = (dividend * inverse + 0x1.8p52) - 0x1.8p52
    return dividend - quotient * sum < 0 ? quotient - 1 : quotient
  }

  @inline(__always)
  func share(_ weight: RoundLanes) -> RoundLanes {
    let (zero, one) = (RoundLanes(repeating: 0), RoundLanes(repeating: 1))
    let (sum, rounding) = (RoundLanes(repeating: sum), RoundLanes(repeating: 0x1.8p52))
    let dividend = RoundLanes(repeating: replicas) * weight + RoundLanes(repeating: self.sum - 1)
    let quotient = (dividend * RoundLanes(repeating: inverse) + rounding) - rounding
    let remainder = dividend - quotient * sum
    return quotient - zero.replacing(with: one, where: remainder .< zero)
  }
}

/// One round for all clusters at once, as if there were enough for everyone.
enum RoundPass {
  /// What a pass adds up.
  struct Sums {
    /// Replicas given, less those given back.
    var given = 0.0
    /// The weights of the clusters that are not full.
    var weights = 0.0
    /// Shares that kept replicas have eaten.
    var eaten = 0.0
  }

  @inline(__always)
  private static func least(_ first: RoundLanes, _ second: RoundLanes) -> RoundLanes {
    first.replacing(with: second, where: second .< first)
  }

  /// Clusters without kept replicas: `next...` gets the plan after the round, and weight 0 where a cluster is full.
  static func plain(
    _ shares: RoundShares, count: Int, plan: UnsafeMutablePointer<Double>, weights: UnsafeMutablePointer<Double>,
    upper: UnsafeMutablePointer<Double>, nextPlan: UnsafeMutablePointer<Double>,
    nextWeights: UnsafeMutablePointer<Double>
  ) -> Sums {
    let zero = RoundLanes(repeating: 0)
    var (given, weightSum) = (zero, zero)
    for group in 0..<(count + 3) / 4 {
      let (start, weight, bound) = (plan.lanes[group], weights.lanes[group], upper.lanes[group])
      let wanted = start + shares.share(weight)
      let target = least(wanted, bound)
      let left = weight.replacing(with: zero, where: wanted .> bound)
      given += target - start
      weightSum += left
      nextPlan.lanes[group] = target
      nextWeights.lanes[group] = left
    }
    return Sums(given: given.sum(), weights: weightSum.sum())
  }

  /// The same where kept replicas count against the shares.
  static func keeping(
    _ shares: RoundShares, count: Int, plan: UnsafeMutablePointer<Double>, weights: UnsafeMutablePointer<Double>,
    kept: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>, nextPlan: UnsafeMutablePointer<Double>,
    nextWeights: UnsafeMutablePointer<Double>, nextKept: UnsafeMutablePointer<Double>
  ) -> Sums {
    let zero = RoundLanes(repeating: 0)
    var (given, weightSum, eaten) = (zero, zero, zero)
    for group in 0..<(count + 3) / 4 {
      let (start, weight, bound) = (plan.lanes[group], weights.lanes[group], upper.lanes[group])
      let share = shares.share(weight)
      let used = least(share, kept.lanes[group])
      let wanted = start + (share - used)
      let target = least(wanted, bound)
      let left = weight.replacing(with: zero, where: wanted .> bound)
      given += target - start
      weightSum += left
      eaten += used
      nextPlan.lanes[group] = target
      nextWeights.lanes[group] = left
      nextKept.lanes[group] = kept.lanes[group] - used
    }
    return Sums(given: given.sum(), weights: weightSum.sum(), eaten: eaten.sum())
  }

  /// What capacities cut off in a round: the overflow of the clusters whose weight has become 0, added to what they have.
  static func addOverflow(
    _ shares: RoundShares, count: Int, plan: UnsafeMutablePointer<Double>, weights: UnsafeMutablePointer<Double>,
    kept: UnsafeMutablePointer<Double>?, ceiling: UnsafeMutablePointer<Double>,
    capacities: UnsafeMutablePointer<Double>, overflow: UnsafeMutablePointer<Double>
  ) {
    let zero = RoundLanes(repeating: 0)
    for group in 0..<(count + 3) / 4 {
      var share = shares.share(weights.lanes[group])
      if let kept { share -= least(share, kept.lanes[group]) }
      let wanted = least(plan.lanes[group] + share, ceiling.lanes[group])
      let beyond = wanted - capacities.lanes[group]
      overflow.lanes[group] += beyond.replacing(with: zero, where: beyond .< zero)
    }
  }
}
