// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// What the loss of one domain would take (Q4).
  static let worstDomainLoss = MetricFamily(
    "Q4", "worst single-domain loss",
    note: "Nothing moves in this: it is what the placement of every moment survives by itself. Replicas beyond "
      + "the demand make up for lost ones. A workload that may use one domain alone has no choice and leaves "
      + "the ratio. Zones have data only where every cluster is in one zone; a cluster without a region is one "
      + "of its own.",
    [
      MetricDescriptor(
        id: "worst_cluster_loss", title: "worst cluster", unit: "1", direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "integral over time of the sum over workloads of what the loss of its fullest cluster would leave "
          + "unserved, over demand",
        smallestEffect: 0.01, source: "worst single-domain loss", inputs: ["2 clusters to choose from"]),
      MetricDescriptor(
        id: "worst_cluster_loss_excess", title: "worst cluster, excess", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "as worst_cluster_loss, less ceil(demand / clusters it may use) for each workload, never below 0",
        smallestEffect: 0.01, source: "worst single-domain loss", inputs: ["2 clusters to choose from"]),
      MetricDescriptor(
        id: "worst_zone_loss", title: "worst zone", unit: "1", direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "as worst_cluster_loss, by zones",
        smallestEffect: 0.01, source: "worst single-domain loss",
        inputs: ["clusters of one zone each", "2 zones to choose from"]),
      MetricDescriptor(
        id: "worst_zone_loss_excess", title: "worst zone, excess", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "as worst_cluster_loss_excess, by zones",
        smallestEffect: 0.01, source: "worst single-domain loss",
        inputs: ["clusters of one zone each", "2 zones to choose from"]),
      MetricDescriptor(
        id: "worst_region_loss", title: "worst region", unit: "1", direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "as worst_cluster_loss, by regions",
        smallestEffect: 0.01, source: "worst single-domain loss", isPrimary: true,
        inputs: ["2 regions to choose from"]),
      MetricDescriptor(
        id: "worst_region_loss_excess", title: "worst region, excess", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "as worst_cluster_loss_excess, by regions",
        smallestEffect: 0.01, source: "worst single-domain loss", inputs: ["2 regions to choose from"]),
    ])
}
