// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// What happened in the run (I1): the inputs it met, and oddities of the systems. They judge nobody.
  static let runFacts = MetricFamily(
    "I1", "what happened in the run",
    note: "Inputs that a contender met and oddities of its system. They judge nobody.",
    [
      MetricDescriptor(
        id: "cluster_failures", title: "cluster failures", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "times a cluster stopped serving or could not be reached",
        smallestEffect: 1, source: "the input, equal for all contenders of a seed"),
      MetricDescriptor(
        id: "stock_outs", title: "stock-outs", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "nodes that an autoscaler asked for and the provider did not have",
        smallestEffect: 1, source: "growth of node pools"),
      MetricDescriptor(
        id: "rebalances_ignored", title: "rebalances ignored", unit: "count", direction: .neutral, sampling: .perEvent,
        formula: "workloads for which a rebalancing counted for nothing, no later than their last scheduling",
        smallestEffect: 1, source: "Karmada's WorkloadRebalancer acts by its creation time"),
      MetricDescriptor(
        id: "scheduler_faults", title: "scheduler faults", unit: "count", direction: .lowerIsBetter,
        sampling: .perEvent,
        formula: "answers of a contender's own program that were refused, came late or never came; 0 for the policies "
          + "that are built in",
        smallestEffect: 1, source: "the plugin protocol"),
    ])
}
