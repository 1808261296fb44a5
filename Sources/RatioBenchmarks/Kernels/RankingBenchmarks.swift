// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Weights and hashes as planners have them.
private struct RankingInput {
  var weights: [Int64] = []
  var hashes: [UInt32] = []
  var order: [Int32]

  /// Weights of `bound` different values.
  init(count: Int, weightsBelow bound: Int, seed: Int) {
    var numbers = BenchmarkNumbers(seed: UInt64(seed))
    for _ in 0..<count {
      weights.append(Int64(numbers.below(bound)))
      hashes.append(UInt32(truncatingIfNeeded: numbers.next()))
    }
    order = [Int32](repeating: 0, count: count)
  }

  mutating func rank(_ kernels: Kernels, _ scratch: ScratchBox) {
    weights.withUnsafeBufferPointer { weights in
      hashes.withUnsafeBufferPointer { hashes in
        _ = order.withUnsafeMutableBufferPointer {
          kernels.rank(weights: weights, hashes: hashes, into: $0, scratch: &scratch.memory)
        }
      }
    }
  }

  mutating func top(_ wanted: Int, _ kernels: Kernels, _ scratch: ScratchBox) {
    weights.withUnsafeBufferPointer { weights in
      hashes.withUnsafeBufferPointer { hashes in
        _ = order.withUnsafeMutableBufferPointer {
          kernels.top(
            weights: weights, hashes: hashes, into: UnsafeMutableBufferPointer(rebasing: $0[..<wanted]),
            scratch: &scratch.memory)
        }
      }
    }
  }

  func best(_ kernels: Kernels) -> Int {
    weights.withUnsafeBufferPointer { weights in
      hashes.withUnsafeBufferPointer { kernels.best(weights: weights, hashes: $0) ?? 0 }
    }
  }
}

/// Different inputs in turn, so that branch predictors cannot learn one by heart.
private struct RankingInputs {
  private var inputs: [RankingInput]
  private var turn = 0
  private let scratch = ScratchBox()
  private let kernels: Kernels

  init(_ kernels: Kernels, count: Int, weightsBelow bound: Int) {
    self.kernels = kernels
    inputs = (0..<max(2, 16_384 / count)).map { RankingInput(count: count, weightsBelow: bound, seed: $0) }
  }

  mutating func rank() {
    turn = (turn + 1) % inputs.count
    inputs[turn].rank(kernels, scratch)
  }

  mutating func top(_ wanted: Int) {
    turn = (turn + 1) % inputs.count
    inputs[turn].top(wanted, kernels, scratch)
  }

  mutating func best() {
    turn = (turn + 1) % inputs.count
    inputs[turn].order[0] = Int32(inputs[turn].best(kernels))
  }

  /// Of the orders of all inputs, each at its turn before.
  mutating func checksum(_ work: (inout RankingInput, Kernels, ScratchBox) -> Void) -> UInt64 {
    var sum = BenchmarkChecksum()
    for place in inputs.indices {
      work(&inputs[place], kernels, scratch)
      for position in inputs[place].order { sum.add(position) }
    }
    return sum.value
  }
}

/// Scratch memory that closures can share.
final class ScratchBox {
  var memory = KernelScratch()
}

extension KernelBenchmarks {
  /// Ranking, the first eight, and the first.
  static func ranking(_ kernels: Kernels) -> [BenchmarkCase] {
    let ranks = [(16, 100), (64, 100), (256, 100), (1000, 1), (1000, 100), (1000, 1 << 40), (10_000, 100)].map {
      count, bound in
      againstScalar(kernels, "rank \(count) clusters, \(bound) weights", unit: "slot", units: count) { kernels in
        var inputs = RankingInputs(kernels, count: count, weightsBelow: bound)
        return .onThread {
          inputs.rank()
        } checksum: {
          inputs.checksum { $0.rank($1, $2) }
        }
      }
    }
    let tops = [(256, 8), (10_000, 8), (10_000, 1000)].map { count, wanted in
      againstScalar(kernels, "top \(wanted) of \(count) clusters", unit: "slot", units: count) { kernels in
        var inputs = RankingInputs(kernels, count: count, weightsBelow: 100)
        return .onThread {
          inputs.top(wanted)
        } checksum: {
          inputs.checksum { $0.top(wanted, $1, $2) }
        }
      }
    }
    let best = againstScalar(kernels, "best of 1000 clusters", unit: "slot", units: 1000) { kernels in
      var inputs = RankingInputs(kernels, count: 1000, weightsBelow: 100)
      return .onThread {
        inputs.best()
      } checksum: {
        inputs.checksum { input, kernels, _ in input.order[0] = Int32(input.best(kernels)) }
      }
    }
    return ranks + tops + [best]
  }
}
