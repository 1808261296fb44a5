// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// True, false and missed failovers (R4): what the hub did against what was so.
  static let falseFailovers = MetricFamily(
    "R4", "true, false and missed failovers",
    note: "Counted for each workload and cluster, once in an outage. A year has 365 days; clusters count whether "
      + "they are up or down.",
    [
      MetricDescriptor(
        id: "true_failovers", title: "true failovers", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "workload x cluster x outage where the hub moved what was in fact lost off a cluster it held not "
          + "ready",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "false_failovers", title: "false failovers", unit: "count", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "workload x cluster x outage where the hub moved what in fact served off a cluster it held not "
          + "ready",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "false_failover_replicas", title: "falsely moved", unit: "replicas", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "replicas that served in these clusters when they were moved away",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "missed_failovers", title: "missed failovers", unit: "count", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "workload x cluster x outage where a dead cluster came back, or the run ended, and nothing had "
          + "moved",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "missed_failover_replicas", title: "not moved", unit: "replicas", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "replicas that served in these clusters when they died",
        smallestEffect: 1, source: "belief against truth"),
      MetricDescriptor(
        id: "false_failovers_per_cluster_year", title: "false per cluster-year", unit: "1/year",
        direction: .lowerIsBetter, sampling: .perEvent,
        formula: "false_failovers over clusters x length of the run in years",
        smallestEffect: 0.1,
        source: "mistake rate: Chen, Toueg, Aguilera, On the quality of service of failure detectors, 2002"),
      MetricDescriptor(
        id: "failover_precision", title: "failover precision", unit: "1", direction: .higherIsBetter,
        sampling: .perEvent,
        formula: "true failovers over true and false ones",
        smallestEffect: 0.01, source: "belief against truth", inputs: ["failovers"]),
      MetricDescriptor(
        id: "failover_recall", title: "failover recall", unit: "1", direction: .higherIsBetter, sampling: .perEvent,
        formula: "true failovers over true and missed ones",
        smallestEffect: 0.01, source: "belief against truth", inputs: ["failovers"]),
    ])
}
