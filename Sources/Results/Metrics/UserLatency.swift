// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// How far users are from what serves them (L1).
  static let userLatency = MetricFamily(
    "L1", "user latency",
    note: "Greedy: each site's share of a workload's demand goes to ready replicas, the nearest pair of site and "
      + "region first, a replica being good for one replica's worth of demand. What nobody serves has no "
      + "latency. Within a region the round trip is 0; scenarios have no budget to be over.",
    [
      MetricDescriptor(
        id: "user_rtt_mean_ms", title: "user round trip", unit: "ms", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "mean over served demand and time of the round trip from the user site to the region that serves it",
        smallestEffect: 1, source: "nearest available capacity",
        inputs: ["users", "round trips from users to all regions"]),
      MetricDescriptor(
        id: "user_rtt_p50_ms", title: "user round trip p50", unit: "ms", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "median of the same, weighted by served demand and time",
        smallestEffect: 1, source: "nearest available capacity",
        inputs: ["users", "round trips from users to all regions"]),
      MetricDescriptor(
        id: "user_rtt_p95_ms", title: "user round trip p95", unit: "ms", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "95th percentile of the same",
        smallestEffect: 5, source: "nearest available capacity",
        inputs: ["users", "round trips from users to all regions"]),
      MetricDescriptor(
        id: "user_rtt_p99_ms", title: "user round trip p99", unit: "ms", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "99th percentile of the same",
        smallestEffect: 5, source: "nearest available capacity",
        inputs: ["users", "round trips from users to all regions"]),
    ])
}
