// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Reporting
import RunMetrics
import Scheduling

/// Lays an explanation out: plain text or Markdown.
struct ExplanationPage {
  let style: RunExplanation.Style

  /// Clusters shown at most; JSON has all.
  static let longestList = 24

  func title(_ text: String) -> String { style == .plain ? text + "\n" : "# \(text)\n\n" }

  func heading(_ text: String) -> String { style == .plain ? "\n\(text)\n" : "## \(text)\n\n" }

  /// Words and what stands behind them.
  func facts(_ facts: [(String, String)]) -> String {
    let text = facts.map { name, value in
      guard style == .plain else { return "- \(name): \(value)\n" }
      let first = "  \(name)" + String(repeating: " ", count: max(1, 15 - name.count))
      return FailoverExplanation.wrapped(value, first: first, rest: String(repeating: " ", count: 17))
    }
    return text.joined() + (style == .plain ? "" : "\n")
  }

  /// A table under a line; in Markdown as it stands.
  func block(_ line: String, _ table: String) -> String {
    style == .plain ? "\n  \(line)\n\(table)" : "\(line)\n\n```\n\(table)```\n\n"
  }

  /// The clusters as believed beside the truth: all of a small fleet, of a large one those that matter most.
  func beliefs(
    _ line: String, _ rows: [BeliefRow], after: [AssignedReplicas]?, fleet: Fleet, at time: SimulationTime
  ) -> String {
    var gets = Array(repeating: false, count: rows.count)
    for entry in after ?? [] { gets[entry.cluster.index] = true }
    var shown = Array(rows.indices)
    if rows.count > Self.longestList {
      let weights = rows.indices.map {
        (gets[$0] || rows[$0].assigned != nil ? 0 : 2) + (rows[$0].differs.isEmpty ? 1 : 0)
      }
      shown = shown.filter { weights[$0] < 3 }.sorted { (weights[$0], $0) < (weights[$1], $1) }
      shown = shown.prefix(Self.longestList).sorted()
    }
    let looks = rows.contains { $0.believed.free != nil }
    let listens = rows.contains { $0.believed.observedReady != nil }
    var header = ["cluster", "believed"]
    if looks { header += ["heard", "free cpu/memory"] }
    if listens { header.append("ready") }
    header += ["truth", "free cpu/memory", "room", "serving", "differs"]
    let cells = shown.map { place -> [String] in
      let row = rows[place]
      var cells = [row.name, Self.belief(of: row, at: time)]
      if looks {
        cells += [
          row.believed.reportAgeSeconds.map { "\(Self.span($0)) ago" } ?? "-",
          row.believed.free.map(Self.amounts) ?? "-",
        ]
      }
      if listens {
        cells.append(row.believed.observedReady.map { "\($0) of \(row.believed.observedDesired ?? 0)" } ?? "-")
      }
      return cells + [
        Self.truth(of: row, at: time), Self.amounts(row.truth.free), "\(row.truth.room)", Self.replicas(of: row),
        row.differs.isEmpty ? "-" : row.differs.joined(separator: ", "),
      ]
    }
    var table = PlainTable.text(header: header, rows: cells, indent: 2)
    if shown.count < rows.count { table += "  and \(rows.count - shown.count) more (-o json has all)\n" }
    return block(line, table + taints(of: rows))
  }

  /// The taints that were seen, each with its clusters.
  private func taints(of rows: [BeliefRow]) -> String {
    var seen: [String] = []
    for row in rows { for taint in row.believed.taints where !seen.contains(taint) { seen.append(taint) } }
    return seen.map { taint in
      "  taint \(taint) on "
        + RunExplanation.listed(rows.filter { $0.believed.taints.contains(taint) }.map(\.name)) + "\n"
    }.joined()
  }

  private static func belief(of row: BeliefRow, at time: SimulationTime) -> String {
    guard row.believed.joined else { return "no member" }
    let since = row.believed.publishedSinceSeconds.map { " for \(span(time.seconds - $0))" } ?? ""
    return row.believed.readiness + since
  }

  private static func truth(of row: BeliefRow, at time: SimulationTime) -> String {
    var words = row.truth.lost.map { loss in
      let plane = FailurePlane(rawValue: loss.plane)
      return "\(plane?.lossInWords ?? loss.plane) for \(span(time.seconds - loss.sinceSeconds))"
    }
    if row.truth.downNodes > 0 { words.append("\(row.truth.downNodes) nodes down") }
    return words.isEmpty ? "well" : words.joined(separator: ", ")
  }

  private static func replicas(of row: BeliefRow) -> String {
    guard let assigned = row.assigned else { return row.truth.serving == 0 ? "-" : "\(row.truth.serving) of 0" }
    var text = "\(row.truth.serving) of \(assigned)"
    if row.truth.starting > 0 { text += ", \(row.truth.starting) start" }
    if row.truth.waiting > 0 { text += ", \(row.truth.waiting) wait" }
    return text
  }

  /// Cores and memory.
  private static func amounts(_ amounts: BeliefRow.Amounts) -> String {
    let cores = NumberText.significant(Double(amounts.cpuMillicores) / 1000, digits: 3)
    let memory = NumberText.significant(Double(amounts.memoryBytes) / Double(1 << 30), digits: 3)
    return "\(cores) / \(memory)Gi"
  }

  /// A span to the tenth of a second; from a minute on to the second.
  private static func span(_ seconds: Double) -> String {
    let tenths = seconds < 60 ? Int64((seconds * 10).rounded()) : Int64(seconds.rounded()) * 10
    return SimulationDuration(nanoseconds: tenths * 100_000_000).description
  }
}
