// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// A check that cannot fail proves nothing: worlds that were corrupted on purpose must trap.
struct InvariantsTests {
  private static func run() -> FederationRun {
    let workloads = [Federations.workload(replicas: 4)]
    return FederationRun(
      scenario: Scenario(
        name: "canary", horizon: .hours(1), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
        contenders: [Federations.contender(of: ProfileCatalog.karmada118, over: workloads)]),
      contender: 0, seed: 1, scheduler: AllInFirst(), checksInvariants: true)
  }

  @Test func `an uncorrupted world passes`() {
    let run = Self.run()
    run.checkInvariants()
    #expect(run.cohorts[0].ready == 4)
  }

  @Test func `a replica that no count knows traps`() async {
    await #expect(processExitsWith: .failure) {
      var run = InvariantsTests.run()
      run.cohorts[0].ready -= 1
      run.cohorts[0].waiting += 1
      run.checkInvariants()
    }
  }

  @Test func `stages that do not add up to what is wanted trap`() async {
    await #expect(processExitsWith: .failure) {
      var run = InvariantsTests.run()
      run.cohorts[0].desired += 1
      run.checkInvariants()
    }
  }

  @Test func `a ready replica on a dead cluster traps`() async {
    await #expect(processExitsWith: .failure) {
      var run = InvariantsTests.run()
      run.clusters[0].deadFaults = 1
      run.checkInvariants()
    }
  }

  @Test func `a ready replica on a node that is down traps`() async {
    await #expect(processExitsWith: .failure) {
      var run = InvariantsTests.run()
      _ = run.nodes.addFault(1, to: 0)
      run.checkInvariants()
    }
  }

  @Test func `a node with more free than it offers traps`() async {
    await #expect(processExitsWith: .failure) {
      var run = InvariantsTests.run()
      run.nodes.reserve(NodeAmounts(cpuMillicores: -1, memoryBytes: 0, pods: 0), on: 9)
      run.checkInvariants()
    }
  }

  @Test func `a cluster whose sums are not its nodes' traps`() async {
    await #expect(processExitsWith: .failure) {
      var run = InvariantsTests.run()
      run.clusters[1].allocated.memoryBytes += 1
      run.checkInvariants()
    }
  }

  @Test func `the check after an event sees what the event touched`() async {
    await #expect(processExitsWith: .failure) {
      var run = InvariantsTests.run()
      run.cohorts[0].lost += 1
      run.touch(0)
      run.checkTouched()
    }
  }
}
