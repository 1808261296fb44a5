// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Lost replica-time (A2), as a whole and by cause.
  static let lostReplicaTime = MetricFamily(
    "A2", "lost replica-time",
    note: "The causes add up to the loss to the nanosecond; METHODOLOGY.md says how each lost replica gets its "
      + "cause.",
    [
      MetricDescriptor(
        id: "lost_replica_hours", title: "lost", unit: "replica-h", direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "sum over workloads of the integral of max(0, demand - ready and reachable)",
        smallestEffect: 0.1, source: "lost replica-time", isPrimary: true),
      MetricDescriptor(
        id: "lost_not_detected_hours", title: "not detected", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "part of lost_replica_hours: replicas lost with a cluster or node that does not yet count as lost",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
      MetricDescriptor(
        id: "lost_tolerated_hours", title: "tolerated", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "part of lost_replica_hours: a toleration, a taint or re-planning delay or an operator's wait",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
      MetricDescriptor(
        id: "lost_queued_for_eviction_hours", title: "eviction queue", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "part of lost_replica_hours: evictions that wait for a worker",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
      MetricDescriptor(
        id: "lost_queued_for_scheduling_hours", title: "scheduling queue", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "part of lost_replica_hours: decisions that are queued or being made",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
      MetricDescriptor(
        id: "lost_no_capacity_hours", title: "no capacity", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula:
          "part of lost_replica_hours: replicas without a node in their member or a cluster at the last decision",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
      MetricDescriptor(
        id: "lost_propagating_hours", title: "propagating", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "part of lost_replica_hours: assigned replicas that their member does not know of yet",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
      MetricDescriptor(
        id: "lost_starting_hours", title: "starting", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "part of lost_replica_hours: replicas on a node and not ready yet",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
      MetricDescriptor(
        id: "lost_blocked_by_old_copy_hours", title: "old copy in the way", unit: "replica-h",
        direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "part of lost_replica_hours: replicas that are not sent before an old copy elsewhere is gone",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
      MetricDescriptor(
        id: "lost_nothing_will_move_it_hours", title: "nothing moves it", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "part of lost_replica_hours: replicas for which nothing is under way until the repair",
        smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    ])
}
