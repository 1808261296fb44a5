// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Minimum and maximum per cluster (Q3).
  static let replicaBounds = MetricFamily(
    "Q3", "minimum and maximum per cluster",
    note: "Lost clusters count too: a minimum in a cluster that is down is not kept.",
    [
      MetricDescriptor(
        id: "out_of_bounds_replica_hours", title: "out of bounds", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral of the sum over clusters of max(0, min - assigned) + max(0, assigned - max)",
        smallestEffect: 0.1, source: "kubefed ReplicaSchedulingPreference, minReplicas and maxReplicas",
        inputs: ["intent.clusters with min or max"])
    ])
}
