// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Decisions (K1): how many.
  static let decisionLatency = MetricFamily(
    "K1", "decisions",
    note: "In simulated time.",
    [
      MetricDescriptor(
        id: "decisions", title: "decisions", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "answers of the policy, failed ones included",
        smallestEffect: 1, source: "scheduler load")
    ])
}
