// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Results
import RunMetrics
import TestSupport
import Testing

struct ThresholdDownTimeTests {
  private func hours(_ log: HandMadeLog, _ id: String) -> Double { (log.metric(id) ?? -1) * 3600 }

  @Test func `10, 9, 8, 4, 0 and 10 of 10 are below demand for 400 s, below 90 % for 300, half 200, out 100`() {
    var log = HandMadeLog(seconds: 600)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    for (time, change) in [(100, -1), (200, -1), (300, -4), (400, -4), (500, 10)] as [(Int64, Int64)] {
      log.add(time, .servingChanged, change)
    }
    #expect(abs(hours(log, "below_demand_workload_hours") - 400) < 1e-9)
    #expect(abs(hours(log, "below_90_workload_hours") - 300) < 1e-9)
    #expect(abs(hours(log, "below_50_workload_hours") - 200) < 1e-9)
    #expect(abs(hours(log, "outage_workload_hours") - 100) < 1e-9)
    #expect(log.outcome().metrics["below_minimum_workload_hours"] == MetricValue(nil))
  }

  @Test func `workloads add up, and one without demand is below nothing`() {
    var log = HandMadeLog(workloads: 3, seconds: 100)
    log.add(0, .demandChanged, 2, workload: 0)
    log.add(0, .demandChanged, 2, workload: 1)
    log.add(60, .servingChanged, 2, workload: 1)
    log.add(80, .demandChanged, 0, workload: 0)
    #expect(abs(hours(log, "outage_workload_hours") - (80 + 60)) < 1e-9)
  }

  @Test func `8 of 10 with a minimum of 9 is below it; with a demand of 8 it is not`() {
    var workload = Federations.workload(replicas: 10)
    workload.minimumAvailable = 9
    var log = HandMadeLog(Federations.fleet(named: ["a"]), [workload], seconds: 300)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 9)
    log.add(100, .servingChanged, -1)
    log.add(150, .demandChanged, 8)
    #expect(abs(hours(log, "below_minimum_workload_hours") - 50) < 1e-9)
  }
}
