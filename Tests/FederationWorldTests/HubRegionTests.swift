// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// A region with everything in it is lost for an hour: 1,000 bindings of ten replicas, Karmada opted in, 300 s tolerated,
/// starts that take no time. What is lost, and to what.
struct HubRegionTests {
  private static let lostAt = SimulationTime.zero + .hours(1)

  private func scenario(hub: HubSpec) -> Scenario {
    let workloads = (0..<1000).map { Federations.workload("w\($0)", replicas: 10, startup: .zero) }
    let tolerations = ["cluster.karmada.io/not-ready", "cluster.karmada.io/unreachable"].map {
      Toleration(key: $0, operator: .exists, effect: .noExecute, tolerationSeconds: 300)
    }
    var contender = Federations.contender(
      "k", profile: Federations.karmadaWithFailover, workloads: workloads.count,
      policy: .karmada(KarmadaPolicy(tolerations: tolerations, scheduling: .aggregated)))
    contender.initialAssignments = workloads.map { _ in [ClusterReplicas(cluster: "a", replicas: 10)] }
    // 5,000 cores are asked for.
    return Scenario(
      name: "region", horizon: .minutes(150), fleet: Federations.fleet(named: ["a", "b"], nodes: 100, cores: 64),
      network: NetworkSpec(hub: hub), workloads: workloads, contenders: [contender],
      failures: [
        .scripted(
          ScriptedFailureSpec(at: Self.lostAt, span: .hours(1), target: TargetSelector(region: "a")))
      ])
  }

  /// Replica-hours by cause, and all of them.
  private func lost(_ scenario: Scenario, seed: UInt64) -> (causes: [LossCause: Double], total: Double) {
    // Conservation is checked at the end: after each event it would take minutes here.
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: seed,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet))
    while run.step() {}
    run.checkInvariants()
    var causes: [LossCause: Double] = [:]
    let end = SimulationTime.zero + scenario.horizon
    for observation in run.observations.of(.lossChanged) {
      causes[observation.cause, default: 0] += Double(observation.value) * (end - observation.time).seconds / 3600
    }
    // Independent of the causes: 10,000 wanted, less what serves, over time.
    var missing = 0.0
    for observation in run.observations where observation.time >= Self.lostAt {
      guard observation.kind == .servingChanged || observation.kind == .servingLostToFault else { continue }
      missing -= Double(observation.value) * (end - observation.time).seconds / 3600
    }
    return (causes.filter { abs($0.value) > 1e-9 }, missing)
  }

  @Test func `with the hub elsewhere about 1,860 replica-hours are lost, to toleration and to the eviction queue`() {
    let (causes, total) = lost(scenario(hub: HubSpec(region: "b")), seed: 1)
    let sum = causes.values.reduce(0, +)
    #expect(sum >= 1840 && sum <= 1875, "\(sum)")
    // 30 to 40 s until it is published, 300 s tolerated, and three bindings every 2 s: 0, 0, 0, 2, 2, 2, ... 666 s.
    let detected = causes[.notDetected] ?? 0
    #expect(detected >= 10_000 * 30 / 3600.0 && detected <= 10_000 * 40 / 3600.0, "\(detected)")
    #expect(abs((causes[.tolerated] ?? 0) - 10_000 * 300 / 3600.0) < 1e-6)
    let queued = (0..<1000).reduce(0) { $0 + $1 / 3 * 2 } * 10
    #expect(abs((causes[.queuedForEviction] ?? 0) - Double(queued) / 3600) < 1e-6)
    // 15 ms and what the two before it take to decide; 0.7 s to propagate.
    let decided = causes[.queuedForScheduling] ?? 0
    #expect(decided >= 10_000 * 0.015 / 3600 - 1e-9 && decided < 2, "\(decided)")
    let propagated = causes[.propagating] ?? 0
    #expect(propagated >= 10_000 * 0.7 / 3600 - 1e-9 && propagated < 4, "\(propagated)")
    #expect(
      Set(causes.keys) == [.notDetected, .tolerated, .queuedForEviction, .queuedForScheduling, .propagating],
      "\(causes)")
    // While old copies run beside the new ones after the return, more serves than is wanted.
    #expect(sum >= total - 1e-6)
  }

  @Test func `with the hub inside the region 10,000 are lost, and nobody even knew`() {
    let (causes, total) = lost(scenario(hub: HubSpec(region: "a")), seed: 1)
    #expect(abs((causes[.notDetected] ?? 0) - 10_000) < 1, "\(causes)")
    #expect(abs(causes.values.reduce(0, +) - 10_000) < 1)
    #expect(abs(total - 10_000) < 1)
  }
}
