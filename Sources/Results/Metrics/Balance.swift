// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Balance of load over clusters (U2).
  static let balance = MetricFamily(
    "U2", "balance over clusters",
    note: "Of requested over allocatable CPU of the clusters that are up, over the time in which anything is "
      + "requested. The spread from the 5th to the 95th percentile is not made: it would cost a sort of all "
      + "clusters at every event.",
    [
      MetricDescriptor(
        id: "utilisation_jain", title: "evenness", unit: "1", direction: .higherIsBetter, sampling: .timeWeighted,
        formula: "mean over time of (sum x)^2 / (n sum x^2)",
        smallestEffect: 0.01, source: "Jain, Chiu, Hawe, A quantitative measure of fairness, DEC-TR-301, 1984"),
      MetricDescriptor(
        id: "utilisation_cov", title: "variation", unit: "1", direction: .lowerIsBetter, sampling: .timeWeighted,
        formula: "mean over time of the standard deviation over the mean, both of the whole population",
        smallestEffect: 0.01, source: "coefficient of variation"),
      MetricDescriptor(
        id: "utilisation_max_over_mean", title: "fullest over mean", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "mean over time of the fullest cluster over the mean",
        smallestEffect: 0.01, source: "peak to mean"),
    ])
}
