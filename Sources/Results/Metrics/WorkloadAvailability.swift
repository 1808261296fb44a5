// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Availability workload by workload (A3).
  static let workloadAvailability = MetricFamily(
    "A3", "availability by workload",
    note: "A quantile over workloads, each counting once whatever its size; 5 % of the workloads did no better "
      + "than the 5th percentile. The mean over workloads, weighted by demand, is availability itself.",
    [
      MetricDescriptor(
        id: "workload_availability_p1", title: "worst 1 % of workloads", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "1st percentile over workloads of 1 - lost replica-time / demanded replica-time",
        smallestEffect: 0.001, source: "site reliability engineering: the tail of users, not their mean"),
      MetricDescriptor(
        id: "workload_availability_p5", title: "worst 5 % of workloads", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "5th percentile of the same",
        smallestEffect: 0.001, source: "site reliability engineering: the tail of users, not their mean"),
      MetricDescriptor(
        id: "workload_availability_min", title: "worst workload", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "minimum of the same",
        smallestEffect: 0.001, source: "site reliability engineering: the tail of users, not their mean"),
    ])
}
