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
  /// Replicas of 250m and 512Mi that fit on 4,000 nodes.
  static var availableReplicas: [BenchmarkCase] {
    let count = 4000
    return [
      againstScalar(
        "available replicas, \(count) nodes", unit: "node", units: count,
        accepted: [.base: 3, .v3: 10, .v4: 20], source: "Benchmarks/README.md, available replicas"
      ) { kernels in
        let nodes = NodeColumns(count: count)
        var sum: Int64 = 0
        return .onThread {
          sum = nodes.available(kernels)
        } checksum: {
          UInt64(bitPattern: sum)
        }
      }
    ]
  }
}
