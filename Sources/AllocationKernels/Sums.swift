// SPDX-License-Identifier: GPL-3.0-or-later

extension Kernels {
  /// Sums of consecutive stretches: the clusters of each region, where they are stored region after region.
  ///
  /// - Parameters:
  ///   - starts: where each stretch begins, and where the last one ends; ascending. One more than there are sums.
  ///   - sums: receives the sum of each stretch.
  /// O(values).
  public func sums(
    of values: UnsafeBufferPointer<Int32>, starts: UnsafeBufferPointer<Int32>,
    into sums: UnsafeMutableBufferPointer<Int64>
  ) {
    Self.check(starts, values.count, sums.count)
    guard let value = values.baseAddress, let start = starts.baseAddress, let sum = sums.baseAddress else {
      return sums.update(repeating: 0)
    }
    table.sumsOfInt32(value, start, sums.count, sum)
  }

  /// The same of 64 bits; sums that do not fit wrap around.
  public func sums(
    of values: UnsafeBufferPointer<Int64>, starts: UnsafeBufferPointer<Int32>,
    into sums: UnsafeMutableBufferPointer<Int64>
  ) {
    Self.check(starts, values.count, sums.count)
    guard let value = values.baseAddress, let start = starts.baseAddress, let sum = sums.baseAddress else {
      return sums.update(repeating: 0)
    }
    table.sumsOfInt64(value, start, sums.count, sum)
  }

  private static func check(_ starts: UnsafeBufferPointer<Int32>, _ values: Int, _ sums: Int) {
    precondition(starts.count == sums + 1 || (sums == 0 && starts.isEmpty), "\(starts.count) starts for \(sums) sums")
    var before: Int32 = 0
    for start in starts {
      precondition(start >= before && Int(start) <= values, "a stretch from \(before) to \(start) of \(values) values")
      before = start
    }
  }

  /// How far replicas are from shares by weight: the sum of |replicas x total weight - weight x total replicas|, which is the
  /// total weight times the sum of distances in replicas.
  ///
  /// Exact as long as it is below 2^63: it is at most twice the product of both totals. O(clusters).
  public func deviation(
    of replicas: UnsafeBufferPointer<Int32>, fromWeights weights: UnsafeBufferPointer<Int32>, totalReplicas: Int32,
    totalWeight: Int32
  ) -> Int64 {
    precondition(replicas.count == weights.count, "\(replicas.count) clusters, \(weights.count) weights")
    guard let replica = replicas.baseAddress, let weight = weights.baseAddress else { return 0 }
    return table.deviation(replica, weight, replicas.count, totalReplicas, totalWeight)
  }

  /// Number, sum, sum of squares, least and largest, exactly: what mean, variance and range of a balance are made of.
  ///
  /// Exact as long as the sum of squares is below 2^63. O(values).
  public func balance(of values: UnsafeBufferPointer<Int32>) -> BalanceSums {
    guard let value = values.baseAddress, !values.isEmpty else { return BalanceSums() }
    return table.balance(value, values.count)
  }
}

/// Exact sums over a column.
public struct BalanceSums: Hashable, Sendable {
  /// Values.
  public var count: Int64 = 0
  /// Their sum.
  public var sum: Int64 = 0
  /// The sum of their squares.
  public var squares: Int64 = 0
  /// The least value; 0 of none.
  public var least: Int32 = 0
  /// The largest value; 0 of none.
  public var largest: Int32 = 0

  /// Of no values.
  public init() {}

  /// Of values that have these sums.
  public init(count: Int64, sum: Int64, squares: Int64, least: Int32, largest: Int32) {
    self.count = count
    self.sum = sum
    self.squares = squares
    self.least = least
    self.largest = largest
  }
}
