// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Results
import RunMetrics
import Testing

struct ServiceLevelsTests {
  /// Demand 10, from 90 s on 14; ready 10, 7, 9, 12, 14 from 0, 30, 45, 60, 120 s on, for 150 s.
  private func example() -> HandMadeLog {
    var log = HandMadeLog(seconds: 150)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    log.add(30, .faultBegan, 0)
    log.add(30, .servingLostToFault, -3)
    log.add(45, .servingChanged, 2)
    log.add(60, .servingChanged, 3)
    log.add(90, .demandChanged, 14)
    log.add(120, .servingChanged, 2)
    return log
  }

  @Test func `availability is served over demanded replica-time: 1620 of 1740`() {
    #expect(example().metric("availability") == 1620.0 / 1740)
    #expect(abs((example().metric("availability") ?? 0) - 0.9310344827586207) < 1e-15)
  }

  @Test func `lost and surplus replica-time are told apart: 120 and 60 replica-seconds`() {
    #expect(abs((example().metric("lost_replica_hours") ?? 0) - 120.0 / 3600) < 1e-12)
    #expect(abs((example().metric("surplus_replica_hours") ?? 0) - 60.0 / 3600) < 1e-12)
  }

  @Test func `surplus repays no deficit, of another time or another workload`() {
    var log = HandMadeLog(workloads: 2, seconds: 100)
    log.add(0, .demandChanged, 4)
    log.add(0, .demandChanged, 4, workload: 1)
    log.add(0, .servingChanged, 2)
    log.add(0, .servingChanged, 8, workload: 1)
    log.add(50, .servingChanged, 2)
    #expect(log.metric("availability") == 700.0 / 800)
    #expect(abs((log.metric("surplus_replica_hours") ?? 0) - 400.0 / 3600) < 1e-12)
  }

  @Test func `a workload without demand is left out`() {
    var log = HandMadeLog(workloads: 2, seconds: 100)
    log.add(0, .demandChanged, 4)
    log.add(0, .servingChanged, 3)
    let alone = log.metric("availability")
    log.add(0, .demandChanged, 0, workload: 1)
    log.add(10, .servingChanged, 5, workload: 1)
    #expect(alone == 0.75)
    #expect(log.metric("availability") == 0.75)
  }

  @Test func `without demand there is no availability`() {
    let outcome = HandMadeLog(seconds: 100).outcome()
    for id in ["availability", "availability_own_promise", "availability_during_failures", "served_at_failure_end"] {
      #expect(outcome.metrics[id] == MetricValue(nil), "\(id)")
    }
    #expect(outcome.metrics["lost_replica_hours"]?.value == 0)
  }

  @Test func `every metric of the catalogue is there, and no other`() {
    let outcome = example().outcome()
    #expect(Set(outcome.metrics.keys) == Set(MetricCatalog.metrics.map(\.id)))
  }

  @Test func `the own promise counts what the contender's objects ask for`() {
    var log = HandMadeLog(seconds: 100)
    log.add(0, .demandChanged, 4)
    log.add(0, .promiseChanged, 8)
    log.add(0, .servingChanged, 8)
    log.add(50, .servingChanged, -4)
    #expect(log.metric("availability") == 1)
    #expect(log.metric("availability_own_promise") == 0.75)
  }

  @Test func `while failed counts from a fault's begin to its end, overlaps once`() {
    var log = HandMadeLog(seconds: 100, failures: 2)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    log.add(10, .faultBegan, 0)
    log.add(10, .servingLostToFault, -5)
    log.add(20, .faultBegan, 1)
    log.add(30, .faultEnded, 0)
    log.add(40, .faultEnded, 1)
    log.add(50, .servingChanged, 5)
    #expect(log.metric("availability_during_failures") == 0.5)
    #expect(log.metric("availability") == 0.8)
  }

  @Test func `what is served at the end of a failure is taken just before the repair`() {
    var log = HandMadeLog(seconds: 100, failures: 2)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    log.add(10, .faultBegan, 0)
    log.add(10, .servingLostToFault, -5)
    log.add(30, .servingChanged, 3)
    log.add(40, .faultEnded, 0)
    log.add(40, .servingChanged, 2)
    log.add(50, .faultBegan, 1)
    log.add(60, .faultEnded, 1)
    #expect(log.metric("served_at_failure_end") == 0.9)
  }

  @Test func `availability before failures ends with the first one`() {
    var log = HandMadeLog(seconds: 100)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 8)
    log.add(50, .servingChanged, 2)
    log.add(60, .faultBegan, 0)
    log.add(60, .servingLostToFault, -10)
    #expect(abs((log.metric("availability_before_failures") ?? 0) - 50.0 / 60 * 0.8 - 10.0 / 60) < 1e-12)
  }

  @Test func `a failure that outlasts the run is judged by what is served at its end`() {
    var log = HandMadeLog(seconds: 100)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    log.add(10, .faultBegan, 0)
    log.add(10, .servingLostToFault, -5)
    log.add(60, .servingChanged, 2)
    #expect(log.metric("served_at_failure_end") == 0.7)
  }

  @Test func `stopping ready replicas counts as far as they were needed`() {
    var log = HandMadeLog(seconds: 100)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 13)
    // Of five stopped three were surplus.
    log.add(10, .servingChanged, -5)
    log.add(10, .stoppedHealthy, 5)
    #expect(log.metric("replicas_killed_healthy") == 2)
    log.add(20, .servingChanged, -1)
    log.add(20, .stoppedHealthy, 1)
    #expect(log.metric("replicas_killed_healthy") == 3)
    // A lower demand needs fewer.
    log.add(30, .demandChanged, 5)
    log.add(30, .servingChanged, -2)
    log.add(30, .stoppedHealthy, 2)
    #expect(log.metric("replicas_killed_healthy") == 3)
  }

  @Test func `the workloads that lost most come first, those that lost nothing not at all`() {
    var log = HandMadeLog(workloads: 3, seconds: 100)
    for workload in 0..<3 as Range<Int32> {
      log.add(0, .demandChanged, 10, workload: workload)
      log.add(0, .servingChanged, 10, workload: workload)
    }
    log.add(50, .servingChanged, -2, workload: 0)
    log.add(80, .servingChanged, -10, workload: 2)
    let worst = log.outcome().detail.worstWorkloads
    #expect(worst.map(\.workload) == ["shop/w2", "shop/w0"])
    #expect(worst.map(\.lostReplicaSeconds) == [200, 100])
    #expect(worst.map(\.availability) == [0.8, 0.9])
  }
}
