// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

extension KernelBenchmarks {
  /// One workload's key continued from the hashes of all cluster names.
  static var hashes: [BenchmarkCase] {
    [1000, 10_000].map { count in
      againstScalar("FNV-1 of a key of 24 bytes, \(count) clusters", unit: "cluster", units: count) { kernels in
        var numbers = BenchmarkNumbers(seed: 2)
        let prefixes = (0..<count).map { _ in UInt32(truncatingIfNeeded: numbers.next()) }
        let key = Array("namespace-7/workload-123".utf8)
        var hashes = [UInt32](repeating: 0, count: count)
        return .onThread {
          prefixes.withUnsafeBufferPointer { prefixes in
            key.withUnsafeBufferPointer { key in
              hashes.withUnsafeMutableBufferPointer { kernels.continueFNV1(prefixes: prefixes, with: key, into: $0) }
            }
          }
        } checksum: {
          BenchmarkChecksum(of: hashes).value
        }
      }
    }
  }
}
