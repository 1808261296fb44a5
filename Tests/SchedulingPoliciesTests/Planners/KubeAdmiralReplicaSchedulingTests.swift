// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct KubeAdmiralReplicaSchedulingTests {
  typealias Resources = KubeAdmiralReplicaScheduling.Resources

  static func schedule(
    _ total: Int64, _ source: KubeAdmiralReplicaScheduling.Weights, weights: [Int64?], currents: [Int64?] = [],
    resources: [Resources]
  ) throws -> [Int64] {
    try KubeAdmiralReplicaScheduling.schedule(
      total: total, key: "", avoidDisruption: false, keepUnschedulable: false, weights: source,
      clusters: weights.enumerated().map { index, weight in
        PlannerCluster(
          name: "cluster\(index + 1)", preference: weight.map { ReplicaPreference(weight: $0) },
          current: index < currents.count ? currents[index] : nil)
      }, resources: resources)
  }

  @Test func `200/300/500 CPU and 10 replicas give 2/3/5`() throws {
    let resources = [200, 300, 500].map { Resources(allocatable: $0, available: $0) }
    #expect(try Self.schedule(10, .capacity, weights: [nil, nil, nil], resources: resources) == [2, 3, 5])
  }

  @Test func `static weights 2, 3 and none give 4/6 and nothing`() throws {
    let none = [Resources](repeating: Resources(), count: 3)
    #expect(try Self.schedule(10, .preferences, weights: [2, 3, nil], resources: none) == [4, 6, 0])
  }

  @Test func `an untolerated NoSchedule taint keeps a cluster at what it has`() throws {
    var resources = [Resources](repeating: Resources(), count: 3)
    resources[0].hasUntoleratedNoScheduleTaint = true
    let result = try Self.schedule(18, .preferences, weights: [2, 3, 5], currents: [2], resources: resources)
    #expect(result == [2, 6, 10])
  }
}
