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

  mutating func divide(_ kernels: Kernels, _ division: RoundsDivision) {
    totals.withUnsafeBufferPointer { totals in
      weights.withUnsafeBufferPointer { weights in
        minimums.withUnsafeBufferPointer { minimums in
          maximums.withUnsafeBufferPointer { maximums in
            capacities.withUnsafeBufferPointer { capacities in
              currents.withUnsafeBufferPointer { currents in
                let columns = RoundsColumns(
                  weights: weights, minimums: minimums, maximums: maximums, capacities: capacities,
                  currents: division == .kubeFedKeeping ? currents : nil)
                divide(kernels, division, totals, columns)
              }
            }
          }
        }
      }
    }
  }

  private mutating func divide(
    _ kernels: Kernels, _ division: RoundsDivision, _ totals: UnsafeBufferPointer<Int32>, _ columns: RoundsColumns
  ) {
    plan.withUnsafeMutableBufferPointer { plan in
      overflow.withUnsafeMutableBufferPointer { overflow in
        remaining.withUnsafeMutableBufferPointer { remaining in
          if division == .largestRemainders {
            kernels.largestRemainders(
              totals: totals, columns, plan: plan, remaining: remaining, scratch: &scratch.memory)
          } else {
            kernels.rounds(
              division == .kubeAdmiral ? .kubeAdmiral : .kubeFed, totals: totals, columns, plan: plan,
              overflow: overflow, remaining: remaining, scratch: &scratch.memory)
          }
        }
      }
    }
  }
}

/// A way to divide columns.
private enum RoundsDivision: String, CaseIterable {
  case kubeFed = "KubeFed rounds"
  case kubeFedKeeping = "KubeFed rounds, keeping"
  case kubeAdmiral = "KubeAdmiral rounds"
  case largestRemainders = "largest remainders"
}

extension KernelBenchmarks {
  /// Divisions with minimums, maximums and capacities.
  static func rounds(_ kernels: Kernels) -> [BenchmarkCase] {
    let demanded: [Int: [KernelLevel: Double]] = [64: [.v3: 8, .v4: 8], 256: [.v3: 12, .v4: 12]]
    return RoundsDivision.allCases.flatMap { division in
      [(256, 16), (128, 64), (64, 256), (16, 1000), (4, 10_000)].map { rows, clusters in
        againstScalar(
          kernels, "\(division.rawValue), \(rows) workloads x \(clusters) clusters", unit: "slot",
          units: rows * clusters,
          accepted: division == .kubeFed ? demanded[clusters] ?? [:] : [:],
          source: "Benchmarks/README.md, weighted division"
        ) { kernels in
          var input = RoundsRows(rows: rows, clusters: clusters)
          return .onThread {
            input.divide(kernels, division)
          } checksum: {
            BenchmarkChecksum(of: (input.plan + input.overflow).map(Int64.init) + input.remaining).value
          }
        }
      }
    }
  }
}
