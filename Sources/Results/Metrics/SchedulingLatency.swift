// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Scheduling latency (P2).
  static let schedulingLatency = MetricFamily(
    "P2", "scheduling latency",
    note: "From the first question about a workload that waits in the queue (something it wants, or something "
      + "around it, changed) until an answer that changes its assignment is written, retries and the time of a "
      + "scheduler that is down included. Questions that turn out to be none leave it; what waits at the end of "
      + "the run counts as longer than all. The placement before the run is none of it.",
    [
      MetricDescriptor(
        id: "scheduling_latency_p50", title: "scheduling p50", unit: "s", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "median over changed assignments of the time from the question to the written answer, to three "
          + "digits",
        smallestEffect: 0.1, source: "Schwarzkopf et al., Omega, EuroSys 2013: job wait time"),
      MetricDescriptor(
        id: "scheduling_latency_p99", title: "scheduling p99", unit: "s", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "99th percentile of the same",
        smallestEffect: 1, source: "Schwarzkopf et al., Omega, EuroSys 2013: job wait time"),
    ])
}
