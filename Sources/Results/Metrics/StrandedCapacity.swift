// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Stranded capacity (U3).
  static let strandedCapacity = MetricFamily(
    "U3", "stranded capacity",
    note: "Per cluster, as one room: what is free when it has taken as many mean replicas (of the workloads at "
      + "the start, weighted by their replicas) as fit. Down clusters have nothing free.",
    [
      MetricDescriptor(
        id: "stranded_cores", title: "stranded cores", unit: "cores", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "mean over time of the sum over clusters of free - mean replica x min over CPU and memory of free / "
          + "mean replica",
        smallestEffect: 1, source: "stranding: Verma et al., Borg, EuroSys 2015", inputs: ["requests of CPU and memory"]
      ),
      MetricDescriptor(
        id: "stranded_memory_gib", title: "stranded memory", unit: "GiB", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "the same of memory",
        smallestEffect: 1, source: "stranding: Verma et al., Borg, EuroSys 2015", inputs: ["requests of CPU and memory"]
      ),
    ])
}
