// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Results
import RunMetrics
import Testing

struct ChurnAndLoadTests {
  @Test func `moves, evictions, decisions and failures of clusters are counted`() {
    var log = HandMadeLog(seconds: 100)
    log.add(1, .moved, 3)
    log.add(2, .moved, 4)
    log.add(3, .evicted)
    log.add(4, .decided, 1)
    log.add(5, .decided, 2)
    log.add(6, .clusterLost, 1, cluster: 1)
    log.add(7, .clusterLost, -1, cluster: 1)
    log.add(8, .clusterLost, 2, cluster: 2)
    log.add(9, .clusterLost, 3, cluster: 2)
    let metrics = log.outcome().metrics
    #expect(metrics["replicas_moved"]?.value == 7)
    #expect(metrics["evictions"]?.value == 1)
    #expect(metrics["decisions"]?.value == 2)
    #expect(metrics["cluster_failures"]?.value == 3)
  }

  @Test func `cost is the replicas' share of their nodes over what was served`() {
    var log = HandMadeLog(seconds: 3600)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    log.add(0, .costChanged, 10 * 25_000_000)
    log.add(1800, .costChanged, 10 * 25_000_000)
    // 10 replicas at $0.025 an hour, twice that for the second half: $0.375 for 10 replica-hours.
    #expect(abs((log.metric("cost_per_1000_served_replica_hours") ?? 0) - 37.5) < 1e-9)
  }

  @Test func `without prices, or without service, there is no cost`() {
    var free = HandMadeLog(seconds: 100)
    free.add(0, .demandChanged, 10)
    free.add(0, .servingChanged, 10)
    #expect(free.metric("cost_per_1000_served_replica_hours") == nil)
    var idle = HandMadeLog(seconds: 100)
    idle.add(0, .costChanged, 1_000_000)
    #expect(idle.metric("cost_per_1000_served_replica_hours") == nil)
  }

  @Test func `utilisation is requested over offered CPU`() {
    // Three clusters of 160 cores; 96 replicas of half a core are a tenth of the fleet.
    var log = HandMadeLog(seconds: 100)
    log.add(0, .boundChanged, 96)
    #expect(abs((log.metric("utilisation") ?? 0) - 0.1) < 1e-12)
  }

  @Test func `a dead cluster is out of both sides, one cut off is in`() {
    var log = HandMadeLog(seconds: 100)
    log.add(0, .boundChanged, 96, cluster: 0)
    log.add(0, .boundChanged, 48, cluster: 1)
    log.add(50, .clusterLost, 1, cluster: 0)
    log.add(60, .clusterLost, 2, cluster: 1)
    // What changes on the dead cluster is seen when it is back.
    log.add(70, .boundChanged, -32, cluster: 0)
    log.add(90, .clusterLost, -1, cluster: 0)
    let used = 72.0 * 50 + 24 * 40 + 56 * 10
    let offered = 480.0 * 50 + 320 * 40 + 480 * 10
    #expect(abs((log.metric("utilisation") ?? 0) - used / offered) < 1e-12)
  }

  @Test func `pending is what waits for a node and what is wanted and assigned nowhere`() {
    var log = HandMadeLog(workloads: 2, seconds: 3600)
    log.add(0, .demandChanged, 10)
    log.add(0, .demandChanged, 4, workload: 1)
    log.add(0, .assignmentChanged, 10)
    // Workload 1 is placed after 15 min, too much of it: that is no credit for the other.
    log.add(900, .assignmentChanged, 12, workload: 1)
    // Workload 0 loses 6 to an eviction from 30 to 45 min.
    log.add(1800, .assignmentChanged, 4)
    log.add(2700, .assignmentChanged, 10)
    // 2 wait for the last quarter of an hour.
    log.add(2700, .waitingChanged, 2)
    #expect(abs((log.metric("pending_replica_hours") ?? 0) - (4 + 6 + 2) * 0.25) < 1e-12)
  }

  @Test func `two moving decisions over four transitions are half a move each`() {
    var log = HandMadeLog(seconds: 100)
    for time in [10, 30] as [Int64] {
      log.add(time, .clusterLost, 1)
      log.add(time + 5, .moved, 7)
      log.add(time + 10, .clusterLost, -1)
    }
    #expect(log.metric("moves_per_transition") == 0.5)
    #expect(HandMadeLog(seconds: 100).outcome().metrics["moves_per_transition"] == MetricValue(nil))
  }

  @Test func `what is wanted and never assigned is never scheduled`() {
    var log = HandMadeLog(workloads: 4, seconds: 100)
    log.add(0, .demandChanged, 5, workload: 0)
    log.add(0, .demandChanged, 5, workload: 1)
    log.add(0, .demandChanged, 0, workload: 2)
    log.add(10, .assignmentChanged, 5, workload: 0)
    log.add(20, .assignmentChanged, 0, workload: 0)
    #expect(log.metric("never_scheduled_workloads") == 1)
  }

  @Test func `37.5 cents in the first of two hours are 18.75 cents an hour`() {
    var log = HandMadeLog(seconds: 7200)
    log.add(0, .costChanged, 375_000_000)
    log.add(3600, .costChanged, -375_000_000)
    #expect(abs((log.metric("cost_per_hour") ?? 0) - 0.1875) < 1e-12)
    #expect(HandMadeLog(seconds: 100).outcome().metrics["cost_per_hour"] == MetricValue(nil))
  }

  @Test func `three needed replicas stopped of ten in two days are 150 per 1000 replica-days`() {
    var log = HandMadeLog(seconds: 2 * 86_400)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 12)
    log.add(100, .servingChanged, -5)
    log.add(100, .stoppedHealthy, 5)
    #expect(log.metric("replicas_killed_healthy") == 3)
    #expect(abs((log.metric("churn_per_1000_replica_days") ?? 0) - 150) < 1e-9)
    #expect(HandMadeLog(seconds: 100).outcome().metrics["churn_per_1000_replica_days"] == MetricValue(nil))
  }
}
