// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Replica availability (A1): the share of the demand that ready, reachable replicas serve.
  static let replicaAvailability = MetricFamily(
    "A1", "replica availability",
    note: "Surplus of one workload never repays a deficit of another, nor its own of another time. Workloads "
      + "without demand leave every ratio. served_at_failure_end is taken just before the repair.",
    [
      MetricDescriptor(
        id: "availability", title: "availability", unit: "1", direction: .higherIsBetter, sampling: .timeWeighted,
        formula: "sum over workloads of the integral of min(ready and reachable, demand), over the integral of demand",
        smallestEffect: 0.0001, source: "replica availability on demand; surplus never repays a deficit",
        isPrimary: true),
      MetricDescriptor(
        id: "availability_own_promise", title: "on own promise", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "as availability, against the replicas that the contender's own objects promise",
        smallestEffect: 0.0001, source: "what the contender's spec asks of its members"),
      MetricDescriptor(
        id: "availability_during_failures", title: "while failed", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "availability over the time in which anything is failed",
        smallestEffect: 0.001, source: "what is served while a failure lasts", inputs: ["failures"]),
      MetricDescriptor(
        id: "availability_before_failures", title: "before failures", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "availability from the start to the first failure",
        smallestEffect: 0.001, source: "what a contender could not place to begin with is no loss by the failure",
        inputs: ["failures"]),
      MetricDescriptor(
        id: "served_at_failure_end", title: "served at end of failure", unit: "1", direction: .higherIsBetter,
        sampling: .snapshot,
        formula:
          "mean over scripted failures of served over demanded replicas just before the repair, or at the run's end",
        smallestEffect: 0.001, source: "what the contender has recovered to without the lost part",
        inputs: ["scripted failures"]),
      MetricDescriptor(
        id: "surplus_replica_hours", title: "surplus", unit: "replica-h", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "sum over workloads of the integral of max(0, ready and reachable - demand)",
        smallestEffect: 0.1, source: "what runs beyond the demand"),
    ])
}
