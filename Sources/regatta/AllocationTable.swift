// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments

/// Allocations for people: a small table per workload and contender.
enum AllocationTable {
  /// Clusters of more than this many rows are summed up by their reasons.
  static let longestList = 24

  /// The tables.
  static func text(_ allocations: [Allocation]) -> String {
    allocations.map { title(of: $0) + clusters(of: $0) }.joined(separator: "\n")
  }

  /// The clusters of one allocation and why; with `before`, beside what was assigned before, by cluster.
  static func clusters(of allocation: Allocation, before: [String: Int]? = nil) -> String {
    let shown = shownClusters(of: allocation, before: before ?? [:])
    let columns = usedColumns(in: shown)
    let rows = shown.map { cluster -> [String] in
      var cells = [cluster.name]
      if let before { cells.append("\(before[cluster.name] ?? 0)") }
      cells.append("\(cluster.assigned)")
      cells += columns.map { $0.value(cluster).map(String.init) ?? "-" }
      cells.append(cluster.feasible ? reasons(cluster) : "filtered: " + reasons(cluster))
      return cells
    }
    var header = ["cluster"]
    header += before == nil ? ["replicas"] : ["before", "after"]
    header += columns.map(\.title) + ["why"]
    return PlainTable.text(header: header, rows: rows, indent: 2) + rest(of: allocation, shown: shown)
  }

  /// The changes.
  static func text(_ changes: [AllocationChange]) -> String {
    guard !changes.isEmpty else { return "no difference\n" }
    return changes.map { change in
      var head = "\(change.workload) under \(change.contender)"
      switch (change.oldReplicas, change.newReplicas) {
      case (let old?, let new?) where old != new: head += ": \(old) -> \(new) replicas"
      case (nil, let new?): head += ": new, \(new) replicas"
      case (let old?, nil): head += ": gone, had \(old) replicas"
      default: break
      }
      if change.unplaced > 0 { head += ", \(change.unplaced) more find no cluster" }
      if change.unplaced < 0 { head += ", \(-change.unplaced) more find a cluster" }
      let rows = change.clusters.map {
        [$0.name, "\($0.old)", "\($0.new)", $0.new > $0.old ? "+\($0.new - $0.old)" : "\($0.new - $0.old)"]
      }
      return head + "\n" + PlainTable.text(header: ["cluster", "old", "new", "change"], rows: rows, indent: 2)
    }.joined(separator: "\n")
  }

  private struct Column: Sendable {
    let title: String
    let value: @Sendable (Allocation.Cluster) -> Int64?
  }

  private static let columns = [
    Column(title: "weight", value: { $0.weight }), Column(title: "min", value: { $0.min }),
    Column(title: "max", value: { $0.max }), Column(title: "capacity", value: { $0.capacity }),
    Column(title: "score", value: { $0.score }),
  ]

  private static func usedColumns(in clusters: [Allocation.Cluster]) -> [Column] {
    columns.filter { column in clusters.contains { column.value($0) != nil } }
  }

  private static func title(of allocation: Allocation) -> String {
    var text = "\(allocation.workload) under \(allocation.contender): \(allocation.replicas) replicas"
    if allocation.unplaced > 0 { text += ", \(allocation.unplaced) find no cluster" }
    if let message = allocation.message { text += " (\(message))" }
    return text + "\n"
  }

  /// All of a small fleet; of a large one those that matter.
  private static func shownClusters(of allocation: Allocation, before: [String: Int]) -> [Allocation.Cluster] {
    guard allocation.clusters.count > longestList else { return allocation.clusters }
    return allocation.clusters.filter { $0.assigned > 0 || before[$0.name] != nil }
  }

  private static func rest(of allocation: Allocation, shown: [Allocation.Cluster]) -> String {
    guard shown.count < allocation.clusters.count else { return "" }
    var counts: [String: Int] = [:]
    let names = Set(shown.map(\.name))
    for cluster in allocation.clusters where !names.contains(cluster.name) {
      counts[cluster.feasible ? "feasible, no replicas" : "filtered: " + reasons(cluster), default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "  \($0.value) x \($0.key)\n" }.joined()
  }

  private static func reasons(_ cluster: Allocation.Cluster) -> String { cluster.reasons.joined(separator: "; ") }
}
