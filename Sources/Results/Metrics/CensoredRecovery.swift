// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Recoveries that the end of the run cut off (R1c).
  static let censoredRecovery = MetricFamily(
    "R1c", "recoveries cut off",
    note: "Kaplan and Meier take from an episode that was cut off what it says: that it lasted at least so long. "
      + "Their quantile has no value where the estimate does not come down that far. The mean takes such "
      + "episodes up to the end of the run, so it is a lower bound where there are any.",
    [
      MetricDescriptor(
        id: "recovery_episodes", title: "episodes", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "episodes of time_to_recover",
        smallestEffect: 1, source: "how much the quantiles rest on"),
      MetricDescriptor(
        id: "unrecovered_episodes", title: "not recovered", unit: "count", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "episodes that had not recovered when the run ended",
        smallestEffect: 1, source: "censored at the end of the run, never dropped"),
      MetricDescriptor(
        id: "time_to_recover_km_p50", title: "recover p50 (KM)", unit: "s", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "least time at which the Kaplan-Meier estimate of the share not recovered is at most 0.5",
        smallestEffect: 5, source: "Kaplan, Meier, Nonparametric estimation from incomplete observations, 1958",
        inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_km_p99", title: "recover p99 (KM)", unit: "s", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "the same for 0.01",
        smallestEffect: 10, source: "Kaplan, Meier, Nonparametric estimation from incomplete observations, 1958",
        inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_mean", title: "mean recovery", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean over episodes of their length, those cut off up to the end of the run",
        smallestEffect: 5, source: "restricted mean", inputs: ["failures"]),
    ])
}
