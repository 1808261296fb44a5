// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Utilisation (U1).
  static let utilisation = MetricFamily(
    "U1", "utilisation",
    note: "What pods outside the scenario use counts as neither.",
    [
      MetricDescriptor(
        id: "utilisation", title: "utilisation", unit: "1", direction: .neutral, sampling: .timeWeighted,
        formula: "integral of requested over allocatable CPU of clusters that are up",
        smallestEffect: 0.01, source: "down clusters are out of both sides")
    ])
}
