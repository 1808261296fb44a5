// SPDX-License-Identifier: GPL-3.0-or-later

extension Kernels {
  /// Orders places by weight descending, then hash ascending, then place ascending: the planners' order, and with a rank of
  /// names for a hash any order by number and name.
  ///
  /// - Parameters:
  ///   - order: the places, first to last.
  /// - Returns: how many neighbours in that order are equal in weight and hash, so that their place decided.
  /// O(n) for hashes that are spread evenly, O(n log n) at worst.
  @discardableResult
  public func rank(
    weights: UnsafeBufferPointer<Int64>, hashes: UnsafeBufferPointer<UInt32>,
    into order: UnsafeMutableBufferPointer<Int32>, scratch: inout KernelScratch
  ) -> Int {
    precondition(
      hashes.count == weights.count && order.count == weights.count,
      "\(weights.count) weights, \(hashes.count) hashes, room for \(order.count) places")
    precondition(weights.count <= Int(Int32.max), "\(weights.count) places")
    guard let weight = weights.baseAddress, let hash = hashes.baseAddress, let places = order.baseAddress
    else { return 0 }
    let memory = scratch.bytes(RankMemory.bytes(for: weights.count))
    return table.rank(weight, hash, weights.count, memory, places)
  }

  /// The first `order.count` places of ``rank(weights:hashes:into:scratch:)``, or all of them where there are not more.
  ///
  /// - Returns: how many places were written.
  /// O(n) for few places, else what ranking all costs.
  @discardableResult
  public func top(
    weights: UnsafeBufferPointer<Int64>, hashes: UnsafeBufferPointer<UInt32>,
    into order: UnsafeMutableBufferPointer<Int32>, scratch: inout KernelScratch
  ) -> Int {
    precondition(hashes.count == weights.count, "\(weights.count) weights, \(hashes.count) hashes")
    precondition(weights.count <= Int(Int32.max), "\(weights.count) places")
    guard let weight = weights.baseAddress, let hash = hashes.baseAddress, let places = order.baseAddress
    else { return 0 }
    let wanted = min(order.count, weights.count)
    let memory = scratch.bytes(RankMemory.bytes(for: weights.count))
    table.top(weight, hash, weights.count, wanted, memory, places)
    return wanted
  }

  /// The first place of ``rank(weights:hashes:into:scratch:)``; nil where there is none. O(n).
  public func best(weights: UnsafeBufferPointer<Int64>, hashes: UnsafeBufferPointer<UInt32>) -> Int? {
    precondition(hashes.count == weights.count, "\(weights.count) weights, \(hashes.count) hashes")
    guard let weight = weights.baseAddress, let hash = hashes.baseAddress, !weights.isEmpty else { return nil }
    return table.best(weight, hash, weights.count)
  }
}

/// What ranking works in.
enum RankMemory {
  /// The order itself, then two arrays of keys of at most 16 bytes, or of 8 and the counters of buckets.
  static func bytes(for count: Int) -> Int { count * 48 + 16_384 }
}
