// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// True, false and missed failovers (R4): what the hub did against what was so.
  static let falseFailovers = MetricFamily(
    "R4", "true, false and missed failovers",
    note: "Counted for each workload and cluster, once in an outage.",
    [
      MetricDescriptor(
        id: "true_failovers", title: "true failovers", unit: "count", direction: .neutral, sampling: .perEvent,
        formula:
          "workload x cluster x outage where the hub moved what was in fact lost off a cluster it held not ready",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "false_failovers", title: "false failovers", unit: "count", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "workload x cluster x outage where the hub moved what in fact served off a cluster it held not ready",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "false_failover_replicas", title: "falsely moved", unit: "replicas", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "replicas that served in these clusters when they were moved away",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "missed_failovers", title: "missed failovers", unit: "count", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "workload x cluster x outage where a dead cluster came back, or the run ended, and nothing had moved",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "missed_failover_replicas", title: "not moved", unit: "replicas", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "replicas that served in these clusters when they died",
        smallestEffect: 1, source: "belief against truth"),
    ])
}
