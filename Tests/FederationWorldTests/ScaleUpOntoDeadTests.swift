// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// A scale-up while one of three clusters is dead: its last report still looks free, and who holds it already is not
/// kept away by its taint.
struct ScaleUpOntoDeadTests {
  private static let clusters = ["a", "b", "c"]
  private static let lostAt = SimulationDuration.hours(1)
  private static let scaledAt = SimulationDuration.minutes(70)

  /// 30 replicas by free room over three equal clusters, `a` lost at 1 h, 60 wanted ten minutes later.
  private func found(
    _ profile: ControlPlaneProfile, start: [ClusterReplicas]? = nil, taint: Taint.Effect? = nil,
    isLost: Bool = true, seed: UInt64 = 1
  ) -> [Observation] {
    let workload = Federations.workload(
      replicas: 30, demand: .steps([.init(at: .zero + Self.scaledAt, replicas: 60)]))
    var contender = Federations.contender(
      "k", profile: profile, workloads: 1, policy: .karmada(KarmadaPolicy(scheduling: .dynamicWeight)))
    contender.initialAssignments = [start]
    let taints = taint.map { effect in
      [
        ActionSpec(
          at: .zero + .minutes(65), kind: .taint(Taint(key: "lost", effect: effect)),
          target: TargetSelector(cluster: "a"))
      ]
    }
    let scenario = Scenario(
      name: "scale-up", horizon: .hours(2), fleet: Federations.fleet(named: Self.clusters), workloads: [workload],
      contenders: [contender],
      failures: isLost ? [Federations.loss(of: "a", at: Self.lostAt, for: nil)] : [], actions: taints ?? [])
    return Runs.observations(scenario, seed: seed)
  }

  /// Replicas that decisions after the scale-up put into each cluster.
  private func gains(_ found: [Observation]) -> [Int64] {
    Self.clusters.indices.map { cluster in
      found.of(.assigned, cluster: cluster).filter { $0.time >= .zero + Self.scaledAt }.reduce(0) { $0 + $1.value }
    }
  }

  @Test func `without failover exactly 10 of the 30 new replicas land on the dead one of three equal clusters`() {
    for seed in 0..<20 as Range<UInt64> {
      let found = found(ProfileCatalog.karmada118, seed: seed)
      #expect(found.of(.readinessPublished, cluster: 0).map(\.value) == [0])
      #expect(gains(found) == [10, 10, 10], "seed \(seed)")
      // The ten of before and the ten new ones serve nobody.
      #expect(found.serving(at: .zero + .hours(2)) == 40)
    }
  }

  @Test(arguments: [
    ProfileCatalog.karmada113, ProfileCatalog.karmada115, ProfileCatalog.karmada116, ProfileCatalog.karmada118,
  ])
  func `so it is in every version, NoSchedule taint by hand or not`(profile: ControlPlaneProfile) {
    #expect(gains(found(profile)) == [10, 10, 10])
    #expect(gains(found(profile, taint: .noSchedule)) == [10, 10, 10])
  }

  @Test func `opted into failover none lands there: the cluster was left before`() {
    let found = found(Federations.karmadaWithFailover)
    #expect(found.of(.evicted, cluster: 0).count == 1)
    #expect(gains(found)[0] == 0 && gains(found).reduce(0, +) == 30)
    #expect(found.serving(at: .zero + .hours(2)) == 60)
  }

  @Test func `a NoExecute taint by hand does the same where it evicts, up to 1.13 without any opt-in`() {
    let old = found(ProfileCatalog.karmada113, taint: .noExecute)
    #expect(gains(old)[0] == 0 && old.serving(at: .zero + .hours(2)) == 60)
    // Since 1.14 nobody acts on it without the opt-ins.
    #expect(gains(found(ProfileCatalog.karmada118, taint: .noExecute)) == [10, 10, 10])
  }

  @Test func `where targets do not pass taints, none lands there and what it held is placed anew`() {
    var profile = ProfileCatalog.karmada118
    profile.switches.targetsPassTaints = false
    let found = found(profile)
    #expect(gains(found)[0] == 0)
    #expect(found.serving(at: .zero + .hours(2)) == 60)
  }

  @Test func `who never was on the dead cluster is kept away by its NoSchedule taint`() {
    let elsewhere = ["b", "c"].map { ClusterReplicas(cluster: $0, replicas: 15) }
    let found = found(ProfileCatalog.karmada118, start: elsewhere)
    #expect(gains(found) == [0, 15, 15])
    #expect(found.serving(at: .zero + .hours(2)) == 60)
    // Alive, the empty cluster gets the most of them.
    let alive = gains(self.found(ProfileCatalog.karmada118, start: elsewhere, isLost: false))
    #expect(alive[0] > alive[1] && abs(alive[1] - alive[2]) <= 1, "\(alive)")
  }
}
