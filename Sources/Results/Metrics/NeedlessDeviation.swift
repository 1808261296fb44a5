// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Deviation beyond the best rounding (Q1f).
  static let needlessDeviation = MetricFamily(
    "Q1f", "weight deviation beyond rounding",
    note: "Whole replicas cannot hit shares. What the best whole division of the demand (largest remainders) "
      + "deviates is taken off; 0 is the best there is.",
    [
      MetricDescriptor(
        id: "weight_deviation_needless", title: "needlessly misplaced", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "as weight_deviation, less the least possible for whole replicas, never below 0",
        smallestEffect: 0.01,
        source: "the method of largest remainders minimises the sum of deviations: Balinski, Young, Fair "
          + "representation, 1982", inputs: ["intents that divide by weights or evenly"])
    ])
}
