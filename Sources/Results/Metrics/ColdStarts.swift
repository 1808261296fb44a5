// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Cold starts and disruption budgets (M3).
  static let coldStarts = MetricFamily(
    "M3", "cold starts and budgets",
    note: "Bytes of image pulls are not modelled. A budget is minAvailable; a stop that the hub asked for breaks "
      + "it when it leaves fewer ready replicas in all clusters.",
    [
      MetricDescriptor(
        id: "cold_starts_per_day", title: "cold starts", unit: "1/day", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "replicas that became ready after a start, those running at the start of the run left out, over "
          + "days",
        smallestEffect: 1, source: "starts cost image pulls and warm-up"),
      MetricDescriptor(
        id: "budget_violations", title: "budget violations", unit: "count", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "stops of ready replicas on serving clusters that left a workload with less than min(minAvailable, "
          + "demand)",
        smallestEffect: 1, source: "kubernetes PodDisruptionBudget", inputs: ["minAvailable"]),
    ])
}
