// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Staleness of the view at decisions (K3).
  static let staleness = MetricFamily(
    "K3", "staleness of the view",
    note: "The age of the oldest report on a candidate that is joined and published as ready, at each decision of "
      + "systems that look at reports. How many decisions would have been others on the true state is not made: "
      + "it would take a second decision for each.",
    [
      MetricDescriptor(
        id: "view_age_mean", title: "view age", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean over decisions of the age of the oldest report that they looked at",
        smallestEffect: 1, source: "Schwarzkopf et al., Omega, EuroSys 2013: decisions on old state",
        inputs: ["a system that looks at reports"]),
      MetricDescriptor(
        id: "view_age_p99", title: "view age p99", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "99th percentile of the same, to three digits",
        smallestEffect: 1, source: "Schwarzkopf et al., Omega, EuroSys 2013: decisions on old state",
        inputs: ["a system that looks at reports"]),
    ])
}
