// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

extension KernelBenchmarks {
  /// One workload's key continued from the hashes of all cluster names, and the names themselves.
  static func hashes(_ kernels: Kernels) -> [BenchmarkCase] { keys(kernels) + [names(kernels)] }

  private static func names(_ kernels: Kernels) -> BenchmarkCase {
    let count = 10_000
    return againstScalar(kernels, "FNV-1 of \(count) names of 10 to 40 bytes", unit: "name", units: count) { kernels in
      var numbers = BenchmarkNumbers(seed: 7)
      var starts: [Int32] = [0]
      for _ in 0..<count { starts.append(starts[starts.count - 1] + Int32(10 + numbers.below(31))) }
      let bytes = (0..<Int(starts[count])).map { _ in UInt8(97 + numbers.below(26)) }
      var hashes = [UInt32](repeating: 0, count: count)
      return .onThread {
        bytes.withUnsafeBufferPointer { bytes in
          starts.withUnsafeBufferPointer { starts in
            hashes.withUnsafeMutableBufferPointer { kernels.hashFNV1(names: bytes, starts: starts, into: $0) }
          }
        }
      } checksum: {
        BenchmarkChecksum(of: hashes).value
      }
    }
  }

  private static func keys(_ kernels: Kernels) -> [BenchmarkCase] {
    [1000, 10_000].map { count in
      againstScalar(kernels, "FNV-1 of a key of 24 bytes, \(count) clusters", unit: "cluster", units: count) {
        kernels in
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
