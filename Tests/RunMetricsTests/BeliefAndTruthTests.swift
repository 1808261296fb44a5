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
}
