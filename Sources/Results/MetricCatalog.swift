// SPDX-License-Identifier: GPL-3.0-or-later

/// Every metric a run reports, in the order of tables.
public enum MetricCatalog {
  /// The families, one file in `Metrics/` each.
  public static let families: [MetricFamily] = [
    .replicaAvailability,
    .lostReplicaTime,
    .workloadAvailability,
    .serviceObjectives,
    .thresholdDownTime,
    .minimumAvailable,
    .timeToRecover,
    .censoredRecovery,
    .recoveryPhases,
    .depthOfLoss,
    .falseFailovers,
    .flapAmplification,
    .churn,
    .coldStarts,
    .migrationServing,
    .pendingTime,
    .schedulingLatency,
    .podStartLatency,
    .weightDeviation,
    .needlessDeviation,
    .quotaRule,
    .replicaBounds,
    .worstDomainLoss,
    .skew,
    .concentration,
    .utilisation,
    .balance,
    .strandedCapacity,
    .fragmentation,
    .survivability,
    .cost,
    .egress,
    .userLatency,
    .decisionLatency,
    .queuesAndRequests,
    .staleness,
    .fairness,
    .runFacts,
  ]

  /// The descriptors.
  public static let metrics: [MetricDescriptor] = families.flatMap(\.metrics)

  /// Those that a verdict is about.
  public static let primary: [MetricDescriptor] = metrics.filter(\.isPrimary)

  /// The descriptor of `id`; O(metrics).
  public static func metric(_ id: String) -> MetricDescriptor? { metrics.first { $0.id == id } }

  /// The family that `name` stands for: of this code, in either case of letters, or with the metric of this id.
  public static func family(named name: String) -> MetricFamily? {
    families.first { $0.code.lowercased() == name.lowercased() || $0.metrics.contains { $0.id == name } }
  }
}
