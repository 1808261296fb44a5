// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// What each contender pays for what it serves, and who is beaten in everything by somebody.
struct TradeOffs: Sendable {
  /// What is weighed against what. Of each group the first that the records have.
  private static let groups = [
    ["availability"],
    ["time_to_recover_p99"],
    ["churn_per_1000_replica_days", "replicas_moved"],
    ["worst_region_loss", "worst_zone_loss", "worst_cluster_loss"],
    ["cost_per_1000_served_replica_hours"],
  ]

  enum Value: Sendable, Hashable {
    case known(ScatterChart.Estimate)
    /// Not within at least one run: worse than every value.
    case never
    /// Nothing to measure it by.
    case noData
  }
  struct Entry: Sendable {
    let name: String
    let index: Int
    /// Its place in the ranking, from 1.
    let rank: Int
    /// By criterion.
    let values: [Value]
    /// The first in the ranking that is at least as good in everything and better in something; nil: nobody.
    var dominatedBy: String?

    /// In words, for tables and legends.
    var standing: String { dominatedBy.map { "dominated by \($0)" } ?? "not dominated" }
  }

  /// The first is what the others are weighed against.
  let criteria: [MetricDescriptor]
  /// By rank.
  let entries: [Entry]

  /// Nil below two contenders, or two criteria for which at least two contenders have a value.
  init?(_ model: ReportModel) {
    let contenders = model.ranked.enumerated().filter { $0.element.mean("availability") != nil }
    let criteria = Self.groups.compactMap { group in
      group.lazy.compactMap(MetricCatalog.metric).first { metric in
        contenders.count { Self.value($0.element, metric.id) != .noData } > 1
      }
    }
    guard contenders.count > 1, criteria.count > 1, criteria[0].id == "availability" else { return nil }
    var entries = contenders.map { place, result in
      Entry(
        name: result.name, index: result.index, rank: place + 1,
        values: criteria.map { Self.value(result, $0.id) })
    }
    for place in entries.indices {
      entries[place].dominatedBy = entries.first { Self.dominates($0, entries[place], criteria) }?.name
    }
    self.criteria = criteria
    self.entries = entries
  }

  private static func value(_ result: ContenderResult, _ metric: String) -> Value {
    guard let estimate = result.estimate(metric) else { return .noData }
    guard let mean = estimate.mean else { return estimate.censoredRuns > 0 ? .never : .noData }
    // A share or a cost is not below zero, nor a share above one, whatever the interval says.
    let most = MetricCatalog.metric(metric)?.unit == "1" ? 1 : Double.infinity
    let low = max(min(0, mean), estimate.interval?.low ?? mean)
    return .known(.init(mean: mean, low: low, high: min(most, estimate.interval?.high ?? mean)))
  }

  private static func dominates(_ first: Entry, _ second: Entry, _ criteria: [MetricDescriptor]) -> Bool {
    var isBetter = false
    // Where one of them has no data there is no telling; the other criteria decide.
    for (place, metric) in criteria.enumerated()
    where first.values[place] != .noData && second.values[place] != .noData {
      let (left, right) = (cost(first.values[place], metric), cost(second.values[place], metric))
      if left > right { return false }
      if left < right { isBetter = true }
    }
    return isBetter
  }

  private static func cost(_ value: Value, _ metric: MetricDescriptor) -> Double {
    guard case .known(let estimate) = value else { return .infinity }
    return metric.direction == .higherIsBetter ? -estimate.mean : estimate.mean
  }

  // MARK: The table

  var headers: [String] { ["contender"] + criteria.map { MetricText.head($0) } + ["standing"] }

  var rows: [[String]] {
    entries.map { entry in
      let cells = zip(criteria, entry.values).map { metric, value -> String in
        switch value {
        case .known(let estimate):
          MetricText.value(estimate.mean, low: estimate.low, high: estimate.high, metric, separator: "\n")
        case .never: "never"
        case .noData: NumberText.noData
        }
      }
      return ["\(entry.rank) \(entry.name)"] + cells + [entry.standing]
    }
  }
}

/// Values of a metric in the cells of a table.
enum MetricText {
  /// The title with the unit where the values do not say it.
  static func head(_ metric: MetricDescriptor) -> String {
    switch metric.unit {
    case "1": metric.title + ", %"
    case "s", "$", "count": metric.title
    default: "\(metric.title), \(metric.unit)"
    }
  }

  /// A value and the ends of its interval, as `12.3 (11 to 13.6)`; alone where they are no wider than it.
  /// - Parameter separator: Between the two; a line break for narrow columns.
  static func value(
    _ mean: Double, low: Double, high: Double, _ metric: MetricDescriptor, separator: String = " "
  ) -> String {
    let decimals = NumberText.percentDecimals([mean])
    func text(_ value: Double) -> String {
      switch metric.unit {
      case "1": NumberText.percent(value, decimals: decimals)
      case "s": NumberText.duration(value)
      case "$": "$" + NumberText.significant(value)
      default: NumberText.significant(value, digits: 3)
      }
    }
    return high > low ? "\(text(mean))\(separator)(\(text(low)) to \(text(high)))" : text(mean)
  }

  /// An axis that holds all of `values`, from zero on unless they are shares near one.
  static func axis(_ metric: MetricDescriptor, _ values: [Double], title: String) -> ChartAxis {
    let high = values.max() ?? 1
    let low = values.min() ?? 0
    switch metric.unit {
    case "1":
      return .percent(title: title, from: low > 0.5 ? low : 0, to: high, count: 4, isBounded: high <= 1)
    case "s":
      let positive = values.filter { $0 > 0 }.min() ?? 1
      return high / positive > 30
        ? .logarithmicDuration(title: title, from: positive, to: max(high, positive * 10))
        : .time(title: title, from: 0, to: max(high * 1.05, 1), count: 4)
    default:
      return low > 0 && high / low >= 8
        ? .logarithmicNumber(title: title, from: low, to: high)
        : .number(title: title, from: min(0, low), to: high, count: 4)
    }
  }
}
