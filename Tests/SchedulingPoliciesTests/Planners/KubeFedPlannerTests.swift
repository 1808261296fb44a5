// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import SchedulingPolicies
import Testing

struct KubeFedPlannerTests {
  static func plan(
    _ total: Int64, rebalance: Bool = true, key: String = "default/web", star: ReplicaPreference? = nil,
    _ clusters: [PlannerCluster]
  ) throws -> ReplicaPlan {
    try KubeFedPlanner.plan(
      total: total, rebalance: rebalance, key: key, defaultPreference: star, clusters: clusters)
  }

  /// Clusters c0, c1, ... with these weights.
  static func clusters(_ weights: [Int64]) -> [PlannerCluster] {
    weights.enumerated().map { PlannerCluster(name: "c\($0)", preference: ReplicaPreference(weight: $1)) }
  }

  static func divide(_ total: Int64, _ weights: [Int64]) throws -> [Int64] {
    try plan(total, clusters(weights)).combined
  }

  @Test func `9 replicas, A 4..6 weight 1, B 4..8 weight 2 give A 4, B 5`() throws {
    let plan = try Self.plan(
      9,
      [
        PlannerCluster(name: "A", preference: ReplicaPreference(minimum: 4, maximum: 6, weight: 1)),
        PlannerCluster(name: "B", preference: ReplicaPreference(minimum: 4, maximum: 8, weight: 2)),
      ])
    #expect(plan.replicas == [4, 5])
    #expect(plan.overflow == [nil, nil])
  }

  @Test func `11 replicas over 10 equal clusters give 2,2,2,2,2,1,0,0,0,0 in hash order`() throws {
    let clusters = Self.clusters(Array(repeating: 1, count: 10))
    let plan = try Self.plan(11, clusters)
    let order = clusters.indices.sorted {
      FNVHash.fnv1((clusters[$0].name + "default/web").utf8) < FNVHash.fnv1((clusters[$1].name + "default/web").utf8)
    }
    #expect(order.map { plan.replicas[$0] } == [2, 2, 2, 2, 2, 1, 0, 0, 0, 0])
  }

  /// 50 replicas, k8s-1 10..20 with weight 2, everyone else weight 1.
  static let first = ReplicaPreference(minimum: 10, maximum: 20, weight: 2)

  @Test(
    arguments: [
      (true, [nil, nil, nil], [20, 15, 15]), (false, [20, 15, nil], [20, 30, nil]),
      (false, [20, 30, 15], [20, 30, 0]), (true, [20, 30, 15], [20, 15, 15]),
    ] as [(Bool, [Int64?], [Int64?])])
  func `50 replicas over k8s-1 to k8s-3: a cluster that returns gets its share back with rebalance alone`(
    rebalance: Bool, currents: [Int64?], expected: [Int64?]
  ) throws {
    let present = expected.indices.filter { expected[$0] != nil }
    let plan = try Self.plan(
      50, rebalance: rebalance, star: ReplicaPreference(weight: 1),
      present.map {
        PlannerCluster(name: "k8s-\($0 + 1)", preference: $0 == 0 ? Self.first : nil, current: currents[$0])
      })
    #expect(plan.replicas == present.map { expected[$0] })
  }

  @Test(arguments: [(true, [nil, 3], 12), (false, [nil, nil], 9)] as [(Bool, [Int64?], Int64)])
  func `9 replicas as A 4, B 5 with 3 of B unschedulable: rebalance runs 12, else 9`(
    rebalance: Bool, overflow: [Int64?], running: Int64
  ) throws {
    let plan = try Self.plan(
      9, rebalance: rebalance, key: "test-ns/test-deployment", star: ReplicaPreference(weight: 1),
      [PlannerCluster(name: "A", current: 4), PlannerCluster(name: "B", current: 5, capacity: 2)])
    #expect(plan.replicas == [7, 2])
    #expect(plan.overflow == overflow)
    #expect(plan.combined.reduce(0, +) == running)
  }

  @Test func `9 replicas over two equal clusters start as A 4, B 5`() throws {
    let plan = try Self.plan(
      9, key: "test-ns/test-deployment", star: ReplicaPreference(weight: 1),
      [PlannerCluster(name: "A"), PlannerCluster(name: "B")])
    #expect(plan.replicas == [4, 5])
  }

  @Test func `a cluster without any preference gets 0`() throws {
    let plan = try Self.plan(
      5, [PlannerCluster(name: "a", preference: ReplicaPreference(weight: 1)), PlannerCluster(name: "b", current: 3)])
    #expect(plan.replicas == [5, 0])
  }

  @Test func `weights whose products wrap end in a refusal, not in a hang`() {
    #expect(throws: PlannerRefusal.roundsDoNotEnd(clusters: 2)) {
      try Self.plan(
        Int64(Int32.max),
        [
          PlannerCluster(name: "a", preference: ReplicaPreference(weight: 1 << 62)),
          PlannerCluster(name: "b", preference: ReplicaPreference(weight: 1)),
        ])
    }
  }

  @Test func `metamorphic: sum, scale, order, zero weight, exact multiples, heavier, own weight up`() throws {
    var random = SplitMix(seed: 11)
    for _ in 0..<300 {
      let weights = (0..<Int.random(in: 2...10, using: &random)).map { _ in Int64.random(in: 1...20, using: &random) }
      let total = Int64.random(in: 0...60, using: &random)
      let result = try Self.divide(total, weights)
      #expect(result.reduce(0, +) == total)
      #expect(try Self.divide(total, weights.map { $0 * 7 }) == result)
      #expect(try Self.plan(total, Self.clusters(weights).reversed()).combined.reversed() == result)
      #expect(try Self.divide(total, weights + [0]) == result + [0])
      #expect(try Self.divide(3 * weights.reduce(0, +), weights) == weights.map { 3 * $0 })
      for (i, j) in zip(weights.indices, weights.indices.dropFirst()) {
        if weights[i] > weights[j] { #expect(result[i] >= result[j]) }
        if weights[i] < weights[j] { #expect(result[i] <= result[j]) }
      }
      var raised = weights
      let chosen = Int.random(in: weights.indices, using: &random)
      raised[chosen] += Int64.random(in: 1...5, using: &random)
      #expect(try Self.divide(total, raised)[chosen] >= result[chosen])
    }
  }
}
