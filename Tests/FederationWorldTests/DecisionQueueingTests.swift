// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// Who is asked first.
struct DecisionQueueingTests {
  /// The order in which 20 workloads that are there at once are decided about; later ones have the higher priority, two
  /// and two the same.
  private func order(_ queue: ControlPlaneProfile.SchedulingPace.Queue) -> [Int32] {
    var profile = ProfileCatalog.karmada118
    profile.scheduling.queue = queue
    let workloads = (0..<20).map { Federations.workload("w\($0)", replicas: 2) }
    var contender = Federations.contender(
      "k", profile: profile, workloads: 20, policy: .karmada(KarmadaPolicy(scheduling: .dynamicWeight)))
    for place in 0..<20 {
      contender.policies[place] = .karmada(KarmadaPolicy(scheduling: .dynamicWeight, priority: place / 2))
    }
    return Runs.observations(
      Scenario(
        name: "priorities", horizon: .hours(1), start: .empty, fleet: Federations.fleet(named: ["a", "b"]),
        workloads: workloads, contenders: [contender])
    ).of(.decided).map(\.workload)
  }

  @Test func `the prioritised queue takes higher priorities first and equal ones in their order`() {
    let expected: [Int32] = (0..<10).reversed().flatMap { (pair: Int32) -> [Int32] in [pair * 2, pair * 2 + 1] }
    #expect(order(.prioritised) == expected)
  }

  @Test func `the plain queue knows no priorities`() {
    #expect(order(.rateLimited) == Array(0..<20))
  }

  /// One cluster with room for 320 of half a core: 300 are wanted by each of two workloads that lose their cluster.
  private func survivor(_ queue: ControlPlaneProfile.SchedulingPace.Queue, important: Int) -> Int? {
    var profile = Federations.karmadaWithFailover
    profile.scheduling.queue = queue
    profile.eviction.ratePerSecond = nil
    // With the protection the second sees that the room is gone.
    profile.switches.protectsFromOvercommit = true
    profile.switches.usesResourceModels = false
    let workloads = (0..<2).map { Federations.workload("w\($0)", replicas: 300, startup: .zero) }
    var contender = Federations.contender(
      "k", profile: profile, workloads: 2, policy: .karmada(KarmadaPolicy(scheduling: .aggregated)))
    for place in 0..<2 {
      contender.policies[place] = .karmada(
        KarmadaPolicy(scheduling: .aggregated, priority: place == important ? 10 : 0))
    }
    contender.initialAssignments = workloads.map { _ in [ClusterReplicas(cluster: "a", replicas: 300)] }
    let fleet = Fleet(
      clusters: Federations.fleet(named: ["a"], nodes: 20).clusters
        + Federations.fleet(named: ["b"], nodes: 10).clusters)
    let found = Runs.observations(
      Scenario(
        name: "shortage", horizon: .minutes(70), fleet: fleet, workloads: workloads, contenders: [contender],
        failures: [Federations.loss(of: "a", at: .hours(1), for: nil)]))
    return (0..<2).first { found.serving(at: .zero + .minutes(69), workload: $0, cluster: 1) == 300 }
  }

  @Test func `under shortage the priority decides who fails over, without it the order of eviction`() {
    #expect(survivor(.prioritised, important: 0) == 0 && survivor(.prioritised, important: 1) == 1)
    #expect(survivor(.rateLimited, important: 0) == 0 && survivor(.rateLimited, important: 1) == 0)
  }
}
