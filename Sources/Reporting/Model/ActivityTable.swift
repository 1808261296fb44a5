// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// What happened in a run of each contender, as text cells: what failed, what the control plane did about it, and how much
/// simulation that took. Means over the runs.
struct ActivityTable: Sendable {
  static let title = "What happened in a run"
  private static let metrics = [
    ("cluster_failures", "cluster\nfailures"), ("evictions", "evictions"), ("decisions", "decisions"),
    ("replicas_moved", "replicas\nmoved"), ("replicas_killed_healthy", "healthy\nkilled"),
    ("true_failovers", "true\nfailovers"), ("false_failovers", "false\nfailovers"),
    ("missed_failovers", "missed\nfailovers"), ("double_running_replica_hours", "ran twice\nreplica-h"),
  ]

  /// Shown where it happened at all.
  private static let rareMetrics = [("stock_outs", "stock-\nouts"), ("rebalances_ignored", "rebalances\nignored")]

  let headers: [String]
  let rows: [[String]]

  init(_ model: ReportModel) {
    let rare = Self.rareMetrics.filter { metric in model.ranked.contains { $0.mean(metric.0) ?? 0 > 0 } }
    let metrics = Self.metrics + rare
    headers = ["contender"] + metrics.map(\.1) + ["recovered\nbefore repair %", "events"]
    rows = model.ranked.map { contender in
      let counts = metrics.map { metric in contender.mean(metric.0).map { NumberText.significant($0) } ?? "-" }
      let recovered = contender.mean("recovered_before_repair").map { NumberText.percent($0, decimals: 1) } ?? "-"
      let events =
        contender.runs.isEmpty ? "-" : NumberText.significant(Summary(contender.runs.map { Double($0.events) }).mean)
      return [contender.name] + counts + [recovered, events]
    }
  }
}
