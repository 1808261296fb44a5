// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Results
import RunMetrics
import SchedulingPolicies
import TestSupport
import Testing

/// Twelve equal clusters in three regions, one region lost: what capacity alone decides, whoever schedules.
struct RegionOutageTests {
  private func outcomes(load: Double) throws -> [(name: String, outcome: RunOutcome)] {
    let scenario = Federations.regionOutage(load: load)
    return try scenario.contenders.indices.map { index in
      let scheduler = PolicyCatalog.scheduler(for: scenario.contenders[index], fleet: scenario.fleet)
      let outcome = try #require(
        MeasuredRun.run(
          scenario: scenario, contender: index, seed: 1, scheduler: scheduler, checksInvariants: true))
      return (scenario.contenders[index].name, outcome)
    }
  }

  @Test func `at 80 % load nobody serves more than 83.3 % while a third of the fleet is lost`() throws {
    for (name, outcome) in try outcomes(load: 0.8) {
      let share = try #require(outcome.metrics["served_at_failure_end"]?.value)
      #expect(share <= 0.8334, "\(name) serves \(share)")
    }
  }

  @Test func `at 60 % load Karmada with failover and KubeFed recover fully`() throws {
    for (name, outcome) in try outcomes(load: 0.6) {
      if ["karmada-dynamic", "kubefed", "kubefed-rebalance"].contains(name) {
        #expect(outcome.metrics["recovered_before_repair"]?.value == 1, "\(name)")
      }
    }
  }
}
