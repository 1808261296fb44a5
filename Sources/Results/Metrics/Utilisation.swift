// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Utilisation (U1), with down clusters out and in.
  static let utilisation = MetricFamily(
    "U1", "utilisation",
    note: "What pods outside the scenario use counts as neither.",
    [
      MetricDescriptor(
        id: "utilisation", title: "utilisation", unit: "1", direction: .neutral, sampling: .timeWeighted,
        formula: "integral of requested over allocatable CPU of clusters that are up",
        smallestEffect: 0.01, source: "down clusters are out of both sides"),
      MetricDescriptor(
        id: "utilisation_memory", title: "memory utilisation", unit: "1", direction: .neutral, sampling: .timeWeighted,
        formula: "the same of memory",
        smallestEffect: 0.01, source: "down clusters are out of both sides"),
      MetricDescriptor(
        id: "utilisation_all", title: "utilisation, all", unit: "1", direction: .neutral, sampling: .timeWeighted,
        formula: "integral of requested over allocatable CPU of all clusters, down ones and what is bound there "
          + "included",
        smallestEffect: 0.01, source: "what is paid for, used or not"),
      MetricDescriptor(
        id: "utilisation_memory_all", title: "memory util., all", unit: "1", direction: .neutral,
        sampling: .timeWeighted,
        formula: "the same of memory",
        smallestEffect: 0.01, source: "what is paid for, used or not"),
    ])
}
