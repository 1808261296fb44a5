// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Skew (Q5).
  static let skew = MetricFamily(
    "Q5", "skew",
    note: "Of what the hub assigns, over the clusters (regions) that a workload may use, each workload with "
      + "demand counting once. There is no bound to be over: intents have none.",
    [
      MetricDescriptor(
        id: "cluster_skew_replicas", title: "cluster skew", unit: "replicas", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "mean over workloads and time of the most less the fewest replicas assigned to a cluster",
        smallestEffect: 0.1, source: "kubernetes topologySpreadConstraints"),
      MetricDescriptor(
        id: "region_skew_replicas", title: "region skew", unit: "replicas", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "mean over workloads and time of the most less the fewest replicas assigned to a region",
        smallestEffect: 0.1, source: "kubernetes topologySpreadConstraints", inputs: ["2 regions"]),
    ])
}
