// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Results
import RunMetrics
import TestSupport
import Testing

struct PlacementShapeTests {
  private func workload(_ intent: Intent?, _ name: String = "web") -> WorkloadSpec {
    var workload = Federations.workload(name, replicas: 1)
    workload.intent = intent
    return workload
  }

  private func log(
    _ workloads: [WorkloadSpec], clusters: [String] = ["a", "b", "c"], seconds: Int64 = 100
  ) -> HandMadeLog { HandMadeLog(Federations.fleet(named: clusters), workloads, seconds: seconds) }

  private func weights(_ numbers: [Int]) -> Intent {
    Intent(
      division: .weights,
      clusters: zip(["a", "b", "c"], numbers).map { Intent.ClusterShare(cluster: $0, weight: $1) })
  }

  @Test func `5 of 10 where 2.5 belong: a quarter is misplaced, a fifth needlessly`() {
    // Shares of 10 by 1:2:1 are 2.5, 5, 2.5; assigned are 5, 5, 0.
    var log = log([workload(weights([1, 2, 1]))])
    log.add(0, .demandChanged, 10)
    log.place(0, .assignedChanged, [5, 5, 0])
    #expect(log.metric("weight_deviation") == 0.25)
    // The best whole division, 3, 5, 2, deviates by 0.5 + 0 + 0.5: half a replica of 10.
    #expect(abs((log.metric("weight_deviation_needless") ?? 0) - 0.2) < 1e-12)
    #expect(abs((log.metric("weight_deviation_l2") ?? 0) - (2 * 2.5 * 2.5).squareRoot() / 10) < 1e-6)
    #expect(log.metric("weight_deviation_max_replicas") == 2.5)
    // 5 is above the ceiling of 2.5, 0 below its floor, 5 of 5 is exact.
    #expect(log.metric("broken_quota_share") == 2.0 / 3)
  }

  @Test func `a best rounding has nothing needless and breaks no quota`() {
    var log = log([workload(weights([17, 11, 6]))])
    log.add(0, .demandChanged, 6)
    log.place(0, .assignedChanged, [3, 2, 1])
    #expect(log.metric("weight_deviation_needless") == 0)
    #expect(log.metric("broken_quota_share") == 0)
    #expect((log.metric("weight_deviation") ?? 0) > 0)
  }

  @Test func `it is weighted by time and demand, as a ratio of sums`() {
    // Workload 0: all 10 in the wrong cluster for 40 of 100 s; workload 1: 30 as they belong.
    var log = log([workload(weights([0, 1, 0]), "v"), workload(weights([1, 1, 1]), "w")])
    log.add(0, .demandChanged, 10, workload: 0)
    log.add(0, .demandChanged, 30, workload: 1)
    log.place(0, .assignedChanged, [10, 0, 0], workload: 0)
    log.place(0, .assignedChanged, [10, 10, 10], workload: 1)
    log.place(40, .assignedChanged, [-10, 10, 0], workload: 0)
    #expect(abs((log.metric("weight_deviation") ?? 0) - 10.0 * 40 / (40 * 100)) < 1e-12)
    #expect(abs((log.metric("weight_deviation_max_replicas") ?? 0) - 10.0 * 40 / 200) < 1e-12)
  }

  @Test func `intents without weights, and no intent, have no shares`() {
    for intent in [nil, Intent(division: .capacity), Intent(division: .pack)] {
      var log = log([workload(intent)])
      log.add(0, .demandChanged, 10)
      log.place(0, .assignedChanged, [10, 0, 0])
      for id in ["weight_deviation", "weight_deviation_needless", "broken_quota_share", "out_of_bounds_replica_hours"] {
        #expect(log.outcome().metrics[id] == MetricValue(nil), "\(id)")
      }
    }
  }

  @Test func `2 below a minimum and 3 above a maximum for half an hour are 2.5 replica-hours`() {
    let intent = Intent(
      division: .weights,
      clusters: [.init(cluster: "a", minimum: 4), .init(cluster: "b", maximum: 5), .init(cluster: "c")])
    var log = log([workload(intent)], seconds: 3600)
    log.add(0, .demandChanged, 12)
    log.place(0, .assignedChanged, [2, 8, 2])
    log.place(1800, .assignedChanged, [2, -3, 1])
    #expect(log.metric("out_of_bounds_replica_hours") == 2.5)
  }

  @Test func `5, 3, 2, 2, 0, 0 have skew 5, concentration 0.2917 and 3.43 effective clusters`() {
    var log = log([workload(nil)], clusters: ["a", "b", "c", "d", "e", "f"])
    log.add(0, .demandChanged, 12)
    log.place(0, .assignedChanged, [5, 3, 2, 2, 0, 0])
    #expect(log.metric("cluster_skew_replicas") == 5)
    #expect(abs((log.metric("placement_concentration") ?? 0) - 0.2916666666666667) < 1e-9)
    #expect(abs((log.metric("effective_clusters") ?? 0) - 3.4285714285714284) < 1e-9)
  }

  @Test func `skew looks at the clusters a workload may use, and at regions`() {
    let fleet = Federations.fleet(regions: ["r", "s"], clusters: 2, nodes: 1)
    let intent = Intent(eligible: .init(names: ["r-1", "r-2", "s-1"]), division: .capacity)
    var log = HandMadeLog(fleet, [workload(intent)], seconds: 100)
    log.add(0, .demandChanged, 6)
    log.place(0, .assignedChanged, [2, 2, 2, 0])
    #expect(log.metric("cluster_skew_replicas") == 0)
    #expect(log.metric("region_skew_replicas") == 2)
  }

  @Test func `replicas where the intent allows none are looked at all the same`() {
    let fleet = Federations.fleet(regions: ["r", "s"], clusters: 2, nodes: 1)
    let intent = Intent(eligible: .init(regions: ["r"]), division: .even)
    var log = HandMadeLog(fleet, [workload(intent)], seconds: 100)
    log.add(0, .demandChanged, 4)
    log.place(0, .assignedChanged, [2, 2, 0, 0])
    log.place(50, .assignedChanged, [0, -2, 0, 2])
    // 2 of 4 misplaced for half of the time; then 2, 0, 0, 2 over all four clusters.
    #expect(log.metric("weight_deviation") == 0.25)
    #expect(log.metric("cluster_skew_replicas") == 1)
    #expect(log.metric("placement_concentration") == 0.5)
  }

  @Test func `a workload that is placed nowhere has no concentration, one that is not wanted no skew`() {
    var log = log([workload(nil, "v"), workload(nil, "w")])
    log.add(0, .demandChanged, 3, workload: 0)
    log.add(0, .demandChanged, 0, workload: 1)
    log.place(0, .assignedChanged, [4, 0, 0], workload: 1)
    #expect(log.outcome().metrics["placement_concentration"] == MetricValue(nil))
    #expect(log.metric("cluster_skew_replicas") == 0)
  }
}
