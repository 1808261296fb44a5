// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// Service level objectives and error budgets (A4).
  static let serviceObjectives = MetricFamily(
    "A4", "service level objectives",
    note: "A workload's target is its service.availability, 0.999 where it names none; the window is the run. A "
      + "budget of 1 is what the target allows to be lost; burn rates over shorter windows are not made.",
    [
      MetricDescriptor(
        id: "slo_attainment", title: "targets kept", unit: "1", direction: .higherIsBetter, sampling: .timeWeighted,
        formula: "workloads whose availability is at least their target, over workloads with demand",
        smallestEffect: 0.01, source: "Google SRE workbook, chapters 2 and 5"),
      MetricDescriptor(
        id: "error_budget_used", title: "error budget used", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "lost replica-time over the sum of (1 - target) x demanded replica-time",
        smallestEffect: 0.05, source: "Google SRE workbook, chapters 2 and 5"),
      MetricDescriptor(
        id: "error_budget_used_max", title: "most budget used", unit: "1", direction: .lowerIsBetter,
        sampling: .timeWeighted,
        formula: "maximum over workloads of lost replica-time / ((1 - target) x demanded replica-time)",
        smallestEffect: 0.1, source: "Google SRE workbook, chapters 2 and 5"),
    ])
}
