// SPDX-License-Identifier: GPL-3.0-or-later

/// Karmada's division up to 1.15: everyone the floor of the exact share, then one more each to the heaviest.
///
/// Source: Karmada v1.14 `pkg/util/helper/binding.go`, `Dispenser.TakeByWeight`. The heaviest first, then those that
/// had more replicas before; upstream throws a coin for what is still equal, Regatta takes the lowest name.
public enum FloorThenHeaviest {
  /// Replicas per cluster, in the order of `weights`. Nothing is placed when the weights add up to 0.
  ///
  /// - Parameters:
  ///   - previousReplicas: what each cluster had before, for the order of the remainder.
  ///   - nameRanks: any numbers in the order of the names.
  /// Wraps as Go does. O(n log n) for n clusters.
  public static func divide(
    replicas: Int32, weights: [Int64], previousReplicas: [Int32], nameRanks: [Int32]
  ) -> [Int32] {
    var result = [Int32](repeating: 0, count: weights.count)
    var sum: Int64 = 0
    for weight in weights { sum &+= weight }
    guard sum != 0 else { return result }
    var remaining = replicas
    for index in weights.indices {
      let share = GoArithmetic.quotient(weights[index] &* Int64(replicas), sum)
      result[index] = Int32(truncatingIfNeeded: share)
      remaining &-= result[index]
    }
    guard remaining != 0 else { return result }
    let order = weights.indices.sorted { first, second in
      if weights[first] != weights[second] { return weights[first] > weights[second] }
      if previousReplicas[first] != previousReplicas[second] {
        return previousReplicas[first] > previousReplicas[second]
      }
      return nameRanks[first] < nameRanks[second]
    }
    for index in order {
      if remaining == 0 { break }
      result[index] &+= 1
      remaining &-= 1
    }
    return result
  }
}
