// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Cost (C1).
  static let cost = MetricFamily(
    "C1", "cost",
    note: "Node prices are part of the scenario; without any there is no cost.",
    [
      MetricDescriptor(
        id: "cost_per_1000_served_replica_hours", title: "cost / 1000 served h", unit: "$", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "node price, shared by requested CPU, of all running replicas over served replica-hours, times 1000",
        smallestEffect: 0.1, source: "surplus costs, so duplicating everywhere is not free", isPrimary: true,
        inputs: ["prices"]),
      MetricDescriptor(
        id: "cost_per_hour", title: "cost per hour", unit: "$", direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "node price, shared by requested CPU, of all running replicas over the hours of the run",
        smallestEffect: 0.1, source: "surplus costs, so duplicating everywhere is not free", inputs: ["prices"]),
      MetricDescriptor(
        id: "provisioned_cost", title: "nodes' cost", unit: "$", direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "integral of the prices of all nodes that are there, idle ones and those of dead clusters included",
        smallestEffect: 0.1, source: "what standing headroom and grown pools cost", inputs: ["prices"]),
    ])
}
