// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Time below a share of the demand (A5).
  static let thresholdDownTime = MetricFamily(
    "A5", "time below a threshold",
    note: "In hours of one workload: two workloads that are below for an hour make two. A workload without demand "
      + "is below nothing.",
    [
      MetricDescriptor(
        id: "below_demand_workload_hours", title: "below demand", unit: "workload-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral of the number of workloads with ready and reachable < demand",
        smallestEffect: 0.1, source: "down-time by threshold: some services fail by degrees"),
      MetricDescriptor(
        id: "below_90_workload_hours", title: "below 90 %", unit: "workload-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral of the number of workloads with ready and reachable < 0.9 x demand",
        smallestEffect: 0.1, source: "down-time by threshold: some services fail by degrees"),
      MetricDescriptor(
        id: "below_50_workload_hours", title: "below 50 %", unit: "workload-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral of the number of workloads with ready and reachable < 0.5 x demand",
        smallestEffect: 0.1, source: "down-time by threshold: some services fail by degrees"),
      MetricDescriptor(
        id: "outage_workload_hours", title: "total outage", unit: "workload-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral of the number of workloads with demand and nothing ready and reachable",
        smallestEffect: 0.1, source: "down-time by threshold: some services fail by degrees"),
    ])
}
