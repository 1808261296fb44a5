// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// Replicas that find no node: the descheduler takes them off, and the scheduler places them elsewhere.
struct DeschedulerTests {
  /// Two workloads of 200 at once, packed into one of two clusters that hold 320 each: 80 replicas find no node.
  private func found(
    _ change: (inout ControlPlaneProfile) -> Void = { _ in }, kind: String = "Deployment",
    scheduling: KarmadaPolicy.Scheduling = .aggregated, seed: UInt64 = 1
  ) -> [Observation] {
    var profile = ProfileCatalog.karmada118
    profile.switches.usesAccurateEstimator = true
    profile.components.hasDescheduler = true
    // By sums and by nodes alike a cluster holds 320.
    profile.switches.usesResourceModels = false
    change(&profile)
    var workloads = (0..<2).map { Federations.workload("w\($0)", replicas: 200, startup: .zero) }
    for place in workloads.indices { workloads[place].kind = kind }
    let contender = Federations.contender(
      "k", profile: profile, workloads: 2, policy: .karmada(KarmadaPolicy(scheduling: scheduling)))
    return Runs.observations(
      Scenario(
        name: "descheduler", horizon: .minutes(30), start: .empty, fleet: Federations.fleet(named: ["a", "b"]),
        workloads: workloads, contenders: [contender]), seed: seed)
  }

  private let end = SimulationTime.zero + .minutes(30)

  @Test func `what waits for a node is moved 5 to 7 minutes later, whenever the descheduler looks`() {
    var delays: [Double] = []
    for seed in 0..<300 as Range<UInt64> {
      let found = found(seed: seed)
      let waiting = found.of(.waitingChanged).first { $0.value > 0 }?.time ?? .zero
      let moved = found.of(.unassigned).first?.time ?? .distantFuture
      delays.append((moved - waiting).seconds)
      #expect(found.serving(at: .zero + .minutes(4)) == 320 && found.serving(at: end) == 400, "seed \(seed)")
    }
    let (least, most) = (delays.min() ?? 0, delays.max() ?? 0)
    #expect(least >= 300 && most <= 420, "\(least) to \(most)")
    #expect(least <= 302.4 && most >= 417.6, "\(least) to \(most)")
  }

  @Test func `without a descheduler, or without estimators for it to ask, they wait for ever`() {
    #expect(found { $0.components.hasDescheduler = false }.serving(at: end) == 320)
    #expect(found { $0.switches.usesAccurateEstimator = false }.serving(at: end) == 320)
    #expect(found { $0.components.hasDescheduler = false }.of(.unassigned).isEmpty)
  }

  @Test func `one estimator that fails drops the whole result for the binding`() {
    #expect(found { $0.components.failingEstimators = ["a"] }.serving(at: end) == 320)
    // That of a cluster which the binding does not use is not asked.
    let used = found().of(.assigned).first?.cluster ?? -1
    #expect(found { $0.components.failingEstimators = [used == 0 ? "b" : "a"] }.of(.unassigned).count == 1)
  }

  @Test func `a threshold of a minute and a look every 10 s move them after 60 to 70 s`() {
    let found = found {
      $0.components.unschedulableThreshold = .minutes(1)
      $0.components.deschedulingInterval = .seconds(10)
    }
    let waiting = found.of(.waitingChanged).first { $0.value > 0 }?.time ?? .zero
    let moved = found.of(.unassigned).first?.time ?? .distantFuture
    #expect(moved - waiting >= .seconds(60) && moved - waiting <= .seconds(70))
  }

  @Test func `StatefulSets and other divisions are left alone`() {
    #expect(found(kind: "StatefulSet").of(.unassigned).isEmpty)
    #expect(found(scheduling: .duplicated).of(.unassigned).isEmpty)
  }
}
