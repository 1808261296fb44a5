// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Fairness across tenants and priorities (F1).
  static let fairness = MetricFamily(
    "F1", "fairness",
    note: "A tenant has the availability of its workloads together; workloads without a tenant are left out. "
      + "Inversions look at numbers of replicas, not at their rooms and sizes.",
    [
      MetricDescriptor(
        id: "tenant_availability_jain", title: "fairness", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "(sum x)^2 / (n sum x^2) over the tenants' availabilities",
        smallestEffect: 0.001, source: "Jain, Chiu, Hawe, A quantitative measure of fairness, DEC-TR-301, 1984",
        inputs: ["2 tenants"]),
      MetricDescriptor(
        id: "tenant_availability_min", title: "worst tenant", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "minimum over tenants of their availability",
        smallestEffect: 0.001, source: "max-min fairness", inputs: ["2 tenants"]),
      MetricDescriptor(
        id: "tenant_availability_gap", title: "gap between tenants", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "maximum less minimum over tenants of their availability",
        smallestEffect: 0.001, source: "max-min fairness", inputs: ["2 tenants"]),
      MetricDescriptor(
        id: "priority_inversion_replica_hours", title: "priority inversion", unit: "replica-h",
        direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "integral of pending replicas that could take the place of ready ones of a lower priority",
        smallestEffect: 0.1, source: "kubernetes PriorityClass", inputs: ["2 priorities"]),
    ])
}
