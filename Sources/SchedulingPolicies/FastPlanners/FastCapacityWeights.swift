// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// KubeAdmiral's dynamic weights over columns: the answers of ``CapacityWeights``, which can be read and has the sources.
///
/// The same operations on doubles in the same order. O(n). The memory is kept between calls.
public struct FastCapacityWeights: ~Copyable {
  private var cut = Column<Int64>()
  private var base = Column<Int64>()

  /// What is missing to a sum of 1000 (wrapping), to be added to one cluster of the largest weight.
  public private(set) var remainder: Int64 = 0
  /// The largest weight; 0 or less where nobody receives the remainder.
  public private(set) var largest: Int64 = 0

  /// Nothing reserved yet.
  public init() {}

  /// Weights before the remainder is added, by place. Valid until the next call.
  public mutating func baseWeights(
    allocatable: UnsafePointer<Int64>, available: UnsafePointer<Int64>, count: Int
  ) -> UnsafeMutablePointer<Int64> {
    let (cut, base) = (self.cut.reserve(count), self.base.reserve(count))
    (remainder, largest) = (0, 0)
    let whole = CapacityWeights.sumOfWeights
    var (allocatableSum, availableSum) = (0.0, 0.0)
    for place in 0..<count {
      allocatableSum += Double(allocatable[place])
      if available[place] > 0 { availableSum += Double(available[place]) }
    }
    guard availableSum != 0 else {
      base.update(repeating: GoArithmetic.int64((whole / Double(count)).rounded()), count: count)
      return base
    }
    var cutSum: Int64 = 0
    for place in 0..<count {
      let bound =
        allocatableSum == 0
        ? whole / Double(count)
        : Double(allocatable[place]) / allocatableSum * whole * CapacityWeights.weightLimitRatio
      let share = (Double(max(available[place], 0)) / availableSum * whole).rounded()
      cut[place] = min(GoArithmetic.int64(share), GoArithmetic.int64(bound.rounded()))
      cutSum &+= cut[place]
    }
    remainder = 1000
    for place in 0..<count {
      let weight = GoArithmetic.int64((Double(cut[place]) / Double(cutSum) * whole).rounded())
      base[place] = weight
      remainder &-= weight
      largest = max(largest, weight)
    }
    return base
  }

  /// The weights, with the remainder on the receiver with the lowest name.
  public mutating func weights(
    allocatable: UnsafePointer<Int64>, available: UnsafePointer<Int64>, nameRanks: UnsafePointer<Int32>, count: Int
  ) -> UnsafeMutablePointer<Int64> {
    let weights = baseWeights(allocatable: allocatable, available: available, count: count)
    guard remainder != 0, largest > 0 else { return weights }
    var receiver = -1
    for place in 0..<count where weights[place] == largest {
      if receiver < 0 || nameRanks[place] < nameRanks[receiver] { receiver = place }
    }
    weights[receiver] &+= remainder
    return weights
  }
}
