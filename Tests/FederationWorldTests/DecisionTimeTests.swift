// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// From a failure to the decision about it in Federation v1, KubeFed and KubeAdmiral, refused and black-holed: over many
/// seeds no value leaves its window, and values come near both ends.
struct DecisionTimeTests {
  private static let lostAt = SimulationTime.zero + .hours(1)
  private static let refused = FaultEffect()
  private static let blackholed = FaultEffect(.all, connections: .blackholed)

  private func found(
    _ profile: ControlPlaneProfile, _ effect: FaultEffect, seed: UInt64
  ) -> [Observation] {
    let workloads = [Federations.workload(replicas: 9)]
    return Runs.observations(
      Scenario(
        name: "decision time", horizon: .minutes(75), fleet: Federations.fleet(named: ["a", "b", "c"]),
        workloads: workloads, contenders: [Federations.contender(of: profile, over: workloads)],
        failures: [
          .scripted(ScriptedFailureSpec(at: Self.lostAt, target: TargetSelector(cluster: "a"), effect: effect))
        ]), seed: seed)
  }

  /// Seconds from the loss to the first observation of `kind`, less `decisionTime`, seed by seed.
  private func delays(
    to kind: Observation.Kind, _ profile: ControlPlaneProfile, _ effect: FaultEffect,
    less decisionTime: SimulationDuration = .zero
  ) -> [Double] {
    (0..<500 as Range<UInt64>).map { seed in
      let first = found(profile, effect, seed: seed).of(kind).first { $0.time > Self.lostAt }
      return first.map { ($0.time - Self.lostAt - decisionTime).seconds } ?? .infinity
    }
  }

  private func expect(
    _ delays: [Double], within low: Double, _ high: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let margin = max(0.5, (high - low) * 0.02)
    let (least, most) = (delays.min() ?? .infinity, delays.max() ?? -.infinity)
    #expect(least >= low - 1e-9 && most <= high + 1e-9, "\(least) to \(most)", sourceLocation: sourceLocation)
    #expect(least <= low + margin && most >= high - margin, "\(least) to \(most)", sourceLocation: sourceLocation)
  }

  @Test func `Federation v1 decides 63 to 103 s after a member refuses`() {
    let profile = ProfileCatalog.federationV1
    expect(delays(to: .readinessPublished, profile, Self.refused), within: 0, 40)
    expect(delays(to: .moved, profile, Self.refused, less: profile.scheduling.decisionTime), within: 63, 103)
  }

  /// Nothing bounds its client but the 30 s to dial, twice: /healthz and the list of nodes.
  @Test func `Federation v1 decides 123 to 163 s after a member's packets vanish`() {
    let profile = ProfileCatalog.federationV1
    expect(delays(to: .readinessPublished, profile, Self.blackholed), within: 60, 100)
    expect(delays(to: .moved, profile, Self.blackholed, less: profile.scheduling.decisionTime), within: 123, 163)
  }

  @Test func `KubeFed decides 63 to 73 s after a member refuses, 66 to 76 s after its packets vanish`() {
    let profile = ProfileCatalog.kubeFed010
    let decisionTime = profile.scheduling.decisionTime
    expect(delays(to: .moved, profile, Self.refused, less: decisionTime), within: 63, 73)
    expect(delays(to: .moved, profile, Self.blackholed, less: decisionTime), within: 66, 76)
  }

  @Test func `KubeAdmiral's status changes 120 to 150 s after a member refuses, 135 to 165 s after its packets vanish`()
  {
    expect(delays(to: .readinessPublished, ProfileCatalog.kubeAdmiral, Self.refused), within: 120, 150)
    expect(delays(to: .readinessPublished, ProfileCatalog.kubeAdmiral, Self.blackholed), within: 135, 165)
  }

  @Test(arguments: [refused, blackholed])
  func `and KubeAdmiral never decides about it`(effect: FaultEffect) {
    for seed in 0..<50 as Range<UInt64> {
      let found = found(ProfileCatalog.kubeAdmiral, effect, seed: seed)
      #expect(found.of(.decided).count == 1 && found.of(.moved).isEmpty, "seed \(seed)")
    }
  }

  @Test func `an operator who taints a member that has been not ready for 5 min decides it 300 s later`() {
    let profile = Federations.kubeAdmiralWithOperator
    let decisionTime = profile.scheduling.decisionTime
    expect(delays(to: .moved, profile, Self.refused, less: decisionTime), within: 420, 450)
    expect(delays(to: .moved, profile, Self.blackholed, less: decisionTime), within: 435, 465)
  }
}
