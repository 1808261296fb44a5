// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// Whether one contender met one goal.
public struct GoalOutcome: Hashable, Sendable {
  /// How it came out.
  public enum State: String, Hashable, Sendable {
    case met
    case missed
    case noData = "no data"
  }
  /// The goal as written.
  public let goal: String
  /// The contender.
  public let contender: String
  /// How it came out, judged on the mean over the seeds, or on the quantile of all episodes together.
  public let state: State
  /// What was reached, for people.
  public let reached: String

  init(_ goal: ExperimentManifest.GoalLine, _ result: ContenderResult) {
    self.goal = goal.text
    contender = result.name
    let unit = MetricCatalog.metric(goal.metric)?.unit ?? ""
    switch RecoveryQuantile(metric: goal.metric, result) {
    case .never(let text)?:
      state = goal.relation.hasPrefix(">") ? .met : .missed
      reached = text
    case .value(let value)?:
      state = Self.holds(value, goal) ? .met : .missed
      reached = Self.text(value, bound: goal.bound, unit: unit)
    case nil:
      if let mean = result.mean(goal.metric) {
        state = Self.holds(mean, goal) ? .met : .missed
        reached = Self.text(mean, bound: goal.bound, unit: unit)
      } else if Self.hasNothingToRecoverFrom(goal, result) {
        state = goal.relation.hasPrefix("<") ? .met : .noData
        reached = "no failure took a ready replica that was needed"
      } else {
        state = .noData
        reached = NumberText.noData
      }
    }
  }

  /// Failures happened in every run, and none of them opened an episode of recovery.
  private static func hasNothingToRecoverFrom(_ goal: ExperimentManifest.GoalLine, _ result: ContenderResult) -> Bool {
    goal.metric.hasPrefix("time_to_recover_") && result.recovery == nil && !result.runs.isEmpty
      && result.runs.allSatisfy { ($0.metrics["cluster_failures"]?.value ?? 0) > 0 }
  }

  /// A share has the decimals that tell it from the bound: a goal of 99.9 % is not "missed: 99.90 %".
  private static func text(_ value: Double, bound: Double, unit: String) -> String {
    guard unit == "1", value != bound else { return NumberText.value(value, unit: unit) }
    var decimals = NumberText.percentDecimals([value])
    while decimals < 9, NumberText.percent(value, decimals: decimals) == NumberText.percent(bound, decimals: decimals) {
      decimals += 1
    }
    return NumberText.percent(value, decimals: decimals) + " %"
  }

  private static func holds(_ value: Double, _ goal: ExperimentManifest.GoalLine) -> Bool {
    switch goal.relation {
    case ">=": value >= goal.bound
    case "<=": value <= goal.bound
    case ">": value > goal.bound
    case "<": value < goal.bound
    default: false
    }
  }
}

/// A quantile of the times to recover over all runs of a contender together.
enum RecoveryQuantile: Hashable, Sendable {
  case value(Double)
  /// It falls among the episodes that had not recovered when their run ended; the text says how many.
  case never(String)

  /// Nil when `metric` is no quantile of recovery or nothing was to recover from.
  init?(metric: String, _ result: ContenderResult) {
    let probabilities = ["time_to_recover_p50": 0.5, "time_to_recover_p99": 0.99]
    guard let probability = probabilities[metric] else { return nil }
    if let recovery = result.recovery, let quantile = recovery.quantile(probability) {
      switch quantile {
      case .value(let seconds): self = .value(seconds)
      case .never: self = .never(Self.neverText(recovery.censoredCount, of: recovery.totalCount))
      }
      return
    }
    guard let estimate = result.estimate(metric) else { return nil }
    if estimate.censoredRuns > 0 {
      self = .never(Self.neverText(estimate.censoredRuns, of: estimate.censoredRuns + estimate.count) + " runs")
    } else if let mean = estimate.mean {
      self = .value(mean)
    } else {
      return nil
    }
  }

  static func neverText(_ count: Int, of total: Int) -> String {
    "never (\(NumberText.grouped(count)) of \(NumberText.grouped(total)))"
  }

  var text: String {
    switch self {
    case .value(let seconds): NumberText.duration(seconds)
    case .never(let text): text
    }
  }
}
