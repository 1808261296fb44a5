// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct KubeAdmiralPlannerTests {
  static func plan(
    _ total: Int64, avoidDisruption: Bool, keepUnschedulable: Bool = false, _ clusters: [PlannerCluster]
  ) throws -> ReplicaPlan {
    try KubeAdmiralPlanner.plan(
      total: total, key: "default/web", avoidDisruption: avoidDisruption, keepUnschedulable: keepUnschedulable,
      defaultPreference: nil, clusters: clusters)
  }

  static func cluster(
    _ name: String, weight: Int64, current: Int64? = nil, capacity: Int64? = nil, limit: Int64? = nil
  ) -> PlannerCluster {
    PlannerCluster(
      name: name, preference: ReplicaPreference(weight: weight), current: current, capacity: capacity, limit: limit)
  }

  @Test func `weights 778:222 and 10 replicas: 8:2 fresh, 5:5 kept, 8:2 when disruption is allowed`() throws {
    let fresh = [Self.cluster("c1", weight: 778), Self.cluster("c2", weight: 222)]
    let running = [Self.cluster("c1", weight: 778, current: 5), Self.cluster("c2", weight: 222, current: 5)]
    #expect(try Self.plan(10, avoidDisruption: true, fresh).replicas == [8, 2])
    #expect(try Self.plan(10, avoidDisruption: true, running).replicas == [5, 5])
    #expect(try Self.plan(10, avoidDisruption: false, running).replicas == [8, 2])
  }

  @Test(arguments: [(false, [nil, nil, nil]), (true, [2, nil, nil])] as [(Bool, [Int64?])])
  func `all of a unschedulable: 0/3/3, and a keeps 2 more when told to`(
    keepUnschedulable: Bool, overflow: [Int64?]
  ) throws {
    let plan = try Self.plan(
      6, avoidDisruption: true, keepUnschedulable: keepUnschedulable,
      [
        Self.cluster("a", weight: 1, current: 2, capacity: 0), Self.cluster("b", weight: 1, current: 2),
        Self.cluster("c", weight: 1, current: 2),
      ])
    #expect(plan.replicas == [0, 3, 3])
    #expect(plan.overflow == overflow)
  }

  @Test func `a tainted cluster is not in the list: the others take its replicas`() throws {
    let plan = try Self.plan(
      6, avoidDisruption: true,
      [Self.cluster("b", weight: 1, current: 2), Self.cluster("c", weight: 1, current: 2)])
    #expect(plan.replicas == [3, 3])
    #expect(plan.overflow == [nil, nil])
  }

  @Test func `a hard limit moves replicas away`() throws {
    let plan = try Self.plan(
      6, avoidDisruption: true,
      [Self.cluster("a", weight: 1, current: 3, limit: 1), Self.cluster("b", weight: 1, current: 3)])
    #expect(plan.replicas == [1, 5])
  }

  @Test func `a cluster without any preference has no entry`() throws {
    let plan = try Self.plan(4, avoidDisruption: false, [Self.cluster("a", weight: 1), PlannerCluster(name: "b")])
    #expect(plan.replicas == [4, nil])
    #expect(plan.combined == [4, 0])
  }

  @Test func `equal weight and equal hash: the lowest name comes first`() throws {
    for clusters in [["cluster-49549", "cluster-1317582"], ["cluster-1317582", "cluster-49549"]] {
      let plan = try Self.plan(1, avoidDisruption: false, clusters.map { Self.cluster($0, weight: 1) })
      #expect(plan.replicas[clusters[0] == "cluster-1317582" ? 0 : 1] == 1)
    }
  }

  @Test func `weights whose products wrap end in a refusal, not in a hang`() {
    #expect(throws: PlannerRefusal.roundsDoNotEnd(clusters: 2)) {
      try Self.plan(
        10, avoidDisruption: false, [Self.cluster("a", weight: 1 << 61), Self.cluster("b", weight: 1 << 56)])
    }
  }

  @Test func `the running sum never changes by more than the difference`() throws {
    var random = SplitMix(seed: 12)
    for _ in 0..<300 {
      let clusters = (0..<Int.random(in: 1...12, using: &random)).map {
        Self.cluster(
          "c\($0)", weight: Int64.random(in: 1...9, using: &random), current: Int64.random(in: 0...9, using: &random))
      }
      let total = Int64.random(in: 0...60, using: &random)
      let plan = try Self.plan(total, avoidDisruption: true, clusters).combined
      let running = clusters.map { $0.current ?? 0 }
      #expect(plan.reduce(0, +) == total)
      let moved = zip(plan, running).map { abs($0 - $1) }.reduce(0, +)
      #expect(moved == abs(total - running.reduce(0, +)))
    }
  }
}
