// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Modelled decision latency (K1).
  static let decisionLatency = MetricFamily(
    "K1", "decision latency",
    note: "In simulated time, as the profile sets it: what a policy costs on this machine is no part of a run. "
      + "Answers that change nothing cost their worker nothing.",
    [
      MetricDescriptor(
        id: "decisions", title: "decisions", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "answers of the policy, failed ones included",
        smallestEffect: 1, source: "scheduler load"),
      MetricDescriptor(
        id: "decision_time_p50", title: "decision p50", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "median over decisions of the time that they keep their worker: thinking, estimators, waiting for "
          + "requests",
        smallestEffect: 0.1, source: "Gog et al., Firmament, OSDI 2016: placement latency"),
      MetricDescriptor(
        id: "decision_time_p99", title: "decision p99", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "99th percentile of the same",
        smallestEffect: 0.1, source: "Gog et al., Firmament, OSDI 2016: placement latency"),
      MetricDescriptor(
        id: "decision_time_max", title: "slowest decision", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "maximum of the same",
        smallestEffect: 0.1, source: "Gog et al., Firmament, OSDI 2016: placement latency"),
    ])
}
