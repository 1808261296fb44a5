// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// Who puts the NoExecute taint on a lost member: Karmada's controller up to 1.13, since 1.14 a ClusterTaintPolicy alone.
struct ReadinessTaintsTests {
  /// Two clusters, `a` lost for good; evictions enabled, with or without a taint policy.
  private func found(_ profile: ControlPlaneProfile, hasPolicy: Bool, pull: Bool = false) -> [Observation] {
    var profile = profile
    profile.eviction.isEnabled = true
    let workloads = [Federations.workload(replicas: 8)]
    var contender = Federations.contender(of: profile, over: workloads)
    if !hasPolicy { contender.taintPolicies = [] }
    let fleet = Fleet(
      clusters: Federations.fleet(named: ["a", "b"]).clusters.map { cluster in
        var cluster = cluster
        cluster.syncMode = pull ? .pull : .push
        return cluster
      })
    return Runs.observations(
      Scenario(
        name: "taints", horizon: .hours(3), fleet: fleet, workloads: workloads, contenders: [contender],
        failures: [Federations.loss(of: "a", at: .hours(1), for: nil)]))
  }

  @Test(arguments: [ProfileCatalog.karmada115, ProfileCatalog.karmada116, ProfileCatalog.karmada118], [false, true])
  func `since 1.14 enabled evictions alone evict nothing: a ClusterTaintPolicy is needed`(
    profile: ControlPlaneProfile, pull: Bool
  ) {
    let without = found(profile, hasPolicy: false, pull: pull)
    #expect(without.of(.readinessPublished).map(\.value) == [0])
    #expect(without.of(.evicted).isEmpty && without.serving(at: .zero + .hours(3)) == 4)
    // All the time after detection nothing is under way.
    #expect(Set(without.of(.lossChanged).map(\.cause)) == [.notDetected, .nothingWillMoveIt])
    let with = found(profile, hasPolicy: true, pull: pull)
    #expect(with.of(.evicted).count == 1 && with.serving(at: .zero + .hours(3)) == 8)
  }

  @Test(arguments: [false, true])
  func `up to 1.13 the controller taints by itself after 5 minutes`(pull: Bool) {
    let found = found(ProfileCatalog.karmada113, hasPolicy: false, pull: pull)
    #expect(found.of(.evicted).count == 1 && found.serving(at: .zero + .hours(3)) == 8)
  }

  @Test func `a delay that a scenario sets brings the controller's own taint back`() {
    var profile = ProfileCatalog.karmada118
    profile.eviction.taintDelay = .seconds(60)
    let found = found(profile, hasPolicy: false)
    let published = found.of(.readinessPublished).first?.time ?? .zero
    #expect(found.of(.evicted).map(\.time) == [published + .seconds(60)])
  }
}
