// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Serving while replicas move (M4): make before break, and its price.
  static let migrationServing = MetricFamily(
    "M4", "serving while replicas move",
    note: "Double running is the price of starting new copies before old ones stop. What a duplicating policy "
      + "asks for is surplus, not double running.",
    [
      MetricDescriptor(
        id: "double_running_replica_hours", title: "double running", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula:
          "integral per workload of min(ready beyond what the hub assigns to their clusters, ready beyond demand)",
        smallestEffect: 0.1, source: "old and new copies side by side; what a duplicating policy asks for is surplus")
    ])
}
