// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

struct WeightedRoundsTests {
  static func kubeFed(
    _ total: Int64, weights: [Int64], maximums: [Int64]? = nil, currents: [Int64]? = nil, capacities: [Int64]? = nil
  ) -> WeightedRoundsResult? {
    let unbounded = [Int64](repeating: .max, count: weights.count)
    return WeightedRounds.kubeFed(
      total: total, keepsCurrent: currents != nil, weights: weights,
      minimums: Array(repeating: 0, count: weights.count), maximums: maximums ?? unbounded,
      currents: currents ?? Array(repeating: .min, count: weights.count), capacities: capacities ?? unbounded)
  }

  static func kubeAdmiral(_ total: Int64, weights: [Int64], capacities: [Int64]? = nil) -> WeightedRoundsResult? {
    let unbounded = [Int64](repeating: .max, count: weights.count)
    return WeightedRounds.kubeAdmiral(
      total: total, weights: weights, minimums: Array(repeating: 0, count: weights.count), maximums: unbounded,
      limits: unbounded, capacities: capacities ?? unbounded)
  }

  @Test func `11 replicas over 10 equal clusters give 2,2,2,2,2,1,0,0,0,0`() {
    let weights = [Int64](repeating: 1, count: 10)
    #expect(Self.kubeFed(11, weights: weights)?.plan == [2, 2, 2, 2, 2, 1, 0, 0, 0, 0])
    #expect(Self.kubeAdmiral(11, weights: weights)?.plan == [2, 2, 2, 2, 2, 1, 0, 0, 0, 0])
  }

  @Test func `weights of 0 leave the replicas over`() {
    #expect(Self.kubeFed(7, weights: [0, 0])?.remaining == 7)
    #expect(Self.kubeAdmiral(7, weights: [0, 0])?.remaining == 7)
  }

  @Test func `overflow is what a cluster would get beyond its capacity`() {
    let result = Self.kubeFed(10, weights: [1, 1], capacities: [2, .max])
    #expect(result?.plan == [2, 8])
    #expect(result?.overflow == [3, 0])
  }

  @Test func `millions of kept replicas beside a few new ones take no millions of rounds`() {
    let kept: Int64 = 2_000_000_000
    let result = Self.kubeFed(kept + 3, weights: [1], currents: [kept])
    #expect(result?.plan == [kept + 3])
    let two = Self.kubeFed(kept + 3, weights: [1_000_000, 1], currents: [kept, .min])
    #expect(two?.plan.reduce(0, +) == kept + 3)
    #expect(two?.remaining == 0)
  }

  @Test func `rounds that never end are given up`() {
    // 5 * 2^61 wraps: the first cluster hands back one replica a round, the second takes it.
    #expect(Self.kubeAdmiral(10, weights: [1 << 61, 1 << 56]) == nil)
    // (2^31 - 1) * 2^62 wraps: the second cluster takes one replica a round, two thousand million times.
    #expect(Self.kubeFed(Int64(Int32.max), weights: [1 << 62, 1]) == nil)
  }

  @Test func `any integers give an answer or a refusal`() {
    var random = SplitMix(seed: 6)
    func number() -> Int64 {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: .max
      case 1: .min
      case 2: Int64.random(in: -3...3, using: &random)
      case 3: Int64(1) << Int64.random(in: 0...62, using: &random)
      default: Int64.random(in: .min ... .max, using: &random)
      }
    }
    var answers = 0
    for _ in 0..<300 {
      func column() -> [Int64] { (0..<3).map { _ in number() } }
      let (total, weights) = (number(), column())
      let fed = WeightedRounds.kubeFed(
        total: total, keepsCurrent: Bool.random(using: &random), weights: weights, minimums: column(),
        maximums: column(), currents: column(), capacities: column())
      let admiral = WeightedRounds.kubeAdmiral(
        total: total, weights: weights, minimums: column(), maximums: column(), limits: column(), capacities: column())
      answers += (fed == nil ? 0 : 1) + (admiral == nil ? 0 : 1)
    }
    #expect(answers > 300)
  }
}
