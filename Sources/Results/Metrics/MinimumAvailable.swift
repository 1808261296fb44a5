// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Time below the minimum (A6).
  static let minimumAvailable = MetricFamily(
    "A6", "minimum available",
    note: "The minimum counts ready replicas in all clusters; while the demand is below it, the demand is the "
      + "measure.",
    [
      MetricDescriptor(
        id: "below_minimum_workload_hours", title: "below minimum", unit: "workload-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral of the number of workloads with ready and reachable < min(minAvailable, demand)",
        smallestEffect: 0.1, source: "kubernetes PodDisruptionBudget, minAvailable", inputs: ["minAvailable"])
    ])
}
