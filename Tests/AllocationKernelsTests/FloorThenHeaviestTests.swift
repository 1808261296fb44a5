// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

struct FloorThenHeaviestTests {
  static func divide(_ replicas: Int32, _ weights: [Int64], previous: [Int32]? = nil) -> [Int32] {
    FloorThenHeaviest.divide(
      replicas: replicas, weights: weights, previousReplicas: previous ?? Array(repeating: 0, count: weights.count),
      nameRanks: weights.indices.map { Int32($0) })
  }

  @Test func `weights 170:110:60 give 3:2:0 for 5 and 4:1:1 for 6, so one loses`() {
    #expect(Self.divide(5, [170, 110, 60]) == [3, 2, 0])
    #expect(Self.divide(6, [170, 110, 60]) == [4, 1, 1])
  }

  @Test func `equal weights: who had more before comes first, then the lowest name`() {
    #expect(Self.divide(4, [1, 1, 1]) == [2, 1, 1])
    #expect(Self.divide(4, [1, 1, 1], previous: [0, 3, 3]) == [1, 2, 1])
  }

  @Test func `no weight places nothing`() {
    #expect(Self.divide(4, [0, 0]) == [0, 0])
    #expect(Self.divide(4, []) == [])
  }

  @Test func `any integers give an answer`() {
    var random = SplitMix(seed: 5)
    for _ in 0..<500 {
      let weights = (0..<4).map { _ in Int64.random(in: .min ... .max, using: &random) }
      let result = Self.divide(Int32.random(in: .min ... .max, using: &random), weights)
      #expect(result.count == 4)
    }
    #expect(Self.divide(1, [.min, .max]) == [0, 1])
  }
}
