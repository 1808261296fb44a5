// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Egress of state that moves (C2).
  static let egress = MetricFamily(
    "C2", "egress",
    note: "A replica that is assigned somewhere takes its state from the cluster that the workload left first and "
      + "whose state nobody has taken; tariffs are those of the links between the two regions. Users' own "
      + "traffic has no bytes and is no part of it.",
    [
      MetricDescriptor(
        id: "egress_cost", title: "egress", unit: "$", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "sum over moved replicas of their state in GiB x tariff from the old region to the new",
        smallestEffect: 0.1, source: "failover copies state between regions", inputs: ["tariffs", "stateBytes"]),
      MetricDescriptor(
        id: "egress_gib", title: "state moved", unit: "GiB", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "sum over replicas moved to another region of their state",
        smallestEffect: 1, source: "failover copies state between regions", inputs: ["tariffs", "stateBytes"]),
    ])
}
