// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Results
import TestSupport
import Testing

@testable import RunMetrics

struct DomainLossesTests {
  private func log(
    _ clusters: [String] = ["a", "b", "c"], workloads: Int = 1, seconds: Int64 = 100, minimum: Int? = nil
  ) -> HandMadeLog {
    let workloads = (0..<workloads).map { place in
      var workload = Federations.workload("w\(place)", replicas: 1)
      workload.minimumAvailable = minimum
      return workload
    }
    return HandMadeLog(Federations.fleet(named: clusters), workloads, seconds: seconds)
  }

  private func expect(_ log: HandMadeLog, _ id: String, _ value: Double?, _ comment: String = "") {
    let found = log.metric(id)
    if let found, let value {
      #expect(abs(found - value) < 1e-12, "\(id): \(found) \(comment)")
    } else {
      #expect(found == value, "\(id) \(comment)")
    }
  }

  @Test func `5, 3, 2, 2, 0, 0 of 12 lose 5 with a cluster, 3 more than the floor of 2`() {
    var log = log(["a", "b", "c", "d", "e", "f"])
    log.add(0, .demandChanged, 12)
    log.place(0, .servingChanged, [5, 3, 2, 2, 0, 0])
    expect(log, "worst_cluster_loss", 0.4166666666666667)
    expect(log, "worst_cluster_loss_excess", 3.0 / 12)
  }

  @Test func `regions sum their clusters, zones need one for each cluster`() {
    var fleet = Federations.fleet(regions: ["r", "s"], clusters: 2, nodes: 1)
    var log = HandMadeLog(fleet, [Federations.workload(replicas: 1)], seconds: 100)
    log.add(0, .demandChanged, 8)
    log.place(0, .servingChanged, [3, 2, 2, 1])
    expect(log, "worst_cluster_loss", 3.0 / 8)
    expect(log, "worst_region_loss", 5.0 / 8)
    expect(log, "worst_region_loss_excess", 1.0 / 8)
    // Zones are r-a and s-a here.
    expect(log, "worst_zone_loss", 5.0 / 8)
    expect(log, "survived_region_worst", 3.0 / 8)
    expect(log, "survived_region_mean", 0.5)
    fleet = Fleet(
      clusters: fleet.clusters.map {
        var cluster = $0
        cluster.zones = ["x", "y"]
        return cluster
      })
    var spread = HandMadeLog(fleet, [Federations.workload(replicas: 1)], seconds: 100)
    spread.add(0, .demandChanged, 8)
    spread.place(0, .servingChanged, [3, 2, 2, 1])
    expect(spread, "worst_zone_loss", nil)
  }

  @Test func `a surplus elsewhere makes up for a loss`() {
    // Each cluster has all: nothing is lost with any. Then 6, 4, 2 of 10 with a surplus of 2: 4 are lost with a.
    var log = log(workloads: 1)
    log.add(0, .demandChanged, 10)
    log.place(0, .servingChanged, [10, 10, 10])
    log.place(50, .servingChanged, [-4, -6, -8])
    expect(log, "worst_cluster_loss", 0.2)
    // Without a: 10, then 6; without b: 10, then 8; without c: 10, then 10.
    expect(log, "survived_region_worst", 0.8)
    expect(log, "survived_region_mean", (0.8 + 0.9 + 1) / 3)
  }

  @Test func `the fullest cluster is followed up and down`() {
    var log = log()
    log.add(0, .demandChanged, 10)
    log.place(0, .servingChanged, [6, 4, 0])
    log.add(20, .faultBegan)
    log.place(20, .servingLostToFault, [-6, 0, 0])
    log.place(40, .servingChanged, [0, 0, 6])
    log.place(60, .servingChanged, [0, 0, -3])
    log.place(80, .servingChanged, [0, -4, 0])
    expect(log, "worst_cluster_loss", (6.0 + 4 + 6 + 4 + 3) / 50)
  }

  @Test func `what happens within a moment has no length`() {
    var log = log()
    log.add(0, .demandChanged, 4)
    log.place(0, .servingChanged, [2, 2, 0])
    log.place(50, .servingChanged, [2, 0, 0])
    log.place(50, .servingChanged, [-2, 0, 0])
    expect(log, "worst_cluster_loss", 0.5)
  }

  @Test func `a workload that may use one cluster alone leaves the ratio`() {
    var bound = Federations.workload("v", replicas: 1)
    bound.intent = Intent(eligible: .init(names: ["a"]))
    var log = HandMadeLog(
      Federations.fleet(named: ["a", "b"]), [bound, Federations.workload("w", replicas: 1)], seconds: 100)
    log.add(0, .demandChanged, 5, workload: 0)
    log.add(0, .demandChanged, 4, workload: 1)
    log.place(0, .servingChanged, [5, 0], workload: 0)
    log.place(0, .servingChanged, [2, 2], workload: 1)
    expect(log, "worst_cluster_loss", 0.5)
    // What is served without a region is a matter of all.
    expect(log, "survived_region_worst", 2.0 / 9)
  }

  @Test func `one region has no other to fall back on`() {
    var log = log(["a"])
    log.add(0, .demandChanged, 5)
    log.place(0, .servingChanged, [5])
    for id in [
      "worst_cluster_loss", "worst_region_loss", "survived_region_worst", "survivable_regions", "survivable_pairs",
    ] { expect(log, id, nil) }
  }

  @Test func `a loss is survived that leaves every workload its minimum, or one`() {
    for (minimum, regions, pairs) in [(nil, 1, 2.0 / 3), (3, 1, 0), (4, 1.0 / 3, 0)] as [(Int?, Double, Double)] {
      var log = log(workloads: 2, minimum: minimum)
      log.add(0, .demandChanged, 6, workload: 0)
      log.add(0, .demandChanged, 6, workload: 1)
      log.place(0, .servingChanged, [2, 2, 2], workload: 0)
      log.place(0, .servingChanged, [3, 3, 0], workload: 1)
      // Without a 4 and 3 are left, without b too, without c 4 and 6. The pair a, b leaves 2 and 0, the others 2 and 3.
      let label = "minimum \(minimum ?? 1)"
      expect(log, "survivable_regions", regions, label)
      expect(log, "survivable_pairs", pairs, label)
      expect(log, "survived_pair_worst", 2.0 / 12, label)
    }
  }

  @Test func `what a workload has less before the loss does not count against it`() {
    var log = log(minimum: 5)
    log.add(0, .demandChanged, 6)
    log.place(0, .servingChanged, [2, 2, 0])
    expect(log, "survivable_regions", 1.0 / 3)
  }
}

struct SurvivalPairsTests {
  @Test func `of few clusters all pairs, of many a fixed sample of different ones`() {
    #expect(Survivals.pairs(of: 4).map { [$0.0, $0.1] } == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
    #expect(Survivals.pairs(of: 1).isEmpty && Survivals.pairs(of: 0).isEmpty)
    #expect(Survivals.pairs(of: 32).count == 496)
    let sample = Survivals.pairs(of: 1000)
    #expect(sample.count == Survivals.pairLimit)
    #expect(sample.allSatisfy { $0.0 < $0.1 && $0.1 < 1000 && $0.0 >= 0 })
    // Spread over the fleet: each tenth has its share of 1000 ends within 5 standard deviations.
    for tenth in 0..<10 {
      let ends = sample.flatMap { [$0.0, $0.1] }.count { $0 / 100 == tenth }
      #expect(abs(ends - 100) < 48, "\(tenth): \(ends)")
    }
  }
}
