// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Results
import RunMetrics
import Testing

struct SchedulerLoadTests {
  private static let second: Int64 = 1_000_000_000

  @Test func `latency runs from the first question to the answer that changes something, retries included`() {
    var log = HandMadeLog(workloads: 2, seconds: 100)
    log.add(10, .workloadQueued)
    log.add(11, .workloadDequeued, Self.second)
    log.add(20, .workloadQueued)
    log.add(22, .workloadDequeued, 2 * Self.second)
    log.add(22, .answerWritten, 1)
    log.add(30, .workloadQueued, workload: 1)
    log.add(34, .workloadDequeued, 4 * Self.second, workload: 1)
    log.add(34, .answerWritten, 1, workload: 1)
    #expect(log.metric("scheduling_latency_p50") == 4)
    #expect(log.outcome().metrics["scheduling_latency_p99"] == MetricValue(value: 12, unit: "s", censored: 0, count: 2))
    #expect(log.metric("queue_wait_p99") == 4)
  }

  @Test func `questions that are none, and answers that change nothing, are waited for by nobody`() {
    var log = HandMadeLog(workloads: 2, seconds: 100)
    log.add(10, .workloadQueued)
    log.add(11, .workloadDequeued, Self.second)
    log.add(11, .questionSettled)
    log.add(40, .workloadQueued)
    log.add(41, .workloadDequeued, Self.second)
    log.add(41, .answerWritten, 0)
    #expect(log.outcome().metrics["scheduling_latency_p50"] == MetricValue(nil))
    log.add(50, .workloadQueued)
    log.add(53, .workloadDequeued, 3 * Self.second)
    log.add(53, .answerWritten, 1)
    #expect(log.metric("scheduling_latency_p50") == 3)
  }

  @Test func `what waits at the end is longer than all`() {
    var log = HandMadeLog(workloads: 2, seconds: 100)
    log.add(10, .workloadQueued)
    log.add(12, .workloadDequeued, 2 * Self.second)
    log.add(12, .answerWritten, 1)
    log.add(50, .workloadQueued, workload: 1)
    #expect(
      log.outcome().metrics["scheduling_latency_p99"] == MetricValue(value: nil, unit: "s", censored: 1, count: 2))
  }

  @Test func `two for 10 s, one for 20 s: 0.4 of 100 s on average, two at most`() {
    var log = HandMadeLog(workloads: 3, seconds: 100)
    log.add(10, .workloadQueued, workload: 0)
    log.add(10, .workloadQueued, workload: 1)
    log.add(20, .workloadDequeued, 10 * Self.second, workload: 0)
    // The process ends, and with it the queue.
    log.add(40, .questionsForgotten, 1, workload: -1, cluster: -1)
    #expect(abs((log.metric("queue_length_mean") ?? 0) - 0.4) < 1e-12)
    #expect(log.metric("queue_length_max") == 2)
  }

  @Test func `decisions, requests, writes and views`() {
    var log = HandMadeLog(seconds: 1800)
    for (time, span) in [(1, 100), (2, 200), (3, 5000)] as [(Int64, Int64)] {
      log.add(time, .decisionTook, span * 1_000_000)
      log.add(time, .schedulerRequested, 4)
      log.add(time, .viewAged, span * 1_000_000)
    }
    log.add(4, .objectWritten, 0)
    log.add(5, .objectWritten, 3 * Self.second)
    log.add(6, .objectDeleted, 7 * Self.second)
    #expect(log.metric("decision_time_p50") == 0.2)
    #expect(log.metric("decision_time_p99") == 5)
    #expect(log.metric("decision_time_max") == 5)
    #expect(log.metric("scheduler_requests_per_hour") == 24)
    #expect(log.metric("object_writes_per_hour") == 4 && log.metric("object_deletions_per_hour") == 2)
    #expect(log.metric("write_wait_p99") == 7)
    #expect(abs((log.metric("view_age_mean") ?? 0) - 5.3 / 3) < 1e-12)
    #expect(log.metric("view_age_p99") == 5)
  }

  @Test func `where nothing was decided there is no data, and none is no zero`() {
    let metrics = HandMadeLog(seconds: 100).outcome().metrics
    for id in ["scheduling_latency_p50", "decision_time_p99", "decision_time_max", "queue_wait_p99", "view_age_mean"] {
      #expect(metrics[id] == MetricValue(nil), "\(id)")
    }
    #expect(metrics["queue_length_mean"]?.value == 0)
  }
}
