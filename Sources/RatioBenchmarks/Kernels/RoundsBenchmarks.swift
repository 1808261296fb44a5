// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Workloads, each over its own clusters in planner order, row after row.
private struct RoundsRows {
  let totals: [Int32]
  var weights: [Int32] = []
  var minimums: [Int32] = []
  var maximums: [Int32] = []
  var capacities: [Int32] = []
  var currents: [Int32] = []
  var plan: [Int32]
  var overflow: [Int32]
  var remaining: [Int64]
  let scratch = ScratchBox()

  /// Ten replicas a cluster on average and weights of 1 to 100, descending. Every fourth cluster has a minimum, every fourth
  /// a maximum and every fourth a capacity, near its share.
  init(rows: Int, clusters: Int) {
    var numbers = BenchmarkNumbers(seed: 4)
    totals = (0..<rows).map { _ in Int32(5 * clusters + numbers.below(10 * clusters)) }
    for row in 0..<rows {
      let drawn = (0..<clusters).map { _ in Int32(1 + numbers.below(100)) }.sorted(by: >)
      let sum = drawn.reduce(0, +)
      weights += drawn
      for weight in drawn {
        let share = Int(totals[row]) * Int(weight) / Int(sum)
        let limited = numbers.below(4)
        minimums.append(numbers.below(4) == 0 ? Int32(numbers.below(share + 1)) : 0)
        maximums.append(limited == 0 ? Int32(share / 2 + numbers.below(share + 2)) : .max)
        capacities.append(limited == 1 ? Int32(share / 2 + numbers.below(share + 2)) : .max)
        currents.append(Int32(numbers.below(2 * share + 1)))
        minimums[minimums.count - 1] = min(minimums[minimums.count - 1], maximums[maximums.count - 1])
      }
    }
    plan = [Int32](repeating: 0, count: rows * clusters)
    overflow = plan
    remaining = [Int64](repeating: 0, count: rows)
  }

  mutating func divide(_ kernels: Kernels, keepsCurrent: Bool) {
    totals.withUnsafeBufferPointer { totals in
      weights.withUnsafeBufferPointer { weights in
        minimums.withUnsafeBufferPointer { minimums in
          maximums.withUnsafeBufferPointer { maximums in
            capacities.withUnsafeBufferPointer { capacities in
              currents.withUnsafeBufferPointer { currents in
                let columns = RoundsColumns(
                  weights: weights, minimums: minimums, maximums: maximums, capacities: capacities,
                  currents: keepsCurrent ? currents : nil)
                plan.withUnsafeMutableBufferPointer { plan in
                  overflow.withUnsafeMutableBufferPointer { overflow in
                    remaining.withUnsafeMutableBufferPointer {
                      kernels.rounds(
                        .kubeFed, totals: totals, columns, plan: plan, overflow: overflow, remaining: $0,
                        scratch: &scratch.memory)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

extension KernelBenchmarks {
  /// KubeFed's rounds with minimums, maximums and capacities.
  static var rounds: [BenchmarkCase] {
    let demanded: [Int: [KernelLevel: Double]] = [64: [.v3: 8, .v4: 8], 256: [.v3: 12, .v4: 12]]
    return [(256, 16), (128, 64), (64, 256), (16, 1000), (4, 10_000)].flatMap { rows, clusters in
      [false, true].map { keepsCurrent in
        againstScalar(
          "KubeFed rounds, \(rows) workloads x \(clusters) clusters" + (keepsCurrent ? ", keeping" : ""), unit: "slot",
          units: rows * clusters, accepted: keepsCurrent ? [:] : demanded[clusters] ?? [:],
          source: "Benchmarks/README.md, weighted division"
        ) { kernels in
          var input = RoundsRows(rows: rows, clusters: clusters)
          return .onThread {
            input.divide(kernels, keepsCurrent: keepsCurrent)
          } checksum: {
            BenchmarkChecksum(of: (input.plan + input.overflow).map(Int64.init) + input.remaining).value
          }
        }
      }
    }
  }
}
