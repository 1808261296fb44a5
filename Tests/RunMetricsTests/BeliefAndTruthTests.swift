// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Results
import RunMetrics
import Testing

struct BeliefAndTruthTests {
  @Test func `failovers are counted by what was true, with their replicas`() {
    var log = HandMadeLog(seconds: 3600)
    log.add(10, .trueFailover, 5)
    log.add(11, .falseFailover, 7)
    log.add(12, .falseFailover, 2, cluster: 1)
    log.add(3600, .missedFailover, 4)
    let metrics = log.outcome().metrics
    #expect(metrics["true_failovers"]?.value == 1)
    #expect(metrics["false_failovers"]?.value == 2 && metrics["false_failover_replicas"]?.value == 9)
    #expect(metrics["missed_failovers"]?.value == 1 && metrics["missed_failover_replicas"]?.value == 4)
  }

  @Test func `double running is an integral: six replicas for half an hour are three replica-hours`() {
    var log = HandMadeLog(seconds: 3600)
    log.add(600, .doubleRunningChanged, 6)
    log.add(2400, .doubleRunningChanged, -6)
    #expect(log.metric("double_running_replica_hours") == 3)
  }

  @Test func `3 true, 1 false and 2 missed are a precision of 0.75 and a recall of 0.6`() {
    // Three clusters for 73 days are 0.6 cluster-years.
    var log = HandMadeLog(seconds: 73 * 86_400)
    for time in [1, 2, 3] as [Int64] { log.add(time, .trueFailover, 5) }
    log.add(4, .falseFailover, 5)
    for time in [5, 6] as [Int64] { log.add(time, .missedFailover, 5) }
    #expect(log.metric("failover_precision") == 0.75)
    #expect(log.metric("failover_recall") == 0.6)
    #expect(abs((log.metric("false_failovers_per_cluster_year") ?? 0) - 1 / 0.6) < 1e-12)
  }

  @Test func `without failovers there is no precision and no recall`() {
    let metrics = HandMadeLog(seconds: 3600).outcome().metrics
    #expect(metrics["failover_precision"] == MetricValue(nil) && metrics["failover_recall"] == MetricValue(nil))
    #expect(metrics["false_failovers_per_cluster_year"]?.value == 0)
  }
}
