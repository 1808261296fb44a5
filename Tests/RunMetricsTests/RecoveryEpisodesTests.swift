// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Results
import RunMetrics
import Testing

/// From a failure until a workload is whole for 60 s.
struct RecoveryEpisodesTests {
  /// `count` workloads that want and have 10; fault 0 begins at 100 s and takes 5 of each.
  private func log(_ count: Int = 1, seconds: Int64 = 1000, failures: Int = 1) -> HandMadeLog {
    var log = HandMadeLog(workloads: count, seconds: seconds, failures: failures)
    for workload in 0..<Int32(count) {
      log.add(0, .demandChanged, 10, workload: workload)
      log.add(0, .servingChanged, 10, workload: workload)
    }
    log.add(100, .faultBegan, 0)
    for workload in 0..<Int32(count) { log.add(100, .servingLostToFault, -5, workload: workload) }
    return log
  }

  private func recovery(_ log: HandMadeLog) -> MetricValue? { log.outcome().metrics["time_to_recover_p50"] }

  @Test func `no failure, no episode`() {
    var log = HandMadeLog(seconds: 100)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 5)
    #expect(recovery(log) == MetricValue(nil))
    #expect(log.metric("recovered_before_repair") == nil)
  }

  @Test func `a fault that takes surplus alone opens no episode`() {
    var log = HandMadeLog(seconds: 100)
    log.add(0, .demandChanged, 5)
    log.add(0, .servingChanged, 10)
    log.add(10, .faultBegan, 0)
    log.add(10, .servingLostToFault, -5)
    #expect(recovery(log) == MetricValue(nil))
  }

  @Test func `it ends when the workload is whole again for 60 s`() {
    var log = log()
    log.add(130, .servingChanged, 4)
    log.add(142, .servingChanged, 1)
    #expect(recovery(log) == MetricValue(value: 42, unit: "s", censored: 0, count: 1))
  }

  @Test func `being whole for less than 60 s does not end it`() {
    for (span, expected) in [(59, 142.0), (60, 42.0), (61, 42.0)] as [(Int64, Double)] {
      var log = log()
      log.add(142, .servingChanged, 5)
      log.add(142 + span, .servingChanged, -1)
      log.add(242, .servingChanged, 1)
      #expect(recovery(log)?.value == expected, "whole for \(span) s")
    }
  }

  @Test func `a lower demand can make a workload whole`() {
    var log = log()
    log.add(170, .demandChanged, 5)
    #expect(recovery(log)?.value == 70)
  }

  @Test func `a further failure during an episode belongs to it`() {
    var log = log(failures: 2)
    log.add(130, .servingChanged, 3)
    log.add(140, .faultBegan, 1)
    log.add(140, .servingLostToFault, -3)
    log.add(200, .servingChanged, 5)
    #expect(recovery(log) == MetricValue(value: 100, unit: "s", censored: 0, count: 1))
  }

  @Test func `a failure after the episode opens another`() {
    var log = log(failures: 2)
    log.add(120, .servingChanged, 5)
    log.add(400, .faultBegan, 1)
    log.add(400, .servingLostToFault, -1)
    log.add(450, .servingChanged, 1)
    let outcome = log.outcome()
    #expect(outcome.metrics["time_to_recover_p50"] == MetricValue(value: 20, unit: "s", censored: 0, count: 2))
    #expect(outcome.metrics["time_to_recover_p99"] == MetricValue(value: 50, unit: "s", censored: 0, count: 2))
  }

  @Test func `what never recovers is censored, never dropped`() {
    var log = log(4)
    for (workload, time) in [(0, 110), (1, 120), (2, 130)] as [(Int32, Int64)] {
      log.add(time, .servingChanged, 5, workload: workload)
    }
    let outcome = log.outcome()
    #expect(outcome.metrics["time_to_recover_p50"] == MetricValue(value: 20, unit: "s", censored: 1, count: 4))
    #expect(outcome.metrics["time_to_recover_p99"] == MetricValue(value: nil, unit: "s", censored: 1, count: 4))
    #expect(outcome.detail.unrecovered == 1)
    #expect(outcome.detail.recovery.map(\.seconds) == [10, 20, 30])
  }

  @Test func `recovering before the repair is told from recovering by it`() {
    var log = log(2)
    log.add(150, .servingChanged, 5, workload: 0)
    log.add(200, .faultEnded, 0)
    log.add(210, .servingChanged, 5, workload: 1)
    #expect(log.metric("recovered_before_repair") == 0.5)
  }

  @Test func `being whole for a moment before the repair does not count as recovery before it`() {
    var log = log()
    log.add(180, .servingChanged, 5)
    log.add(190, .servingChanged, -1)
    log.add(200, .faultEnded, 0)
    log.add(210, .servingChanged, 1)
    #expect(log.metric("recovered_before_repair") == 0)
    #expect(recovery(log)?.value == 110)
  }

  @Test func `a run that ends within the 60 s counts a whole workload as recovered`() {
    var log = log(seconds: 150)
    log.add(130, .servingChanged, 5)
    #expect(recovery(log) == MetricValue(value: 30, unit: "s", censored: 0, count: 1))
  }

  @Test func `spans are kept to three significant digits`() {
    var log = log(3, seconds: 100_000)
    log.add(100 + 1234, .servingChanged, 5, workload: 0)
    log.add(100 + 1236, .servingChanged, 5, workload: 1)
    log.add(100 + 98_765, .servingChanged, 5, workload: 2)
    let buckets = log.outcome().detail.recovery
    #expect(buckets.map(\.seconds) == [1230, 1240, 98_800])
    #expect(buckets.map(\.count) == [1, 1, 1])
  }
}

