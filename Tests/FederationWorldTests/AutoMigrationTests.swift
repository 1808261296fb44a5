// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// KubeAdmiral moves replicas that find no node, where it is told to.
struct AutoMigrationTests {
  private static let clusters = ["a", "b", "c"]

  /// 6 replicas, 2 in each; none of a's finds a node.
  private func federation(
    _ migration: KubeAdmiralPolicy.AutoMigration?, kind: String = "Deployment", avoidsDisruption: Bool = true
  ) -> PeerFederation {
    var federation = PeerFederation(
      ProfileCatalog.kubeAdmiral,
      PeerFederation.kubeAdmiral(even: Self.clusters, migration: migration, avoidsDisruption: avoidsDisruption),
      clusters: Self.clusters, replicas: 6)
    federation.shrink("a", cores: 0)
    federation.workload.kind = kind
    return federation
  }

  private func moved(_ federation: PeerFederation) -> SimulationTime? {
    federation.state(at: .hours(1)).observations.of(.moved).first?.time
  }

  @Test func `2, 2, 2 with all of a unschedulable becomes 3, 3`() {
    let state = federation(.init()).state(at: .hours(1))
    #expect(state.assigned == ["b": 3, "c": 3] && state.spec == ["b": 3, "c": 3])
    #expect(federation(.init()).state(at: .seconds(59)).assigned == ["a": 2, "b": 2, "c": 2])
  }

  @Test func `with keepUnschedulableReplicas it becomes 2, 3, 3: 8 of 6`() {
    let state = federation(.init(keepUnschedulableReplicas: true)).state(at: .hours(1))
    #expect(state.assigned == ["a": 2, "b": 3, "c": 3] && state.ready == ["a": 0, "b": 3, "c": 3])
  }

  @Test func `it is off by default, and for all kinds but Deployments`() {
    #expect(federation(nil).state(at: .hours(1)).assigned == ["a": 2, "b": 2, "c": 2])
    #expect(federation(.init(), kind: "StatefulSet").state(at: .hours(1)).assigned == ["a": 2, "b": 2, "c": 2])
  }

  @Test func `it acts when the threshold is crossed, 10 s after the change at the earliest`() {
    let pace = ProfileCatalog.kubeAdmiral.scheduling.decisionTime
    for (threshold, expected) in [(60, 60), (5, 10), (10, 10), (300, 300)] as [(Int64, Int64)] {
      let federation = federation(.init(unschedulableFor: .seconds(threshold)))
      #expect(moved(federation) == SimulationTime.zero + .seconds(expected) + pace, "\(threshold) s")
    }
  }

  @Test func `replicas that wait from different times on are looked at when the next crosses`() {
    var federation = federation(.init())
    federation.fleet = Federations.fleet(named: Self.clusters)
    // The nodes of a fail, their replicas are given up 340 s later and find no other.
    federation.failures = [
      .scripted(
        at: .zero + .minutes(10), span: nil, target: TargetSelector(cluster: "a", nodePool: "default"), plane: .all)
    ]
    let pace = ProfileCatalog.kubeAdmiral.scheduling.decisionTime
    #expect(moved(federation) == SimulationTime.zero + .minutes(10) + .seconds(400) + pace)
  }

  @Test func `a member out of reach loses its entry with the next look, and replicas may move back to it`() {
    var federation = federation(.init(keepUnschedulableReplicas: false), avoidsDisruption: false)
    // With disruption allowed the unschedulable ones stay as overflow.
    let before = federation.state(at: .minutes(20))
    #expect(before.assigned == ["a": 2, "b": 3, "c": 3])
    federation.failures = [
      Federations.loss(of: "a", at: .minutes(30), for: nil),
      // Something changes in b: the controller looks again and cannot list a.
      .scripted(
        at: .zero + .minutes(40), span: .seconds(1), target: TargetSelector(cluster: "b", nodePool: "default"),
        plane: .all),
    ]
    #expect(federation.state(at: .minutes(39)).assigned == ["a": 2, "b": 3, "c": 3])
    #expect(federation.state(at: .minutes(50)).assigned == ["a": 2, "b": 2, "c": 2])
  }

  @Test func `nothing asks again when nothing changes`() {
    let decided = federation(.init()).state(at: .hours(4)).observations.of(.decided)
    #expect(decided.count < 8 && decided.allSatisfy { $0.time < .zero + .minutes(3) })
  }

  @Test(arguments: [HubComponent.controllers, .store])
  func `a hub that is down writes nothing beside an object, and looks some time after its start`(
    component: HubComponent
  ) throws {
    var federation = federation(.init())
    federation.failures = [
      .scripted(ScriptedFailureSpec(at: .zero + .seconds(30), span: .minutes(10), hub: component))
    ]
    let scenario = federation.scenario
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: 1,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), checksInvariants: true)
    let back = SimulationTime.zero + .seconds(630)
    while run.step() {
      if run.now < back + .seconds(10) {
        #expect(run.hubWorkloads[0].migration.allSatisfy { $0.unschedulable == 0 }, "at \(run.now.seconds)")
      }
    }
    let moved = try #require(run.observations.of(.moved).first?.time)
    #expect(moved >= back + .seconds(10) && moved < back + .seconds(40), "\(moved.seconds)")
  }
}
