// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationCounter
import FederationModel
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// Once its tables have grown, the world takes no memory from the heap for what most events are: replicas that start.
/// Faults, probes' verdicts and decisions, of which there are few, make lists.
@Suite(.enabled(if: countsAllocations(), "allocations are not counted here")) struct WorldAllocationTests {
  /// Heap allocations of steps that start replicas and of all other steps, after a warm-up of half the run.
  private static func counts() -> (starts: Int, allocationsOfStarts: UInt64, others: Int, allocationsOfOthers: UInt64) {
    let fleet = Federations.fleet(nodes: 20)
    let workloads = Federations.workloads(count: 20, load: 0.5, of: fleet)
    let scenario = Scenario(
      name: "flaps", horizon: .hours(600), fleet: fleet, workloads: workloads,
      contenders: [
        Federations.contender(
          "stock", profile: ProfileCatalog.karmada118, workloads: workloads.count,
          policy: .karmada(KarmadaPolicy(scheduling: .dynamicWeight)))
      ],
      failures: [
        .process(
          FailureProcessSpec(
            level: .cluster, plane: .all, up: .exponential(mean: .hours(6)), down: .exponential(mean: .minutes(5))))
      ])
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: 1,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: fleet))
    var found = (starts: 0, allocationsOfStarts: UInt64(0), others: 0, allocationsOfOthers: UInt64(0))
    let half = SimulationTime.zero + .hours(300)
    while true {
      run.observations.removeAll(keepingCapacity: true)
      let before = allocationCount()
      guard run.step() else { return found }
      let spent = allocationCount() - before
      guard run.now > half else { continue }
      if run.observations.contains(where: { $0.kind == .replicaStarted }) {
        found.starts += 1
        found.allocationsOfStarts += spent
      } else {
        found.others += 1
        found.allocationsOfOthers += spent
      }
    }
  }

  @Test func `clusters fail and come back: starts of replicas allocate nothing, and they are most events`() {
    let found = Self.counts()
    #expect(found.starts > 50_000)
    #expect(found.allocationsOfStarts == 0, "\(found)")
    #expect(found.others * 10 < found.starts, "\(found)")
  }
}