/// What of the demand is enough, how deep a loss goes, and what the end of a run cuts off.
struct RecoveryDetailTests {
  /// Ten wanted and there; the fault takes `lost` at 100 s.
  private func log(lost: Int64, seconds: Int64 = 1000) -> HandMadeLog {
    var log = HandMadeLog(workloads: 2, seconds: seconds)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    log.add(100, .faultBegan, 0)
    log.add(100, .servingLostToFault, -lost)
    return log
  }

  @Test func `90 % is reached before all is; a loss of less than 10 % is none for it`() {
    var log = log(lost: 5)
    log.add(130, .servingChanged, 3)
    log.add(140, .servingChanged, 1)
    log.add(190, .servingChanged, 1)
    #expect(log.metric("time_to_recover_90_p50") == 40)
    #expect(log.metric("time_to_recover_p50") == 90)
    var small = self.log(lost: 1)
    small.add(120, .servingChanged, 1)
    #expect(small.outcome().metrics["time_to_recover_90_p50"] == MetricValue(nil))
    #expect(small.metric("time_to_recover_max") == 20)
  }

  @Test func `depth is the greatest missing share, area the replica-time lost: 0.6 and 360`() {
    var log = log(lost: 4)
    log.add(130, .servingChanged, -2)
    log.add(150, .servingChanged, 3)
    log.add(190, .servingChanged, 3)
    // 4 for 30 s, 6 for 20 s, 3 for 40 s.
    #expect(log.metric("loss_depth_max") == 0.6)
    #expect(log.metric("loss_depth_mean") == 0.6)
    #expect(log.metric("loss_area_mean") == 360)
    #expect(log.metric("loss_area_max") == 360)
  }

  @Test func `what is lost after the episode is none of its area`() {
    var log = log(lost: 4)
    log.add(110, .servingChanged, 4)
    log.add(400, .servingChanged, -1)
    #expect(log.metric("loss_area_mean") == 40)
    #expect(log.metric("loss_depth_max") == 0.4)
  }

  @Test func `an episode that is cut off is counted, and taken to the end for the mean`() {
    var log = log(lost: 10, seconds: 400)
    log.add(100, .demandChanged, 4, workload: 1)
    log.add(100, .servingChanged, 4, workload: 1)
    log.add(200, .servingLostToFault, -1, workload: 1)
    log.add(250, .servingChanged, 1, workload: 1)
    let metrics = log.outcome().metrics
    #expect(metrics["recovery_episodes"]?.value == 2)
    #expect(metrics["unrecovered_episodes"]?.value == 1)
    #expect(metrics["time_to_recover_mean"]?.value == 175)
    #expect(metrics["time_to_recover_km_p50"] == MetricValue(value: 50, unit: "s", censored: 1, count: 2))
    #expect(metrics["time_to_recover_km_p99"] == MetricValue(value: nil, unit: "s", censored: 1, count: 2))
    #expect(metrics["loss_depth_max"]?.value == 1)
    #expect(metrics["loss_area_max"]?.value == 3000)
  }
}
