// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Concentration (Q6).
  static let concentration = MetricFamily(
    "Q6", "concentration",
    note: "Of what the hub assigns; workloads with demand and something assigned, each counting once. Entropy "
      + "says the same in other units and is left out.",
    [
      MetricDescriptor(
        id: "placement_concentration", title: "concentration", unit: "1", direction: .neutral, sampling: .timeWeighted,
        formula: "mean over workloads and time of the sum over clusters of (share of its assigned replicas)^2",
        smallestEffect: 0.01, source: "Herfindahl-Hirschman index"),
      MetricDescriptor(
        id: "effective_clusters", title: "effective clusters", unit: "clusters", direction: .neutral,
        sampling: .timeWeighted,
        formula: "mean over workloads and time of 1 / that sum",
        smallestEffect: 0.1, source: "Hill number of order 2"),
    ])
}
