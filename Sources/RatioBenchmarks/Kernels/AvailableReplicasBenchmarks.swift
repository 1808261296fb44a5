// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Free amounts of nodes in the narrow columns, up to 64 cores, 256 GiB and 110 pods.
private struct NodeColumns {
  var millicores: [Int32] = []
  var mebibytes: [Int32] = []
  var pods: [Int16] = []

  init(count: Int) {
    var numbers = BenchmarkNumbers(seed: 1)
    for _ in 0..<count {
      let word = numbers.next()
      millicores.append(Int32(word & 0xFFFF))
      mebibytes.append(Int32(word >> 16 & 0x3_FFFF))
      pods.append(Int16((word >> 40) % 111))
    }
  }

  func available(_ kernels: Kernels) -> Int64 {
    millicores.withUnsafeBufferPointer { millicores in
      mebibytes.withUnsafeBufferPointer { mebibytes in
        pods.withUnsafeBufferPointer { pods in
          kernels.availableReplicas(
            millicores: millicores, mebibytes: mebibytes, pods: pods, requestedMillicores: 250,
            requestedMebibytes: 512)
        }
      }
    }
  }
}

extension KernelBenchmarks {
  /// Replicas of 250m and 512Mi that fit on nodes in the cache, and on so many that memory is what it waits for.
  static func availableReplicas(_ kernels: Kernels) -> [BenchmarkCase] {
    let count = 4000
    let inCache = againstScalar(
      kernels, "available replicas, \(count) nodes", unit: "node", units: count,
      accepted: [.base: 3, .v3: 10, .v4: 20],
      source: "Benchmarks/README.md, available replicas"
    ) { kernels in
      let nodes = NodeColumns(count: count)
      var sum: Int64 = 0
      return .onThread {
        sum = nodes.available(kernels)
      } checksum: {
        UInt64(bitPattern: sum)
      }
    }
    return [inCache, againstMemory(kernels)]
  }

  /// 20,000,000 nodes of 10 bytes against plain reading of as many bytes.
  private static func againstMemory(_ kernels: Kernels) -> BenchmarkCase {
    let count = 20_000_000
    // Vectors of 128 bits are bound by arithmetic.
    let isWide = kernels.level > .base
    return BenchmarkCase(
      name: "available replicas, \(count) nodes", group: .kernels, unit: "node", unitsPerRun: Double(count),
      subject: kernels.level.rawValue, reference: "reading",
      accepted: isWide ? AcceptedRatio(atLeast: 0.8, source: "Benchmarks/README.md, available replicas") : nil,
      comparesChecksums: false
    ) {
      let nodes = NodeColumns(count: count)
      let words = [Int64](repeating: 1, count: count * 10 / 8)
      var (available, sum): (Int64, [Int64]) = (0, [0])
      return BenchmarkPair(
        subject: .onThread {
          available = nodes.available(kernels)
        } checksum: {
          UInt64(bitPattern: available)
        },
        reference: .onThread {
          words.withUnsafeBufferPointer { words in
            [0, Int32(words.count)].withUnsafeBufferPointer { starts in
              sum.withUnsafeMutableBufferPointer { kernels.sums(of: words, starts: starts, into: $0) }
            }
          }
        } checksum: {
          UInt64(bitPattern: sum[0])
        })
    }
  }
}
