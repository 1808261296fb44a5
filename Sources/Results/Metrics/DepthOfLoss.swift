// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Depth and area of losses (R3): the resilience triangle.
  static let depthOfLoss = MetricFamily(
    "R3", "depth and area of a loss",
    note: "Per episode of time_to_recover; an episode that was cut off counts as far as the run went.",
    [
      MetricDescriptor(
        id: "loss_depth_mean", title: "mean depth", unit: "1", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean over episodes of the greatest 1 - ready / demand within them",
        smallestEffect: 0.01, source: "resilience engineering: depth of the resilience triangle", inputs: ["failures"]),
      MetricDescriptor(
        id: "loss_depth_max", title: "greatest depth", unit: "1", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "maximum of the same",
        smallestEffect: 0.01, source: "resilience engineering: depth of the resilience triangle", inputs: ["failures"]),
      MetricDescriptor(
        id: "loss_area_mean", title: "mean area", unit: "replica-s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean over episodes of the lost replica-time within them",
        smallestEffect: 10, source: "resilience engineering: area of the resilience triangle", inputs: ["failures"]),
      MetricDescriptor(
        id: "loss_area_max", title: "greatest area", unit: "replica-s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "maximum of the same",
        smallestEffect: 10, source: "resilience engineering: area of the resilience triangle", inputs: ["failures"]),
    ])
}
