// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Flap amplification (R5).
  static let flapAmplification = MetricFamily(
    "R5", "flap amplification",
    note: "A cluster that loses a plane or regains it is one transition. Below 1 a flapping cluster is ridden "
      + "out; far above it every flap moves many workloads.",
    [
      MetricDescriptor(
        id: "moves_per_transition", title: "moves per transition", unit: "1", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "decisions that moved replicas over transitions of clusters (as cluster_failures, and back)",
        smallestEffect: 0.1, source: "flap damping: moves for each change of the ground truth",
        inputs: ["failures of clusters"])
    ])
}
