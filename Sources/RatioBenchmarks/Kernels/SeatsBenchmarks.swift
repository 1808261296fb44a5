// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Workloads, each over as many parties, row after row; ten seats a party on average.
private struct SeatRows {
  let seats: [Int32]
  var votes: [Int64] = []
  var ranks: [Int32] = []
  /// Every fourth party has seats already, every fourth a maximum, near its share.
  var minimums: [Int32] = []
  var maximums: [Int32] = []
  let prefersHighest: [Bool]
  var result: [Int32]
  var isInRange: [Bool]
  let scratch = ScratchBox()

  init(rows: Int, parties: Int, votesBelow bound: Int) {
    var numbers = BenchmarkNumbers(seed: 5)
    seats = (0..<rows).map { _ in Int32(5 * parties + numbers.below(10 * parties)) }
    prefersHighest = (0..<rows).map { _ in numbers.below(2) == 0 }
    for row in 0..<rows {
      let drawn = (0..<parties).map { _ in Int64(1 + numbers.below(bound)) }
      let sum = drawn.reduce(0, +)
      votes += drawn
      for vote in drawn {
        let share = Int(seats[row]) * Int(vote) / Int(sum)
        let minimum = numbers.below(4) == 0 ? numbers.below(share + 1) : 0
        minimums.append(Int32(minimum))
        maximums.append(numbers.below(4) == 0 ? Int32(minimum + share / 2 + numbers.below(share + 2)) : .max)
      }
      ranks += (Int32(0)..<Int32(parties)).shuffled(using: &numbers)
    }
    result = [Int32](repeating: 0, count: rows * parties)
    isInRange = [Bool](repeating: false, count: rows)
  }

  mutating func divide(_ kernels: Kernels, isBounded: Bool) {
    guard isBounded else { return divide(kernels, nil, nil) }
    minimums.withUnsafeBufferPointer { minimums in
      maximums.withUnsafeBufferPointer { divide(kernels, minimums, $0) }
    }
  }

  private mutating func divide(
    _ kernels: Kernels, _ minimums: UnsafeBufferPointer<Int32>?, _ maximums: UnsafeBufferPointer<Int32>?
  ) {
    seats.withUnsafeBufferPointer { seats in
      votes.withUnsafeBufferPointer { votes in
        ranks.withUnsafeBufferPointer { ranks in
          prefersHighest.withUnsafeBufferPointer { prefersHighest in
            result.withUnsafeMutableBufferPointer { result in
              isInRange.withUnsafeMutableBufferPointer {
                kernels.websterSeats(
                  seats: seats, votes: votes, initialSeats: minimums, maximums: maximums, nameRanks: ranks,
                  prefersHighestName: prefersHighest, into: result,
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
  /// The Webster method, with votes that are all equal, of a hundred values, and all different; and with minimums and maximums.
  static func seats(_ kernels: Kernels) -> [BenchmarkCase] {
    let sizes: [(Int, Int, Int, Bool)] = [
      (256, 16, 100, true), (64, 64, 100, true), (16, 256, 100, true), (4, 1000, 100, true), (2, 10_000, 100, true),
      (64, 64, 100, false), (16, 256, 100, false), (4, 1000, 1, false), (4, 1000, 100, false),
      (4, 1000, 1 << 20, false),
      (2, 10_000, 100, false),
    ]
    let demanded: [Int: [KernelLevel: Double]] = [64: [.v3: 8, .v4: 8], 256: [.v3: 12, .v4: 12]]
    return sizes.map { rows, parties, bound, isBounded in
      againstScalar(
        kernels,
        "Webster, \(rows) workloads x \(parties) clusters, \(bound) weights" + (isBounded ? ", bounded" : ""),
        unit: "slot", units: rows * parties, accepted: demanded[parties] ?? [:],
        source: "Benchmarks/README.md, weighted division"
      ) { kernels in
        var input = SeatRows(rows: rows, parties: parties, votesBelow: bound)
        return .onThread {
          input.divide(kernels, isBounded: isBounded)
        } checksum: {
          BenchmarkChecksum(of: input.result).value
        }
      }
    }
  }
}
