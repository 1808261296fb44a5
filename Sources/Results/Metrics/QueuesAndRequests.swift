// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Queues and requests (K2).
  static let queuesAndRequests = MetricFamily(
    "K2", "queues and requests",
    note: "Of all shards of the scheduler together. Writes are those of objects in members and wait in the "
      + "buckets of the hub and of the member.",
    [
      MetricDescriptor(
        id: "queue_length_mean", title: "queue, mean", unit: "workloads", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "mean over time of the workloads in the scheduler's queue",
        smallestEffect: 0.1, source: "kubernetes/community sig-scalability, API call latency SLI; client-go work queues"
      ),
      MetricDescriptor(
        id: "queue_length_max", title: "queue, longest", unit: "workloads", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "maximum of the same",
        smallestEffect: 1, source: "kubernetes/community sig-scalability, API call latency SLI; client-go work queues"),
      MetricDescriptor(
        id: "queue_wait_p99", title: "queue wait p99", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "99th percentile of the time from the queue to a worker, to three digits",
        smallestEffect: 0.1, source: "kubernetes/community sig-scalability, API call latency SLI; client-go work queues"
      ),
      MetricDescriptor(
        id: "scheduler_requests_per_hour", title: "scheduler requests", unit: "1/h", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "the scheduler's requests to the hub's API over hours",
        smallestEffect: 1, source: "kubernetes/community sig-scalability, API call latency SLI; client-go work queues"),
      MetricDescriptor(
        id: "object_writes_per_hour", title: "object writes", unit: "1/h", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "creations and updates of objects in members over hours",
        smallestEffect: 1, source: "kubernetes/community sig-scalability, API call latency SLI; client-go work queues"),
      MetricDescriptor(
        id: "object_deletions_per_hour", title: "object deletions", unit: "1/h", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "deletions of objects in members over hours",
        smallestEffect: 1, source: "kubernetes/community sig-scalability, API call latency SLI; client-go work queues"),
      MetricDescriptor(
        id: "write_wait_p99", title: "write wait p99", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "99th percentile of the time that writes and deletions wait in buckets, to three digits",
        smallestEffect: 0.1, source: "kubernetes/community sig-scalability, API call latency SLI; client-go work queues"
      ),
    ])
}
