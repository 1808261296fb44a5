// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// Failovers against the truth: true, false, missed.
struct FailoverTruthTests {
  private func observations(
    _ profile: ControlPlaneProfile, plane: FailurePlane = .all, span: SimulationDuration? = .hours(1),
    actions: [ActionSpec] = [], failures: [FailureSpec]? = nil
  ) -> [Observation] {
    let workloads = (0..<3).map { Federations.workload("w\($0)", replicas: 20) }
    return Runs.observations(
      Scenario(
        name: "truth", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
        contenders: [Federations.contender(of: profile, over: workloads)],
        failures: failures ?? [Federations.loss(of: "a", at: .hours(1), for: span, plane: plane)], actions: actions))
  }

  private static let reacting = [
    Federations.karmadaWithFailover, ProfileCatalog.kubeFed010, ProfileCatalog.federationV1,
    Federations.kubeAdmiralWithOperator,
  ]

  @Test(arguments: reacting)
  func `what is moved off a dead cluster is a true failover`(profile: ControlPlaneProfile) {
    let found = observations(profile)
    #expect(found.of(.trueFailover).map(\.value) == [10, 10, 10])
    #expect(found.of(.trueFailover).allSatisfy { $0.cluster == 0 })
    #expect(found.of(.falseFailover).isEmpty && found.of(.missedFailover).isEmpty)
  }

  @Test(arguments: reacting)
  func `what is moved off a cluster that serves behind a partition is a false one`(profile: ControlPlaneProfile) {
    let found = observations(profile, plane: .hub)
    #expect(found.of(.falseFailover).map(\.value) == [10, 10, 10])
    #expect(found.of(.trueFailover).isEmpty && found.of(.missedFailover).isEmpty)
  }

  @Test(arguments: reacting)
  func `a partition shorter than the detection gives none`(profile: ControlPlaneProfile) {
    var profile = profile
    // Probes a period apart: two in a row must differ before anything is published.
    if profile.detection.hysteresis == .none {
      profile.detection.hysteresis = .sustained(failure: .seconds(40), success: .seconds(40))
    }
    let found = observations(profile, plane: .hub, span: .seconds(9))
    #expect(found.of(.falseFailover).isEmpty && found.of(.lossChanged).isEmpty)
  }

  @Test(arguments: [ProfileCatalog.karmada118, ProfileCatalog.kubeAdmiral])
  func `who moves nothing misses every failover`(profile: ControlPlaneProfile) {
    let repaired = observations(profile)
    #expect(repaired.of(.missedFailover).map(\.value) == [10, 10, 10])
    #expect(repaired.of(.missedFailover).allSatisfy { $0.time == .zero + .hours(2) })
    let lasting = observations(profile, span: nil)
    #expect(lasting.of(.missedFailover).map(\.value) == [10, 10, 10])
    #expect(lasting.of(.missedFailover).allSatisfy { $0.time == .zero + .hours(4) })
  }

  @Test func `a drain of a healthy cluster is neither`() {
    let taint = ActionSpec(
      at: .zero + .hours(1), kind: .taint(Taint(key: "drain", effect: .noExecute)),
      target: TargetSelector(cluster: "a"))
    let found = observations(Federations.karmadaWithFailover, actions: [taint], failures: [])
    #expect(found.of(.evicted).count == 3)
    #expect(found.of(.trueFailover).isEmpty && found.of(.falseFailover).isEmpty && found.of(.missedFailover).isEmpty)
  }

  @Test func `a false failover runs replicas twice until the old ones are gone`() {
    let found = observations(ProfileCatalog.kubeFed010, plane: .hub)
    let changes = found.of(.doubleRunningChanged)
    #expect(changes.reduce(0) { $0 + max(0, $1.value) } >= 30)
    #expect(changes.reduce(0) { $0 + $1.value } == 0)
  }

  @Test func `copies that a policy asks for are no double running`() {
    let workloads = [Federations.workload(replicas: 10)]
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .duplicated))
    let found = Runs.observations(
      Scenario(
        name: "truth", horizon: .hours(1), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
        contenders: [
          Federations.contender("k", profile: ProfileCatalog.karmada118, workloads: 1, policy: policy)
        ]))
    #expect(found.serving(at: .zero) == 20)
    #expect(found.of(.doubleRunningChanged).isEmpty)
  }
}
