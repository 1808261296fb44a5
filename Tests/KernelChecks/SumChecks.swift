// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

extension KernelCheck {
  /// Ascending places of `count` stretches over `values` values, some of them empty.
  private static func starts(_ count: Int, over values: Int, _ draw: inout CheckDraw) -> [Int32] {
    (0...count).map { _ in Int32(draw.below(values + 1)) }.sorted()
  }

  /// Sums of stretches of 32 and of 64 bits.
  static let sums = KernelCheck("sums of stretches") { kernels, reference, draw in
    let narrow = (0..<draw.length()).map { _ in Int32(truncatingIfNeeded: draw.bits()) }
    let wide = narrow.map { _ in Int64(bitPattern: draw.bits()) }
    let starts = starts(draw.below(20), over: narrow.count, &draw)
    func answer(_ kernels: Kernels) -> [[Int64]] {
      var (first, second) = (
        [Int64](repeating: -1, count: starts.count - 1), [Int64](repeating: -1, count: starts.count - 1)
      )
      starts.withUnsafeBufferPointer { starts in
        narrow.withUnsafeBufferPointer { values in
          first.withUnsafeMutableBufferPointer { kernels.sums(of: values, starts: starts, into: $0) }
        }
        wide.withUnsafeBufferPointer { values in
          second.withUnsafeMutableBufferPointer { kernels.sums(of: values, starts: starts, into: $0) }
        }
      }
      return [first, second]
    }
    return difference(answer(kernels), answer(reference), "\(narrow) \(wide) from \(starts)")
  }

  /// Distances from shares by weight.
  static let deviation = KernelCheck("deviation") { kernels, reference, draw in
    let count = draw.length()
    let most = draw.isOne(in: 4) ? Int64(Int32.max) : 10_000
    let replicas = (0..<count).map { _ in Int32(draw.upTo(most)) }
    let weights = (0..<count).map { _ in Int32(draw.upTo(most)) }
    let (total, weight) = (Int32(draw.upTo(Int64(Int32.max))), Int32(draw.upTo(Int64(Int32.max))))
    func answer(_ kernels: Kernels) -> Int64 {
      replicas.withUnsafeBufferPointer { replicas in
        weights.withUnsafeBufferPointer {
          kernels.deviation(of: replicas, fromWeights: $0, totalReplicas: total, totalWeight: weight)
        }
      }
    }
    return difference(answer(kernels), answer(reference), "\(replicas) of \(total) from \(weights) of \(weight)")
  }

  /// Sums of a balance.
  static let balance = KernelCheck("balance") { kernels, reference, draw in
    let values = (0..<draw.length()).map { _ in Int32(truncatingIfNeeded: draw.bits()) >> Int32(draw.below(32)) }
    return values.withUnsafeBufferPointer {
      difference(kernels.balance(of: $0), reference.balance(of: $0), "\(values)")
    }
  }

  /// Masks of labels and taints, set and kept.
  static let masks = KernelCheck("filter masks") { kernels, reference, draw in
    // Few bits, so that now and then they are as wanted.
    let words = (0..<draw.length()).map { _ in draw.bits() & 0x8000_0001_0000_0003 }
    let (required, forbidden) = (draw.bits() & draw.bits() & 0x8000_0001_0000_0003, draw.bits() & 0x8000_0000_0000_0002)
    let before = (0..<Kernels.maskWords(for: words.count)).map { _ in draw.bits() }
    let keeps = draw.isOne(in: 2)
    func answer(_ kernels: Kernels) -> [UInt64] {
      var mask = before
      var places = [Int32](repeating: -1, count: words.count)
      let marked = words.withUnsafeBufferPointer { words in
        mask.withUnsafeMutableBufferPointer {
          kernels.mark(words, required: required, forbidden: forbidden, in: $0, keepingOnly: keeps)
        }
      }
      let found = mask.withUnsafeBufferPointer { mask in
        places.withUnsafeMutableBufferPointer { kernels.marked(in: mask, into: $0) }
      }
      return mask + [UInt64(marked), UInt64(found)] + places.map { UInt64(bitPattern: Int64($0)) }
    }
    return difference(
      answer(kernels), answer(reference), "\(words), \(required) without \(forbidden), keeping \(keeps) of \(before)")
  }

  /// Hashes of names of 0 to 40 bytes.
  static let names = KernelCheck("hashes of names") { kernels, reference, draw in
    let lengths = (0..<draw.length(most: 200)).map { _ in draw.below(draw.isOne(in: 4) ? 41 : 5) }
    let starts = lengths.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1)) }
    let bytes = (0..<Int(starts[lengths.count])).map { _ in UInt8(truncatingIfNeeded: draw.bits()) }
    func answer(_ kernels: Kernels) -> [UInt32] {
      var hashes = [UInt32](repeating: 7, count: lengths.count)
      bytes.withUnsafeBufferPointer { bytes in
        starts.withUnsafeBufferPointer { starts in
          hashes.withUnsafeMutableBufferPointer { kernels.hashFNV1(names: bytes, starts: starts, into: $0) }
        }
      }
      return hashes
    }
    return difference(answer(kernels), answer(reference), "\(bytes) from \(starts)")
  }
}
