// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

extension KernelCheck {
  /// Both hashes of keys of 0 to 80 bytes.
  static let hashes = KernelCheck("hashes of keys") { kernels, reference, draw in
    let prefixes = (0..<draw.length()).map { _ in UInt32(truncatingIfNeeded: draw.bits()) }
    let key = (0..<draw.below(81)).map { _ in UInt8(truncatingIfNeeded: draw.bits()) }
    func answer(_ kernels: Kernels) -> [[UInt32]] {
      var (first, second) = (prefixes, prefixes)
      key.withUnsafeBufferPointer { key in
        prefixes.withUnsafeBufferPointer { prefixes in
          first.withUnsafeMutableBufferPointer { kernels.continueFNV1(prefixes: prefixes, with: key, into: $0) }
          second.withUnsafeMutableBufferPointer { kernels.continueFNV1a(prefixes: prefixes, with: key, into: $0) }
        }
      }
      return [first, second]
    }
    return difference(answer(kernels), answer(reference), "\(prefixes) and \(key)")
  }
}
