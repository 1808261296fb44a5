// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Churn (M1): what decisions moved and stopped.
  static let churn = MetricFamily(
    "M1", "churn",
    note: "Growth and shrinking of the demand is no churn.",
    [
      MetricDescriptor(
        id: "churn_per_1000_replica_days", title: "churn", unit: "kills/1000 replica-d", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "replicas_killed_healthy over demanded replica-days, times 1000",
        smallestEffect: 1,
        source: "disruptions by the scheduler itself: Verma et al., Borg, EuroSys 2015; kubernetes descheduler",
        isPrimary: true),
      MetricDescriptor(
        id: "replicas_killed_healthy", title: "killed healthy", unit: "replicas", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "ready replicas that a decision stopped on a serving cluster, surplus ones left out",
        smallestEffect: 1, source: "churn on healthy clusters"),
      MetricDescriptor(
        id: "replicas_moved", title: "moved", unit: "replicas", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "replicas assigned to a cluster by decisions after the start, beyond growth of the demand",
        smallestEffect: 1, source: "churn"),
      MetricDescriptor(
        id: "evictions", title: "evictions", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "evictions of a workload from a cluster",
        smallestEffect: 1, source: "taint-based eviction"),
    ])
}
