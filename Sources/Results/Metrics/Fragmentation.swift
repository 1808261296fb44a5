// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Fragmentation (U4).
  static let fragmentation = MetricFamily(
    "U4", "fragmentation",
    note: "At the end of the run, node by node, of nodes that are up and take replicas. One size: the replica "
      + "that asks for the most CPU, then memory.",
    [
      MetricDescriptor(
        id: "fragmentation", title: "fragmentation", unit: "1", direction: .lowerIsBetter, sampling: .snapshot,
        formula: "1 - replicas of the largest size that fit node by node / those that would fit into the same room "
          + "in one piece",
        smallestEffect: 0.01, source: "room in pieces too small to use", inputs: ["room for the largest replica"])
    ])
}
