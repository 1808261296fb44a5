// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// KubeAdmiral's dynamic weights from the clusters' resources, out of 1000.
///
/// Source: KubeAdmiral `pkg/controllers/scheduler/framework/plugins/rsp/rsp.go`, `CalcWeightLimit` and
/// `AvailableToPercentage`. Doubles, rounded half away from zero, in the original's order of operations.
public struct CapacityWeights: Equatable, Sendable {
  /// Weights before the rounding remainder is added.
  public var baseWeights: [Int64]
  /// 1000 minus the sum of the base weights (wrapping), to be added to one receiver; 0 when there is none to add.
  public var remainder: Int64
  /// The clusters of the largest weight. The original takes the first in the order of a Go map.
  public var receivers: [Int]
  /// Every weight came out of 0/0: the original then adds the remainder to a cluster with an empty name.
  public var addsRemainderToNobody: Bool

  /// The ratio by which a cluster's weight may exceed its share of the allocatable resource.
  public static let weightLimitRatio = 1.4
  /// What the weights add up to.
  static let sumOfWeights = 1000.0

  /// Whole units of a resource from thousandths, rounded away from zero like Kubernetes' `Quantity.Value`.
  public static func wholeUnits(fromMilli milli: Int64) -> Int64 {
    let (quotient, remainder) = milli.quotientAndRemainder(dividingBy: 1000)
    return remainder == 0 ? quotient : quotient + remainder.signum()
  }

  /// The largest weight each cluster may have: its share of the allocatable resource times the ratio. O(n).
  public static func limits(allocatable: [Int64], ratio: Double = weightLimitRatio) -> [Int64] {
    var sum = 0.0
    for value in allocatable { sum += Double(value) }
    return allocatable.map { value in
      let exact =
        sum == 0 ? sumOfWeights / Double(allocatable.count) : Double(value) / sum * sumOfWeights * ratio
      return GoArithmetic.int64(exact.rounded())
    }
  }

  /// Weights by available resource, each cut to its limit and then scaled to 1000 again. O(n).
  public init(available: [Int64], limits: [Int64]) {
    let count = available.count
    (remainder, receivers, addsRemainderToNobody) = (0, [], false)
    var sum = 0.0
    for value in available where value > 0 { sum += Double(value) }
    guard sum != 0 else {
      let even = GoArithmetic.int64((Self.sumOfWeights / Double(count)).rounded())
      baseWeights = Array(repeating: even, count: count)
      return
    }
    var cutWeights = [Int64](repeating: 0, count: count)
    var cutSum: Int64 = 0
    for index in available.indices {
      let share = GoArithmetic.int64((Double(max(available[index], 0)) / sum * Self.sumOfWeights).rounded())
      cutWeights[index] = min(share, limits[index])
      cutSum &+= cutWeights[index]
    }
    baseWeights = cutWeights.map { weight in
      GoArithmetic.int64((Double(weight) / Double(cutSum) * Self.sumOfWeights).rounded())
    }
    var largest: Int64 = 0
    remainder = 1000
    for index in baseWeights.indices {
      remainder &-= baseWeights[index]
      if baseWeights[index] > largest {
        largest = baseWeights[index]
        receivers = [index]
      } else if baseWeights[index] == largest, largest > 0 {
        receivers.append(index)
      }
    }
    addsRemainderToNobody = receivers.isEmpty
  }

  /// The weights, with the remainder on the receiver with the lowest name.
  public func weights(names: [String]) -> [Int64] {
    var result = baseWeights
    guard var receiver = receivers.first else { return result }
    for candidate in receivers where NameOrder.precedes(names[candidate], names[receiver]) { receiver = candidate }
    result[receiver] &+= remainder
    return result
  }
}
