// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Time to recover (R1): from a failure until a workload has what its users want again, and keeps it.
  static let timeToRecover = MetricFamily(
    "R1", "time to recover",
    note: "One episode for each workload and failure that took ready replicas and left it with less than its "
      + "demand (for time_to_recover_90: with less than 90 % of it); a further failure during an episode "
      + "belongs to it. Recovered means: for at least 60 s. An episode that is open at the end of the run "
      + "counts as longer than all that ended; a quantile that falls among those has no value, and the record "
      + "says how many there are. A workload that was never placed has no episode.",
    [
      MetricDescriptor(
        id: "time_to_recover_p50", title: "recover p50", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "median over (workload, failure) of the time from the failure until ready >= demand for 60 s",
        smallestEffect: 5, source: "censored at the end of the run, never dropped", inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_p95", title: "recover p95", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "95th percentile of the same",
        smallestEffect: 10, source: "censored at the end of the run, never dropped", inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_p99", title: "recover p99", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "99th percentile of the same",
        smallestEffect: 10, source: "censored at the end of the run, never dropped", isPrimary: true,
        inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_max", title: "slowest recovery", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "maximum of the same",
        smallestEffect: 10, source: "censored at the end of the run, never dropped", inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_90_p50", title: "recover 90 % p50", unit: "s", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "median over (workload, failure) of the time from the failure until ready >= 0.9 x demand for 60 s",
        smallestEffect: 5, source: "censored at the end of the run, never dropped", inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_90_p95", title: "recover 90 % p95", unit: "s", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "95th percentile of the same",
        smallestEffect: 10, source: "censored at the end of the run, never dropped", inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_90_p99", title: "recover 90 % p99", unit: "s", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "99th percentile of the same",
        smallestEffect: 10, source: "censored at the end of the run, never dropped", inputs: ["failures"]),
      MetricDescriptor(
        id: "time_to_recover_90_max", title: "slowest to 90 %", unit: "s", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "maximum of the same",
        smallestEffect: 10, source: "censored at the end of the run, never dropped", inputs: ["failures"]),
      MetricDescriptor(
        id: "recovered_before_repair", title: "recovered before repair", unit: "1", direction: .higherIsBetter,
        sampling: .perEvent,
        formula: "share of (workload, failure) episodes that recovered before the failure itself was repaired",
        smallestEffect: 0.01, source: "recovery by moving, apart from recovery by waiting", inputs: ["failures"]),
    ])
}
