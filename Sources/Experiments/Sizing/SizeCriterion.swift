// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Results

/// What has to hold in a run for its size to be enough: everything finds room again, and the goals.
///
/// Source: Borg's compaction calls a cell large enough when its workload still schedules (Verma et al., EuroSys 2015,
/// section 5.1); goals come on top, as a fleet on which all replicas are placed may still be too slow.
public struct SizeCriterion: Sendable {
  /// The goals.
  public let goals: [Goal]
  /// What says that everything has room again; nil where the failures are drawn at random, and the goals alone decide.
  public let fit: Goal?

  /// The criterion for `scenario` with `goals`.
  ///
  /// With scripted failures all demand has to be served when each of them ends (or the run does, before that). Without
  /// any failure no replica may ever wait for room.
  public init(scenario: Scenario, goals: [Goal]) {
    self.goals = goals
    let isScripted = scenario.failures.contains { if case .scripted(let one) = $0 { one.hub == nil } else { false } }
    if isScripted {
      fit = Goal(metric: "served_at_failure_end", relation: .atLeast, bound: 1, text: "served_at_failure_end >= 100 %")
    } else if scenario.failures.isEmpty {
      fit = Goal(metric: "pending_replica_hours", relation: .atMost, bound: 0, text: "pending_replica_hours <= 0")
    } else {
      fit = nil
    }
  }

  /// Why a run with these metrics is not good enough: the first of the criteria that it misses, with what it reached;
  /// nil when it keeps all.
  public func shortfall(in metrics: [String: MetricValue]) -> Shortfall? {
    for goal in (fit.map { [$0] } ?? []) + goals {
      guard let value = metrics[goal.metric] else { return Shortfall(goal: goal.text, reached: nil) }
      if let number = value.value {
        if !goal.isMet(by: number) { return Shortfall(goal: goal.text, reached: number) }
      } else if !Self.holdsWithoutValue(goal, value, metrics) {
        return Shortfall(goal: goal.text, reached: nil)
      }
    }
    return nil
  }

  /// A time to recover has no value where nothing had to recover, which keeps an upper bound, or where it never did.
  private static func holdsWithoutValue(_ goal: Goal, _ value: MetricValue, _ metrics: [String: MetricValue]) -> Bool {
    guard goal.metric.hasPrefix("time_to_recover") else { return false }
    let isUpperBound = goal.relation == .atMost || goal.relation == .below
    if (value.censored ?? 0) > 0 { return !isUpperBound }
    return isUpperBound && (metrics["cluster_failures"]?.value ?? 0) > 0
  }
}

/// A criterion that a run misses.
public struct Shortfall: Hashable, Sendable {
  /// The goal as written.
  public var goal: String
  /// What was reached, in the metric's unit; nil: nothing to measure, or never.
  public var reached: Double?

  /// A shortfall.
  public init(goal: String, reached: Double?) {
    self.goal = goal
    self.reached = reached
  }
}
