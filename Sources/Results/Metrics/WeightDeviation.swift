// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Deviation from weights (Q1).
  static let weightDeviation = MetricFamily(
    "Q1", "weight deviation",
    note: "The share of a cluster is demand x weight / sum of the weights over the clusters the workload may use, "
      + "lost ones included; an even division has equal weights. It is held against what the hub assigns. Other "
      + "divisions have no shares to deviate from.",
    [
      MetricDescriptor(
        id: "weight_deviation", title: "misplaced", unit: "1", direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "integral of the sum over clusters of |assigned - share| / 2, over the integral of demand: the "
          + "fraction of replicas misplaced",
        smallestEffect: 0.01, source: "Balinski, Young, Fair representation, 1982",
        inputs: ["intents that divide by weights or evenly"]),
      MetricDescriptor(
        id: "weight_deviation_l2", title: "misplaced, L2", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral of the root of the sum over clusters of (assigned - share)^2, over the integral of demand",
        smallestEffect: 0.01, source: "Balinski, Young, Fair representation, 1982",
        inputs: ["intents that divide by weights or evenly"]),
      MetricDescriptor(
        id: "weight_deviation_max_replicas", title: "greatest deviation", unit: "replicas", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "mean over workloads and time of the greatest |assigned - share| of a cluster",
        smallestEffect: 0.1, source: "Balinski, Young, Fair representation, 1982",
        inputs: ["intents that divide by weights or evenly"]),
    ])
}
