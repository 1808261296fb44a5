// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

@Suite struct RankingTests {
  private func rank(_ weights: [Int64], _ hashes: [UInt32], _ level: KernelLevel) -> (order: [Int32], ties: Int) {
    var scratch = KernelScratch()
    var order = [Int32](repeating: -1, count: weights.count)
    let ties = weights.withUnsafeBufferPointer { weights in
      hashes.withUnsafeBufferPointer { hashes in
        order.withUnsafeMutableBufferPointer {
          TestedLevels.kernels(level).rank(weights: weights, hashes: hashes, into: $0, scratch: &scratch)
        }
      }
    }
    return (order, ties)
  }

  @Test("weights 1 3 3 2 with hashes 5 9 4 0 rank as 2 1 3 0", arguments: TestedLevels.all)
  func fourClusters(level: KernelLevel) {
    let (order, ties) = rank([1, 3, 3, 2], [5, 9, 4, 0], level)
    #expect(order == [2, 1, 3, 0])
    #expect(ties == 0)
  }

  @Test("equal weight and hash keep their places, and are counted", arguments: TestedLevels.all)
  func ties(level: KernelLevel) {
    let (order, ties) = rank([5, 5, 5, 6], [1, 1, 1, 9], level)
    #expect(order == [3, 0, 1, 2])
    #expect(ties == 2)
    #expect(rank([], [], level).order == [])
    #expect(rank([3], [3], level).order == [0])
  }

  @Test("hashes are unsigned and weights signed", arguments: TestedLevels.all)
  func extremes(level: KernelLevel) {
    #expect(rank([.min, .max, .max, .min], [0, .max, 0, .max], level).order == [2, 1, 0, 3])
  }

  @Test("5,000 equal weights and hashes stay in their places", arguments: TestedLevels.all)
  func allEqual(level: KernelLevel) {
    let (order, ties) = rank(
      [Int64](repeating: 1, count: 5000), [UInt32](repeating: 7, count: 5000), level)
    #expect(order == (0..<5000).map { $0 })
    #expect(ties == 4999)
  }

  @Test("hashes in one corner, as bad as they come, are still ranked", arguments: TestedLevels.all)
  func skewedHashes(level: KernelLevel) {
    // Powers of two: each bucket pass separates the largest few.
    let hashes = (0..<3000).map { UInt32(1) << UInt32($0 % 32) }
    let weights = (0..<3000).map { Int64($0 % 2) << 40 }
    let expected = (0..<3000).sorted {
      (-weights[$0], hashes[$0], $0) < (-weights[$1], hashes[$1], $1)
    }
    #expect(rank(weights, hashes, level).order.map(Int.init) == expected)
  }

  @Test("the best of nothing is none", arguments: TestedLevels.all)
  func bestOfNone(level: KernelLevel) {
    let kernels = TestedLevels.kernels(level)
    let (none, one) = ([Int64](), [Int64(4)])
    none.withUnsafeBufferPointer {
      #expect(kernels.best(weights: $0, hashes: UnsafeBufferPointer(start: nil, count: 0)) == nil)
    }
    one.withUnsafeBufferPointer { weights in
      [UInt32(0)].withUnsafeBufferPointer { #expect(kernels.best(weights: weights, hashes: $0) == 0) }
    }
  }
}
