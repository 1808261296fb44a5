// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Results
import Testing

@testable import Experiments

@Suite struct SizeCriterionTests {
  private static let outage = FailureSpec.scripted(
    at: .zero, span: nil, target: TargetSelector(region: "east"), plane: .all)

  private func criterion(_ failures: [FailureSpec], _ goals: [String] = []) -> SizeCriterion {
    let scenario = Scenario(
      name: "s", horizon: .hours(1), fleet: Fleet(clusters: []), workloads: [], contenders: [], failures: failures)
    let read = goals.map { text -> Goal in
      let words = text.split(separator: " ").map(String.init)
      return Goal(
        metric: words[0], relation: Goal.Relation(rawValue: words[1]) ?? .atLeast, bound: Double(words[2]) ?? .nan,
        text: text)
    }
    return SizeCriterion(scenario: scenario, goals: read)
  }

  @Test func `with a scripted failure all demand has to be served again`() {
    let criterion = criterion([Self.outage])
    #expect(criterion.shortfall(in: ["served_at_failure_end": MetricValue(1)]) == nil)
    #expect(
      criterion.shortfall(in: ["served_at_failure_end": MetricValue(0.999)])
        == Shortfall(goal: "served_at_failure_end >= 100 %", reached: 0.999))
  }

  @Test func `without any failure nothing may wait for room`() {
    #expect(criterion([]).shortfall(in: ["pending_replica_hours": MetricValue(0.01)])?.reached == 0.01)
    #expect(criterion([]).shortfall(in: ["pending_replica_hours": MetricValue(0)]) == nil)
  }

  @Test func `never recovered misses an upper bound; nothing to recover from keeps it; nothing failed is no data`() {
    let goal = criterion([Self.outage], ["time_to_recover_p99 <= 120"])
    func metrics(_ recovery: MetricValue, failures: Double) -> [String: MetricValue] {
      [
        "served_at_failure_end": MetricValue(1), "time_to_recover_p99": recovery,
        "cluster_failures": MetricValue(failures),
      ]
    }
    let never = MetricValue(value: nil, unit: "s", censored: 2, count: 5)
    let nothing = MetricValue(value: nil, unit: "s", censored: 0, count: 0)
    #expect(goal.shortfall(in: metrics(never, failures: 1))?.goal == "time_to_recover_p99 <= 120")
    #expect(goal.shortfall(in: metrics(nothing, failures: 1)) == nil)
    #expect(goal.shortfall(in: metrics(nothing, failures: 0)) != nil)
    let slow = MetricValue(value: 121, unit: "s", censored: 0, count: 5)
    #expect(goal.shortfall(in: metrics(slow, failures: 1))?.reached == 121)
  }
}
