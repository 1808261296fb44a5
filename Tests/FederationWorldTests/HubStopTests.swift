// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// A hub that stops after it has published a loss, wholly or one of its shards.
struct HubStopTests {
  private static let lostAt = SimulationTime.zero + .hours(1)
  private static let end = SimulationTime.zero + .hours(3)

  /// `a` is lost at 1 h for good; the whole hub stops `later` and is back after `span`.
  private func found(
    _ profile: ControlPlaneProfile, stops later: SimulationDuration, for span: SimulationDuration,
    tolerating seconds: Int64? = nil, seed: UInt64 = 1
  ) -> [Observation] {
    let workloads = [Federations.workload(replicas: 40)]
    var contender = Federations.contender(of: profile, over: workloads)
    if let seconds {
      contender.policies = [
        .karmada(
          KarmadaPolicy(
            tolerations: [Toleration(operator: .exists, effect: .noExecute, tolerationSeconds: seconds)],
            scheduling: .dynamicWeight))
      ]
    }
    return Runs.observations(
      Scenario(
        name: "hub stop", horizon: .hours(3), fleet: Federations.fleet(named: ["a", "b"], nodes: 20),
        workloads: workloads, contenders: [contender],
        failures: [
          Federations.loss(of: "a", at: .hours(1), for: nil),
          .scripted(ScriptedFailureSpec(at: Self.lostAt + later, span: span, hub: .all)),
        ]), seed: seed)
  }

  /// Replica-seconds by cause.
  private func lost(_ found: [Observation]) -> [LossCause: Double] {
    var lost: [LossCause: Double] = [:]
    for observation in found.of(.lossChanged) {
      lost[observation.cause, default: 0] += Double(observation.value) * (Self.end - observation.time).seconds
    }
    return lost.filter { abs($0.value) > 1e-6 }
  }

  @Test func `a loss that was published before the hub stopped is known; what was tolerated no longer runs`() {
    for seed in 0..<20 as Range<UInt64> {
      let found = found(
        Federations.karmadaWithFailover, stops: .minutes(2), for: .minutes(30), tolerating: 300, seed: seed)
      let lost = lost(found)
      let published = found.of(.readinessPublished).first.map { ($0.time - Self.lostAt).seconds } ?? 0
      #expect(abs((lost[.notDetected] ?? 0) - 20 * published) < 1e-6)
      #expect(abs((lost[.tolerated] ?? 0) - 20 * (120 - published)) < 1e-6, "\(lost)")
      // Half an hour, and until another leads and has listed the members.
      let idle = (lost[.nothingWillMoveIt] ?? 0) / 20 - 1800
      #expect(idle >= 0 && idle < 60, "\(lost)")
      // The toleration was over long ago: evicted at once, once.
      #expect(found.of(.evicted).count == 1 && found.serving(at: Self.end) == 40)
    }
  }

  @Test func `a hub that is back before the toleration ends evicts when it does, and once`() {
    for seed in 0..<20 as Range<UInt64> {
      let found = found(
        Federations.karmadaWithFailover, stops: .minutes(2), for: .minutes(1), tolerating: 300, seed: seed)
      let published = found.of(.readinessPublished).first?.time ?? .zero
      #expect(found.of(.evicted).map(\.time) == [published + .seconds(300)], "seed \(seed)")
    }
  }

  @Test func `a loss that nobody published while the hub was down was not detected`() {
    let found = found(Federations.karmadaWithFailover, stops: .seconds(5), for: .minutes(30))
    let lost = lost(found)
    #expect((lost[.notDetected] ?? 0) >= 20 * 1805 && lost[.nothingWillMoveIt] == nil, "\(lost)")
  }

