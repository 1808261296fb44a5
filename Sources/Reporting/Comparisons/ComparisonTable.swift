// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// Comparisons as text cells, a row each: by metric, then by contender.
struct ComparisonTable {
  /// The heads; a line break in one divides title and unit.
  static let headers = ["metric", "contender", "mean ±95 % CI", "baseline", "difference (95 % CI)", "n", "verdict"]
  /// The columns that are text, for pages.
  static let textColumns: Set<Int> = [1, 6]

  /// The rows of one metric.
  struct Group {
    /// The metric with its unit, which way is better and, where it is one value for all rows, the baseline's.
    let title: String
    /// A row for each contender.
    let rows: [[String]]
  }

  let groups: [Group]

  init(_ comparisons: [MetricComparison]) {
    var order: [String] = []
    for comparison in comparisons where !order.contains(comparison.metric.id) { order.append(comparison.metric.id) }
    groups = order.map { id in
      let own = comparisons.filter { $0.metric.id == id }
      return Group(title: Self.title(own), rows: own.map(Self.row))
    }
  }

  /// All rows.
  var rows: [[String]] { groups.flatMap(\.rows) }

  /// One row for each contender, the baseline first, and one column for each metric: value, difference and verdict in a
  /// cell.
  static func matrix(_ set: ComparisonSet) -> (headers: [String], rows: [[String]]) {
    var metrics: [MetricDescriptor] = []
    var contenders: [String] = []
    for one in set.comparisons {
      if !metrics.contains(one.metric) { metrics.append(one.metric) }
      if !contenders.contains(one.contender) { contenders.append(one.contender) }
    }
    let headers = ["contender"] + metrics.map { "\($0.title)\n\($0.unit == "1" ? "%" : $0.unit)" }
    let baseline = metrics.map { metric -> String in
      guard let one = set.comparisons.first(where: { $0.metric == metric }) else { return NumberText.noData }
      return one.baselineEstimate.mean.map(ComparisonNumber(one).text) ?? never(one.baselineEstimate)
    }
    let rows = contenders.map { contender in
      [contender]
        + metrics.map { metric -> String in
          guard let one = set.comparison(contender, metric.id) else { return NumberText.noData }
          let number = ComparisonNumber(one)
          let value = one.estimate.mean.map(number.text) ?? never(one.estimate)
          let interval = one.interval.map { "\n\(number.signed($0.low)) to \(number.signed($0.high))" } ?? ""
          return "\(value)\n\(short(one))\(interval)"
        }
    }
    return (headers, [["\(set.baseline) (baseline)"] + baseline] + rows)
  }

  /// The finding by sign and word, without what would hold alone.
  private static func short(_ comparison: MetricComparison) -> String {
    let finding = comparison.finding
    return finding == .noClearDifference ? "~ not clear" : "\(finding.sign) \(finding.rawValue)"
  }

  /// The tables of the metrics one below the other, each with its metric in the head rather than in a column.
  func terminal(bold: Bool) -> String {
    groups.map { group in
      let columns = [1, 2, 3, 4, 5, 6]
      let table = TextTable(
        headers: columns.map { Self.headers[$0] }, rows: group.rows.map { row in columns.map { row[$0] } })
      return group.title + "\n" + table.plain(bold: bold)
    }.joined(separator: "\n")
  }

  private static func title(_ comparisons: [MetricComparison]) -> String {
    guard let metric = comparisons.first?.metric else { return "" }
    let direction =
      switch metric.direction {
      case .higherIsBetter: "higher is better"
      case .lowerIsBetter: "lower is better"
      case .neutral: "describes"
      }
    return "\(head(metric)) (\(direction))"
  }

  private static func head(_ metric: MetricDescriptor) -> String {
    metric.unit == "1" ? "\(metric.id), %" : "\(metric.id), \(metric.unit)"
  }

  private static func row(_ comparison: MetricComparison) -> [String] {
    let metric = comparison.metric
    let number = ComparisonNumber(comparison)
    let mean = comparison.estimate.mean.map { mean in
      number.text(mean) + (comparison.estimate.interval.map { " ±\(number.text($0.halfWidth))" } ?? "")
    }
    let difference = number.signed(comparison.difference)
    let interval = comparison.interval.map { " (\(number.signed($0.low)) to \(number.signed($0.high)))" } ?? ""
    return [
      head(metric), comparison.contender, mean ?? never(comparison.estimate),
      comparison.baselineEstimate.mean.map(number.text) ?? never(comparison.baselineEstimate), difference + interval,
      "\(comparison.pairs.seeds.count)", words(comparison),
    ]
  }

  private static func never(_ estimate: MetricEstimate) -> String {
    "never in \(estimate.censoredRuns) of \(estimate.censoredRuns + estimate.count)"
  }

  /// The finding by sign and word; what holds alone but not among all comparisons says so.
  static func words(_ comparison: MetricComparison) -> String {
    let finding = comparison.finding
    let text = finding.sign.isEmpty ? finding.rawValue : "\(finding.sign) \(finding.rawValue)"
    guard finding == .noClearDifference else { return text }
    let alone = comparison.verdict.finding
    if alone == .better || alone == .worse { return "\(text) (\(alone.rawValue) if it were the only one)" }
    let isAsideOfZero = comparison.interval.map { !$0.contains(0) } ?? false
    return isAsideOfZero && !comparison.isSmall ? "\(text) (too uneven: a few seeds make the mean)" : text
  }
}

/// Numbers of one comparison with digits enough to tell its difference from 0.
struct ComparisonNumber {
  private let isShare: Bool
  private let decimals: Int

  init(_ comparison: MetricComparison) {
    isShare = comparison.metric.unit == "1"
    let scale = isShare ? 100.0 : 1
    let values = [comparison.difference, comparison.interval?.low, comparison.interval?.high].compactMap { $0 }
    let least = values.map { ($0 * scale).magnitude }.filter { $0 > 0 }.min() ?? 1
    // A share that is 99.7 % is not to be read as 100.
    var decimals = isShare ? 2 : 0
    var bound = isShare ? 0.1 : 10.0
    while decimals < 6, least < bound {
      decimals += 1
      bound /= 10
    }
    self.decimals = decimals
  }

  /// A value, shares as percent without the sign.
  func text(_ value: Double) -> String { NumberText.fixed(isShare ? value * 100 : value, decimals: decimals) }

  /// A value that always shows which way it goes.
  func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + text(value) }
}
