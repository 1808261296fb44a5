// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Weights and hashes with many ties, of any width.
private struct RankingDraw {
  let weights: [Int64]
  let hashes: [UInt32]

  init(_ draw: inout CheckDraw) {
    let count = draw.isOne(in: 20) ? 2000 : draw.length(most: 1000)
    let kinds = draw.below(7)
    let hashMask = UInt32(truncatingIfNeeded: (1 << draw.below(33)) - 1)
    weights = (0..<count).map { _ in
      switch kinds {
      case 0: 7
      case 1: Int64(draw.below(3))
      case 2: draw.upTo(1000)
      case 3: draw.upTo(1 << 40) - (1 << 39)
      case 4: draw.isOne(in: 2) ? .min : .max
      case 5: draw.isOne(in: 3) ? .min : Int64(bitPattern: draw.bits())
      default: draw.isOne(in: 2) ? 1 : 1 << 42
      }
    }
    hashes = (0..<count).map { _ in UInt32(truncatingIfNeeded: draw.bits()) & hashMask }
  }

  var input: String { "\(weights) \(hashes)" }

  func withBuffers<Answer>(
    _ body: (UnsafeBufferPointer<Int64>, UnsafeBufferPointer<UInt32>) -> Answer
  ) -> Answer {
    weights.withUnsafeBufferPointer { weights in hashes.withUnsafeBufferPointer { body(weights, $0) } }
  }

  /// The order, and the ties behind it.
  func ranked(by kernels: Kernels) -> [Int32] {
    var scratch = KernelScratch()
    var order = [Int32](repeating: -1, count: weights.count)
    let ties = withBuffers { weights, hashes in
      order.withUnsafeMutableBufferPointer {
        kernels.rank(weights: weights, hashes: hashes, into: $0, scratch: &scratch)
      }
    }
    return order + [Int32(ties)]
  }

  func top(_ wanted: Int, by kernels: Kernels) -> [Int32] {
    var scratch = KernelScratch()
    var order = [Int32](repeating: -1, count: wanted)
    let written = withBuffers { weights, hashes in
      order.withUnsafeMutableBufferPointer {
        kernels.top(weights: weights, hashes: hashes, into: $0, scratch: &scratch)
      }
    }
    return order + [Int32(written)]
  }
}

extension KernelCheck {
  /// The whole order.
  static let ranking = KernelCheck("ranking") { kernels, reference, draw in
    let input = RankingDraw(&draw)
    return difference(input.ranked(by: kernels), input.ranked(by: reference), input.input)
  }

  /// The first few or many of it.
  static let top = KernelCheck("top") { kernels, reference, draw in
    let input = RankingDraw(&draw)
    let wanted = draw.isOne(in: 2) ? draw.below(12) : draw.below(input.weights.count + 20)
    return difference(
      input.top(wanted, by: kernels), input.top(wanted, by: reference), "top \(wanted) of \(input.input)")
  }

  /// The first.
  static let best = KernelCheck("best") { kernels, reference, draw in
    let input = RankingDraw(&draw)
    return difference(
      input.withBuffers { kernels.best(weights: $0, hashes: $1) },
      input.withBuffers { reference.best(weights: $0, hashes: $1) }, input.input)
  }
}
