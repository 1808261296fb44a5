// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Workloads, each over as many parties, row after row; ten seats a party on average.
private struct SeatRows {
  let seats: [Int32]
  var votes: [Int64] = []
  var ranks: [Int32] = []
  let prefersHighest: [Bool]
  var result: [Int32]
  var isInRange: [Bool]
  let scratch = ScratchBox()

  init(rows: Int, parties: Int, votesBelow bound: Int) {
    var numbers = BenchmarkNumbers(seed: 5)
    seats = (0..<rows).map { _ in Int32(5 * parties + numbers.below(10 * parties)) }
    prefersHighest = (0..<rows).map { _ in numbers.below(2) == 0 }
    for _ in 0..<rows {
      votes += (0..<parties).map { _ in Int64(1 + numbers.below(bound)) }
      ranks += (Int32(0)..<Int32(parties)).shuffled(using: &numbers)
    }
    result = [Int32](repeating: 0, count: rows * parties)
    isInRange = [Bool](repeating: false, count: rows)
  }

  mutating func divide(_ kernels: Kernels) {
    seats.withUnsafeBufferPointer { seats in
      votes.withUnsafeBufferPointer { votes in
        ranks.withUnsafeBufferPointer { ranks in
          prefersHighest.withUnsafeBufferPointer { prefersHighest in
            result.withUnsafeMutableBufferPointer { result in
              isInRange.withUnsafeMutableBufferPointer {
                kernels.websterSeats(
                  seats: seats, votes: votes, nameRanks: ranks, prefersHighestName: prefersHighest, into: result,
                  isInRange: $0, scratch: &scratch.memory)
              }
            }
          }
        }
      }
    }
  }
}

extension KernelBenchmarks {
  /// The Webster method, with votes that are all equal, of a hundred values, and all different.
  static func seats(_ kernels: Kernels) -> [BenchmarkCase] {
    let demanded: [Int: [KernelLevel: Double]] = [64: [.v3: 8, .v4: 8], 256: [.v3: 12, .v4: 12]]
    return [
      (256, 16, 100), (64, 64, 1), (64, 64, 100), (16, 256, 1), (16, 256, 100), (4, 1000, 1), (4, 1000, 100),
      (4, 1000, 1 << 20), (2, 10_000, 100),
    ].map { rows, parties, bound in
      againstScalar(
        kernels, "Webster, \(rows) workloads x \(parties) clusters, \(bound) weights", unit: "slot",
        units: rows * parties,
        accepted: demanded[parties] ?? [:], source: "Benchmarks/README.md, weighted division"
      ) { kernels in
        var input = SeatRows(rows: rows, parties: parties, votesBelow: bound)
        return .onThread {
          input.divide(kernels)
        } checksum: {
          BenchmarkChecksum(of: input.result).value
        }
      }
    }
  }
}
