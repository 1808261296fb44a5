// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// How long schedulers take (P2, K1), how busy their queues and the APIs are (K2), and how old what they look at is (K3).
struct SchedulerLoad: Sendable {
  /// Since when a workload waits for an answer that changes something; negative: it does not.
  private var waitingSince: [SimulationTime]
  private var schedulingLatency = SpanHistogram()
  private var decisionTime = SpanHistogram()
  private var queueWait = SpanHistogram()
  private var viewAge = SpanHistogram()
  private var writeWait = SpanHistogram()
  private var queued = ExactIntegral()
  private var longestQueue: Int64 = 0
  private var writes: Int64 = 0
  private var deletions: Int64 = 0
  private var requests: Int64 = 0

  private static let settled = SimulationTime(nanoseconds: -1)

  init(workloadCount: Int) {
    waitingSince = Array(repeating: Self.settled, count: workloadCount)
  }

  mutating func take(_ observation: Observation) {
    let workload = Int(observation.workload)
    switch observation.kind {
    case .workloadQueued:
      if waitingSince[workload] < .zero { waitingSince[workload] = observation.time }
      changeQueue(by: 1, at: observation.time)
    case .workloadDequeued:
      queueWait.add(observation.value)
      changeQueue(by: -1, at: observation.time)
    case .questionsForgotten: changeQueue(by: -observation.value, at: observation.time)
    case .questionSettled: waitingSince[workload] = Self.settled
    case .answerWritten:
      // An answer that leaves everything as it is was waited for by nobody.
      if observation.value == 1, waitingSince[workload] >= .zero {
        schedulingLatency.add((observation.time - waitingSince[workload]).nanoseconds)
      }
      waitingSince[workload] = Self.settled
    case .decisionTook: decisionTime.add(observation.value)
    case .viewAged: viewAge.add(observation.value)
    case .schedulerRequested: requests += observation.value
    case .objectWritten:
      writes += 1
      writeWait.add(observation.value)
    case .objectDeleted:
      deletions += 1
      writeWait.add(observation.value)
    default: break
    }
  }

  private mutating func changeQueue(by change: Int64, at time: SimulationTime) {
    queued.add(change, at: time)
    longestQueue = max(longestQueue, queued.value)
  }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    let span = (end - SimulationTime.zero).seconds
    let hours = span / 3600
    let unanswered = waitingSince.count { $0 >= .zero }
    return [
      "scheduling_latency_p50": schedulingLatency.quantile(0.5, running: unanswered),
      "scheduling_latency_p99": schedulingLatency.quantile(0.99, running: unanswered),
      "decision_time_p50": decisionTime.quantile(0.5),
      "decision_time_p99": decisionTime.quantile(0.99),
      "decision_time_max": MetricValue(decisionTime.maximum),
      "queue_length_mean": MetricValue(span > 0 ? queued.hours(at: end) / hours : nil),
      "queue_length_max": MetricValue(Double(longestQueue)),
      "queue_wait_p99": queueWait.quantile(0.99),
      "scheduler_requests_per_hour": MetricValue(span > 0 ? Double(requests) / hours : nil),
      "object_writes_per_hour": MetricValue(span > 0 ? Double(writes) / hours : nil),
      "object_deletions_per_hour": MetricValue(span > 0 ? Double(deletions) / hours : nil),
      "write_wait_p99": writeWait.quantile(0.99),
      "view_age_mean": MetricValue(viewAge.mean),
      "view_age_p99": viewAge.quantile(0.99),
    ]
  }
}
