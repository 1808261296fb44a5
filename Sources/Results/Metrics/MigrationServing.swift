// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Serving while replicas move (M4): make before break, and its price.
  static let migrationServing = MetricFamily(
    "M4", "serving while replicas move",
    note: "A migration begins with a decision that moves replicas of a workload that has all it needs, and lasts "
      + "until as many have become ready; one that a failure breaks into is left out. Double running is the "
      + "price of starting new copies before old ones stop. What a duplicating policy asks for is surplus, not "
      + "double running.",
    [
      MetricDescriptor(
        id: "migrations", title: "migrations", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "moves of workloads that had all they need, no failure breaking in",
        smallestEffect: 1, source: "how much the next two rest on"),
      MetricDescriptor(
        id: "migration_served_min", title: "served in migrations", unit: "1", direction: .higherIsBetter,
        sampling: .perEvent,
        formula: "minimum over migrations of the least min(1, ready / demand) within them",
        smallestEffect: 0.01, source: "make before break: karmada issue 6735", inputs: ["migrations"]),
      MetricDescriptor(
        id: "migration_served_mean", title: "served in migr., mean", unit: "1", direction: .higherIsBetter,
        sampling: .perEvent,
        formula: "mean of the same",
        smallestEffect: 0.01, source: "make before break: karmada issue 6735", inputs: ["migrations"]),
      MetricDescriptor(
        id: "double_running_replica_hours", title: "double running", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "integral per workload of min(ready beyond what the hub assigns to their clusters, ready beyond "
          + "demand)",
        smallestEffect: 0.1, source: "old and new copies side by side; what a duplicating policy asks for is surplus"),
    ])
}
