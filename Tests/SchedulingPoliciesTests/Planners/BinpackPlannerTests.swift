// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct BinpackPlannerTests {
  static func plan(_ total: Int64, avoidDisruption: Bool = false, _ clusters: [PlannerCluster]) -> ReplicaPlan {
    BinpackPlanner.plan(
      total: total, avoidDisruption: avoidDisruption, keepUnschedulable: false, clusters: clusters)
  }

  @Test func `the first cluster takes all, up to its maximum`() {
    #expect(Self.plan(50, [PlannerCluster(name: "A"), PlannerCluster(name: "B")]).replicas == [50, 0])
    let bounded = PlannerCluster(name: "A", preference: ReplicaPreference(maximum: 30))
    #expect(Self.plan(50, [bounded, PlannerCluster(name: "B")]).replicas == [30, 20])
  }

  @Test func `while members still schedule, what runs is kept`() {
    let plan = Self.plan(50, [PlannerCluster(name: "A", current: 7, scheduled: 3), PlannerCluster(name: "B")])
    #expect(plan.replicas == [7, nil])
  }

  @Test func `a cluster that left the list makes it plan again`() {
    let clusters = [PlannerCluster(name: "A", current: 7, scheduled: 3), PlannerCluster(name: "B")]
    let plan = BinpackPlanner.plan(
      total: 50, avoidDisruption: false, keepUnschedulable: false, clusters: clusters, holdsReplicasElsewhere: true)
    #expect(plan.replicas == [50, 0])
  }

  @Test func `scaling down empties the last clusters first`() {
    let clusters = [PlannerCluster(name: "A", current: 5), PlannerCluster(name: "B", current: 5)]
    #expect(Self.plan(7, avoidDisruption: true, clusters).replicas == [5, 2])
    #expect(Self.plan(12, avoidDisruption: true, clusters).replicas == [7, 5])
  }
}
