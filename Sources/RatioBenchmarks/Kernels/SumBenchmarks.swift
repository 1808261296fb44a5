// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Columns of clusters that lie region after region.
private struct ClusterColumns {
  var replicas: [Int32] = []
  var weights: [Int32] = []
  var words: [UInt64] = []
  let starts: [Int32]
  var sums: [Int64]
  var mask: [UInt64]

  init(clusters: Int, regions: Int) {
    var numbers = BenchmarkNumbers(seed: 6)
    for _ in 0..<clusters {
      replicas.append(Int32(numbers.below(1000)))
      weights.append(Int32(numbers.below(100)))
      words.append(numbers.next() & 0xFF)
    }
    starts = (0...regions).map { Int32($0 * clusters / regions) }
    sums = [Int64](repeating: 0, count: regions)
    mask = [UInt64](repeating: 0, count: Kernels.maskWords(for: clusters))
  }

  mutating func sumRegions(_ kernels: Kernels) {
    replicas.withUnsafeBufferPointer { replicas in
      starts.withUnsafeBufferPointer { starts in
        sums.withUnsafeMutableBufferPointer { kernels.sums(of: replicas, starts: starts, into: $0) }
      }
    }
  }

  mutating func markFitting(_ kernels: Kernels) {
    words.withUnsafeBufferPointer { words in
      _ = mask.withUnsafeMutableBufferPointer { kernels.mark(words, required: 3, forbidden: 4, in: $0) }
    }
  }

  func deviation(_ kernels: Kernels) -> Int64 {
    replicas.withUnsafeBufferPointer { replicas in
      weights.withUnsafeBufferPointer {
        kernels.deviation(of: replicas, fromWeights: $0, totalReplicas: 500_000, totalWeight: 50_000)
      }
    }
  }

  func balance(_ kernels: Kernels) -> BalanceSums { replicas.withUnsafeBufferPointer { kernels.balance(of: $0) } }
}

extension KernelBenchmarks {
  /// Sums by region, filter masks, deviation and balance of 4,096 clusters in 16 regions.
  static func sums(_ kernels: Kernels) -> [BenchmarkCase] {
    let (clusters, regions) = (4096, 16)
    func benchmark(
      _ name: String, _ side: @escaping (Kernels, ClusterColumns) -> BenchmarkSide
    ) -> BenchmarkCase {
      againstScalar(kernels, "\(name), \(clusters) clusters", unit: "slot", units: clusters) { kernels in
        side(kernels, ClusterColumns(clusters: clusters, regions: regions))
      }
    }
    return [
      benchmark("sums of \(regions) regions") { kernels, columns in
        var columns = columns
        return .onThread {
          columns.sumRegions(kernels)
        } checksum: {
          BenchmarkChecksum(of: columns.sums).value
        }
      },
      benchmark("filter mask") { kernels, columns in
        var columns = columns
        return .onThread {
          columns.markFitting(kernels)
        } checksum: {
          BenchmarkChecksum(of: columns.mask).value
        }
      },
      benchmark("deviation from weights") { kernels, columns in
        var sum: Int64 = 0
        return .onThread {
          sum = columns.deviation(kernels)
        } checksum: {
          UInt64(bitPattern: sum)
        }
      },
      benchmark("balance sums") { kernels, columns in
        var sums = BalanceSums()
        return .onThread {
          sums = columns.balance(kernels)
        } checksum: {
          BenchmarkChecksum(of: [sums.sum, sums.squares, Int64(sums.least), Int64(sums.largest)]).value
        }
      },
    ]
  }
}
