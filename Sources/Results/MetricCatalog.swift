// SPDX-License-Identifier: GPL-3.0-or-later

/// Every metric a run reports, in the order of tables.
public enum MetricCatalog {
  /// The descriptors.
  public static let metrics: [MetricDescriptor] = [
    MetricDescriptor(
      id: "availability", title: "availability", unit: "1", direction: .higherIsBetter,
      formula: "sum over workloads of the integral of min(ready and reachable, demand), over the integral of demand",
      smallestEffect: 0.0001, source: "replica availability on demand; surplus never repays a deficit"),
    MetricDescriptor(
      id: "availability_own_promise", title: "on own promise", unit: "1", direction: .higherIsBetter,
      formula: "as availability, against the replicas that the contender's own objects promise",
      smallestEffect: 0.0001, source: "what the contender's spec asks of its members"),
    MetricDescriptor(
      id: "availability_during_failures", title: "while failed", unit: "1", direction: .higherIsBetter,
      formula: "availability over the time in which anything is failed", smallestEffect: 0.001,
      source: "what is served while a failure lasts"),
    MetricDescriptor(
      id: "availability_before_failures", title: "before failures", unit: "1", direction: .higherIsBetter,
      formula: "availability from the start to the first failure", smallestEffect: 0.001,
      source: "what a contender could not place to begin with is no loss by the failure"),
    MetricDescriptor(
      id: "served_at_failure_end", title: "served at end of failure", unit: "1", direction: .higherIsBetter,
      formula:
        "mean over scripted failures of served over demanded replicas just before the repair, or at the end of the run",
      smallestEffect: 0.001, source: "what the contender has recovered to without the lost part"),
    MetricDescriptor(
      id: "lost_replica_hours", title: "lost", unit: "replica-h", direction: .lowerIsBetter,
      formula: "sum over workloads of the integral of max(0, demand - ready and reachable)", smallestEffect: 0.1,
      source: "lost replica-time"),
    MetricDescriptor(
      id: "lost_not_detected_hours", title: "not detected", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: replicas lost with a cluster or node that does not yet count as lost",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "lost_tolerated_hours", title: "tolerated", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: a toleration, a taint or re-planning delay or an operator's wait",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "lost_queued_for_eviction_hours", title: "eviction queue", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: evictions that wait for a worker",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "lost_queued_for_scheduling_hours", title: "scheduling queue", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: decisions that are queued or being made",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "lost_no_capacity_hours", title: "no capacity", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: replicas without a node in their member or a cluster at the last decision",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "lost_propagating_hours", title: "propagating", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: assigned replicas that their member does not know of yet",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "lost_starting_hours", title: "starting", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: replicas on a node and not ready yet",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "lost_blocked_by_old_copy_hours", title: "old copy in the way", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: replicas that are not sent before an old copy elsewhere is gone",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "lost_nothing_will_move_it_hours", title: "nothing moves it", unit: "replica-h", direction: .lowerIsBetter,
      formula: "part of lost_replica_hours: replicas for which nothing is under way until the repair",
      smallestEffect: 0.1, source: "the nine causes add up to the loss exactly"),
    MetricDescriptor(
      id: "surplus_replica_hours", title: "surplus", unit: "replica-h", direction: .lowerIsBetter,
      formula: "sum over workloads of the integral of max(0, ready and reachable - demand)", smallestEffect: 0.1,
      source: "what runs beyond the demand"),
    MetricDescriptor(
      id: "time_to_recover_p50", title: "recover p50", unit: "s", direction: .lowerIsBetter,
      formula: "median over (workload, failure) of the time from the failure until ready >= demand for 60 s",
      smallestEffect: 5, source: "censored at the end of the run, never dropped"),
    MetricDescriptor(
      id: "time_to_recover_p99", title: "recover p99", unit: "s", direction: .lowerIsBetter,
      formula: "99th percentile of the same", smallestEffect: 10,
      source: "censored at the end of the run, never dropped"),
    MetricDescriptor(
      id: "recovered_before_repair", title: "recovered before repair", unit: "1", direction: .higherIsBetter,
      formula: "share of (workload, failure) episodes that recovered before the failure itself was repaired",
      smallestEffect: 0.01, source: "recovery by moving, apart from recovery by waiting"),
    MetricDescriptor(
      id: "replicas_moved", title: "moved", unit: "replicas", direction: .lowerIsBetter,
      formula: "replicas assigned to a cluster by decisions after the start, beyond growth of the demand",
      smallestEffect: 1, source: "churn"),
    MetricDescriptor(
      id: "replicas_killed_healthy", title: "killed healthy", unit: "replicas", direction: .lowerIsBetter,
      formula: "ready replicas that a decision stopped on a serving cluster, surplus ones left out", smallestEffect: 1,
      source: "churn on healthy clusters"),
    MetricDescriptor(
      id: "pending_replica_hours", title: "pending", unit: "replica-h", direction: .lowerIsBetter,
      formula: "integral of wanted replicas that have no node: not assigned, or assigned and without room",
      smallestEffect: 0.1, source: "pending replica-time"),
    MetricDescriptor(
      id: "evictions", title: "evictions", unit: "count", direction: .neutral,
      formula: "evictions of a workload from a cluster", smallestEffect: 1, source: "taint-based eviction"),
    MetricDescriptor(
      id: "true_failovers", title: "true failovers", unit: "count", direction: .neutral,
      formula: "workload x cluster x outage where the hub moved what was in fact lost off a cluster it held not ready",
      smallestEffect: 1, source: "belief against truth"),
    MetricDescriptor(
      id: "false_failovers", title: "false failovers", unit: "count", direction: .lowerIsBetter,
      formula: "workload x cluster x outage where the hub moved what in fact served off a cluster it held not ready",
      smallestEffect: 1, source: "belief against truth"),
    MetricDescriptor(
      id: "false_failover_replicas", title: "falsely moved", unit: "replicas", direction: .lowerIsBetter,
      formula: "replicas that served in these clusters when they were moved away", smallestEffect: 1,
      source: "belief against truth"),
    MetricDescriptor(
      id: "missed_failovers", title: "missed failovers", unit: "count", direction: .lowerIsBetter,
      formula: "workload x cluster x outage where a dead cluster came back, or the run ended, and nothing had moved",
      smallestEffect: 1, source: "belief against truth"),
    MetricDescriptor(
      id: "missed_failover_replicas", title: "not moved", unit: "replicas", direction: .lowerIsBetter,
      formula: "replicas that served in these clusters when they died", smallestEffect: 1,
      source: "belief against truth"),
    MetricDescriptor(
      id: "double_running_replica_hours", title: "double running", unit: "replica-h", direction: .lowerIsBetter,
      formula: "integral per workload of min(ready beyond what the hub assigns to their clusters, ready beyond demand)",
      smallestEffect: 0.1, source: "old and new copies side by side; what a duplicating policy asks for is surplus"),
    MetricDescriptor(
      id: "cluster_failures", title: "cluster failures", unit: "count", direction: .neutral,
      formula: "times a cluster stopped serving or could not be reached", smallestEffect: 1,
      source: "the input, equal for all contenders of a seed"),
    MetricDescriptor(
      id: "utilisation", title: "utilisation", unit: "1", direction: .neutral,
      formula: "integral of requested over allocatable CPU of clusters that are up", smallestEffect: 0.01,
      source: "down clusters are out of both sides"),
    MetricDescriptor(
      id: "cost_per_1000_served_replica_hours", title: "cost / 1000 served h", unit: "$", direction: .lowerIsBetter,
      formula: "node price, shared by requested CPU, of all running replicas over served replica-hours, times 1000",
      smallestEffect: 0.1, source: "surplus costs, so duplicating everywhere is not free"),
    MetricDescriptor(
      id: "provisioned_cost", title: "nodes' cost", unit: "$", direction: .lowerIsBetter,
      formula: "integral of the prices of all nodes that are there, idle ones and those of dead clusters included",
      smallestEffect: 0.1, source: "what standing headroom and grown pools cost"),
    MetricDescriptor(
      id: "stock_outs", title: "stock-outs", unit: "count", direction: .neutral,
      formula: "nodes that an autoscaler asked for and the provider did not have", smallestEffect: 1,
      source: "growth of node pools"),
    MetricDescriptor(
      id: "rebalances_ignored", title: "rebalances ignored", unit: "count", direction: .neutral,
      formula: "workloads for which a rebalancing counted for nothing, no later than their last scheduling",
      smallestEffect: 1, source: "Karmada's WorkloadRebalancer acts by its creation time"),
    MetricDescriptor(
      id: "decisions", title: "decisions", unit: "count", direction: .neutral,
      formula: "answers of the policy, failed ones included", smallestEffect: 1, source: "scheduler load"),
  ]

  /// The descriptor of `id`; O(metrics).
  public static func metric(_ id: String) -> MetricDescriptor? { metrics.first { $0.id == id } }
}
