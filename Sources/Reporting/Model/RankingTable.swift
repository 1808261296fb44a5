// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// The table of contenders, best first, as text cells; a line break in a cell is one on a page.
struct RankingTable: Sendable {
  /// The metrics of the columns.
  static let metrics = [
    "availability", "availability_own_promise", "availability_during_failures", "lost_replica_hours",
    "surplus_replica_hours", "cost_per_1000_served_replica_hours", "time_to_recover_p50", "time_to_recover_p99",
    "replicas_moved", "pending_replica_hours", "utilisation",
  ]

  /// The heads; a line break in one divides title and unit.
  let headers: [String]
  let rows: [[String]]

  private struct Column {
    let header: String
    let cell: (ContenderResult) -> String
  }

  /// `withDifference`: with the paired difference to the leader, for pages that have the room.
  init(_ model: ReportModel, withDifference: Bool) {
    var columns = [Column(header: "contender") { $0.name }]
    columns.append(Self.availability(model.ranked))
    if withDifference { columns.append(Self.difference(model)) }
    columns += [
      Self.share("availability_own_promise", "on own\npromise\n%", model.ranked),
      Self.share("availability_during_failures", "while\nfailed\n%", model.ranked),
      Self.number("lost_replica_hours", "lost\nreplica\nhours"),
      Self.number("surplus_replica_hours", "surplus\nreplica\nhours"),
      Self.number("cost_per_1000_served_replica_hours", "cost $\nper\n1000 h", decimals: 2),
      Column(
        header: "time to\nrecover\np50 / p99", cell: { Self.recovery($0, separator: withDifference ? " /\n" : " / ") }),
      Self.number("replicas_moved", "moved"),
      Self.number("pending_replica_hours", "pending\nreplica\nhours"),
      Column(header: "utili-\nsation\n%") { $0.mean("utilisation").map { NumberText.percent($0) } ?? "-" },
    ]
    headers = columns.map(\.header)
    rows = model.ranked.map { result in columns.map { $0.cell(result) } }
  }

  private static func availability(_ results: [ContenderResult]) -> Column {
    let decimals = NumberText.percentDecimals(results.compactMap { $0.mean("availability") })
    return Column(header: "availability\n% ±95 % CI") { result in
      guard let estimate = result.estimate("availability"), let mean = estimate.mean else { return NumberText.noData }
      let text = NumberText.percent(mean, decimals: decimals)
      return estimate.interval.map { "\(text) ±\(NumberText.percent($0.halfWidth, decimals: decimals))" } ?? text
    }
  }

  private static func difference(_ model: ReportModel) -> Column {
    let decimals = NumberText.percentDecimals(model.ranked.compactMap { $0.mean("availability") })
    return Column(header: "to the first,\npoints\n(95 % CI)") { result in
      if result.name == model.verdict.leader { return "first" }
      guard let comparison = model.verdict.comparisons.first(where: { $0.contender == result.name }) else { return "-" }
      var text = "\(NumberText.fixed(comparison.difference * 100, decimals: decimals)) \(comparison.finding.rawValue)"
      if let interval = comparison.interval {
        let low = NumberText.fixed(interval.low * 100, decimals: decimals)
        text += "\n(\(low) to \(NumberText.fixed(interval.high * 100, decimals: decimals)))"
      }
      return text
    }
  }

  private static func share(_ metric: String, _ header: String, _ results: [ContenderResult]) -> Column {
    let decimals = NumberText.percentDecimals(results.compactMap { $0.mean(metric) })
    return Column(header: header) { $0.mean(metric).map { NumberText.percent($0, decimals: decimals) } ?? "-" }
  }

  private static func number(_ metric: String, _ header: String, decimals: Int? = nil) -> Column {
    Column(header: header) { result in
      guard let mean = result.mean(metric) else { return "-" }
      return decimals.map { NumberText.fixed(mean, decimals: $0) } ?? NumberText.significant(mean, digits: 3)
    }
  }

  private static func recovery(_ result: ContenderResult, separator: String) -> String {
    let median = RecoveryQuantile(metric: "time_to_recover_p50", result)?.text
    let tail = RecoveryQuantile(metric: "time_to_recover_p99", result)?.text
    guard let median, let tail else { return median ?? tail ?? "-" }
    return median == tail ? median : median + separator + tail
  }
}
