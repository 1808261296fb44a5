// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// What the placement survives (N1).
  static let survivability = MetricFamily(
    "N1", "survivability",
    note: "Achieved, not possible: what runs elsewhere goes on serving, and nothing moves. survived_region_* are "
      + "of the whole run. The other three are of the placement that the run ends with: a loss is survived "
      + "when it leaves every workload min(minAvailable, demand) ready replicas, or one where it names no "
      + "minimum; what it has less before the loss does not count. Of more than 500 pairs of clusters a fixed "
      + "sample of 500 is taken, the same for every run.",
    [
      MetricDescriptor(
        id: "survived_region_worst", title: "without worst region", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "minimum over regions of the demand still served without the region, integral over integral of "
          + "demand",
        smallestEffect: 0.01, source: "N-1 survivability", inputs: ["2 regions"]),
      MetricDescriptor(
        id: "survived_region_mean", title: "without a region", unit: "1", direction: .higherIsBetter,
        sampling: .timeWeighted,
        formula: "mean over regions of the same",
        smallestEffect: 0.01, source: "N-1 survivability", inputs: ["2 regions"]),
      MetricDescriptor(
        id: "survivable_regions", title: "survivable regions", unit: "1", direction: .higherIsBetter,
        sampling: .snapshot,
        formula: "regions whose loss at the end is survived, over all",
        smallestEffect: 0.01, source: "N-1 survivability", inputs: ["2 regions"]),
      MetricDescriptor(
        id: "survivable_pairs", title: "survivable pairs", unit: "1", direction: .higherIsBetter, sampling: .snapshot,
        formula: "pairs of clusters whose loss at the end is survived, over all looked at",
        smallestEffect: 0.01, source: "N-2 survivability", inputs: ["3 clusters"]),
      MetricDescriptor(
        id: "survived_pair_worst", title: "without worst pair", unit: "1", direction: .higherIsBetter,
        sampling: .snapshot,
        formula: "minimum over these pairs of the demand still served without them, over the demand at the end",
        smallestEffect: 0.01, source: "N-2 survivability", inputs: ["3 clusters"]),
    ])
}
