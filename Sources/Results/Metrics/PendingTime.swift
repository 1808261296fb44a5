// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Pending replica-time (P1).
  static let pendingTime = MetricFamily(
    "P1", "pending replica-time",
    note: "A replica is pending while it is assigned to no cluster or has no node in its cluster.",
    [
      MetricDescriptor(
        id: "pending_replica_hours", title: "pending", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral of wanted replicas that have no node: not assigned, or assigned and without room",
        smallestEffect: 0.1, source: "pending replica-time"),
      MetricDescriptor(
        id: "never_scheduled_workloads", title: "never scheduled", unit: "count", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "workloads with demand at some time and never a replica assigned",
        smallestEffect: 1, source: "what waits for ever ends in no waiting time"),
    ])
}
