// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A law given by observed values, each with its weight (1 when none is given).
public struct EmpiricalDistribution: Hashable, Sendable {
  /// The values, rising.
  public let values: [SimulationDuration]
  /// The probability of each value or of a smaller one; the last is 1.
  public let cumulativeProbabilities: [Double]
  /// The same for the law in which each value counts in proportion to its length; empty when all values are zero.
  let lengthBiasedProbabilities: [Double]
  /// The mean in seconds.
  public let meanSeconds: Double

  /// The law of `values`; nil when there are none, one is negative, the weights are not as many as the values, one is
  /// negative or not finite, or all are zero. Values need not be sorted.
  public init?(values: [SimulationDuration], weights: [Double]? = nil) {
    let weights = weights ?? Array(repeating: 1, count: values.count)
    guard !values.isEmpty, weights.count == values.count else { return nil }
    guard values.allSatisfy({ $0 >= .zero }), weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    let total = weights.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let sorted = order.map { values[$0] }
    let sortedWeights = order.map { weights[$0] }
    let lengths = zip(sorted, sortedWeights).map { $0.seconds * $1 }
    self.values = sorted
    cumulativeProbabilities = Self.cumulative(sortedWeights)
    meanSeconds = lengths.reduce(0, +) / total
    lengthBiasedProbabilities = meanSeconds > 0 ? Self.cumulative(lengths) : []
  }

  private static func cumulative(_ weights: [Double]) -> [Double] {
    var sum = 0.0
    let sums = weights.map { weight in
      sum += weight
      return sum
    }
    return sums.map { $0 / sum }
  }

  /// The first index whose cumulative probability reaches `u`, for u in (0, 1].
  static func index(of u: Double, in cumulative: [Double]) -> Int {
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] >= u { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
