// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Where the time of recoveries goes (R2).
  static let recoveryPhases = MetricFamily(
    "R2", "phases of a recovery",
    note: "At every moment of an episode its time belongs to the phase of the least advanced replica that is "
      + "missing, as the causes of lost_replica_hours name it: that one decides when the workload is whole. The "
      + "means of the phases add up to time_to_recover_mean.",
    [
      MetricDescriptor(
        id: "recover_detect_mean", title: "detect", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean per episode: until the loss is known",
        smallestEffect: 1, source: "the phases of an episode add up to its length", inputs: ["failures"]),
      MetricDescriptor(
        id: "recover_stuck_mean", title: "stuck", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean per episode: nothing is under way, or there is no capacity",
        smallestEffect: 1, source: "the phases of an episode add up to its length", inputs: ["failures"]),
      MetricDescriptor(
        id: "recover_tolerate_mean", title: "tolerate", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean per episode: a toleration or another delay that somebody set runs",
        smallestEffect: 1, source: "the phases of an episode add up to its length", inputs: ["failures"]),
      MetricDescriptor(
        id: "recover_evict_mean", title: "eviction queue", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean per episode: evictions wait for a worker",
        smallestEffect: 1, source: "the phases of an episode add up to its length", inputs: ["failures"]),
      MetricDescriptor(
        id: "recover_decide_mean", title: "decide", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean per episode: a decision is queued or being made",
        smallestEffect: 1, source: "the phases of an episode add up to its length", inputs: ["failures"]),
      MetricDescriptor(
        id: "recover_propagate_mean", title: "propagate", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean per episode: an assignment is on its way, or held back by an old copy",
        smallestEffect: 1, source: "the phases of an episode add up to its length", inputs: ["failures"]),
      MetricDescriptor(
        id: "recover_start_mean", title: "start", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "mean per episode: replicas start",
        smallestEffect: 1, source: "the phases of an episode add up to its length", inputs: ["failures"]),
    ])
}
