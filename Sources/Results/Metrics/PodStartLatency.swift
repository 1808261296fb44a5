// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Pod start latency (P3).
  static let podStartLatency = MetricFamily(
    "P3", "pod start latency",
    note: "The scenario's start-up law includes the image pull, and so does this; kubernetes' own objective (99 % "
      + "within 5 s) does not. Replicas that start again after an outage count; those that a failure stops "
      + "before they are ready do not.",
    [
      MetricDescriptor(
        id: "pod_start_p50", title: "pod start p50", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "median over starts of the time from a node (or its return) until ready, to three digits",
        smallestEffect: 1, source: "kubernetes/community sig-scalability, pod startup latency SLI"),
      MetricDescriptor(
        id: "pod_start_p99", title: "pod start p99", unit: "s", direction: .lowerIsBetter, sampling: .perEvent,
        formula: "99th percentile of the same",
        smallestEffect: 1, source: "kubernetes/community sig-scalability, pod startup latency SLI"),
    ])
}