  @Test(arguments: [ProfileCatalog.kubeFed010, ProfileCatalog.federationV1])
  func `a re-planning that dies with its manager is nothing that is waited for`(profile: ControlPlaneProfile) {
    for seed in 0..<20 as Range<UInt64> {
      let found = found(profile, stops: .seconds(50), for: .minutes(30), seed: seed)
      let lost = lost(found)
      let published = found.of(.readinessPublished).first.map { ($0.time - Self.lostAt).seconds } ?? 0
      #expect(published > 0 && published <= 40)
      #expect(abs((lost[.tolerated] ?? 0) - 20 * (50 - published)) < 1e-6, "\(lost)")
      #expect(found.serving(at: Self.end) == 40)
    }
  }

  // Shards

  private static let names = (0..<6).map { "n\($0)" }

  /// Which of two shards has the cluster called `name`.
  private func shard(of name: String) -> Int { Int(EntityKey.of("cluster", name) % 2) }

  /// Two shards of controllers, the first in the region of the cluster n0, everything else in no cluster's.
  private func sharded(_ profile: ControlPlaneProfile, failures: [FailureSpec]) -> Scenario {
    let workloads = [Federations.workload(replicas: 30)]
    return Scenario(
      name: "shards", horizon: .hours(3), fleet: Federations.fleet(named: Self.names),
      network: NetworkSpec(
        hub: HubSpec(
          controllers: .init(regions: ["n0", "far"], instances: .shards), scheduler: .init(regions: ["far"]))),
      workloads: workloads, contenders: [Federations.contender(of: profile, over: workloads)], failures: failures)
  }

  @Test(arguments: [
    Federations.karmadaWithFailover, ProfileCatalog.kubeFed010, ProfileCatalog.kubeAdmiral,
    ProfileCatalog.federationV1,
  ])
  func `one shard that stops leaves the members of the other watched, and catches up with its own when it is back`(
    profile: ControlPlaneProfile
  ) throws {
    let others = Self.names.dropFirst()
    let mine = try #require(others.first { shard(of: $0) == 0 })
    let theirs = try #require(others.first { shard(of: $0) == 1 })
    let failures: [FailureSpec] =
      [
        .scripted(
          ScriptedFailureSpec(at: .zero + .minutes(30), span: .hours(1), target: TargetSelector(region: "n0")))
      ]
      + [mine, theirs].map { name in
        .scripted(
          ScriptedFailureSpec(
            at: Self.lostAt, target: TargetSelector(cluster: name),
            effect: FaultEffect(.all, connections: .blackholed)))
      }
    let scenario = sharded(profile, failures: failures)
    for seed in 0..<10 as Range<UInt64> {
      var run = FederationRun(
        scenario: scenario, contender: 0, seed: seed,
        scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), checksInvariants: true)
      while run.step() { #expect(run.busyProbers >= 0 && run.busyProbers <= 5) }
      func published(_ name: String) throws -> Double {
        let place = try #require(scenario.fleet.index(named: name)).index
        let first = run.observations.of(.readinessPublished, cluster: place).first { $0.time >= Self.lostAt }
        return first.map { ($0.time - Self.lostAt).seconds } ?? .infinity
      }
      #expect(try published(theirs) <= 170, "seed \(seed)")
      // Its shard is back with n0, 30 minutes after the loss.
      let late = try published(mine)
      #expect(late >= 1800 && late < 1800 + 240, "seed \(seed): \(late)")
    }
  }

  @Test func `the shard that lives evicts, the one that stopped does not`() throws {
    let others = Self.names.dropFirst()
    let mine = try #require(others.first { shard(of: $0) == 0 })
    let theirs = try #require(others.first { shard(of: $0) == 1 })
    let scenario = sharded(
      Federations.karmadaWithFailover,
      failures: [
        .scripted(ScriptedFailureSpec(at: .zero + .minutes(30), target: TargetSelector(region: "n0")))
      ]
        + [mine, theirs].map { Federations.loss(of: $0, at: .hours(1), for: nil) })
    let found = Runs.observations(scenario)
    let evicted = Set(found.of(.evicted).map { scenario.fleet.clusters[Int($0.cluster)].name })
    #expect(evicted.contains(theirs) && !evicted.contains(mine), "\(evicted)")
  }
}
