// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import ScenarioFormat
import TestSupport
import Testing

@testable import FailoverAnalysis

/// Outages that end before the control plane has acted: foreseen as staying, and simulated as staying.
@Suite struct EarlyReturnTests {
  typealias Bench = LossBench

  private static let outages: [SimulationDuration] = [
    .seconds(20), .seconds(29), .minutes(2), .minutes(4), .minutes(5) - .seconds(50), .minutes(12),
  ]

  /// Whether any workload is moved for each of the outages, by `explain` and in any of ten runs.
  private func moves(_ profile: ControlPlaneProfile, _ policy: NativePolicy) -> (said: [Bool], done: [Bool]) {
    let said = Self.outages.map { outage in
      let scenario = Bench.scenario(profile, policy: policy)
      return Bench.forecast(scenario, outage: outage).verdict != "none"
    }
    let done = Self.outages.map { outage in
      let loss = Federations.loss(of: "A", at: .minutes(30), for: outage)
      let scenario = Bench.scenario(profile, policy: policy, failures: [loss])
      return (0..<10 as Range<UInt64>).contains { seed in
        !Runs.observations(scenario, seed: seed).of(.moved).isEmpty
      }
    }
    return (said, done)
  }

  @Test func `Karmada with a toleration of 300 s moves nothing for outages up to 4 min 10 s`() {
    let policy = Bench.karmada(tolerations: Bench.tolerating(300))
    let (said, done) = moves(Bench.optedIn(ProfileCatalog.karmada118), policy)
    #expect(said == [false, false, false, false, false, true])
    #expect(done == said)
  }

  @Test func `Karmada without a toleration moves whatever outlasts the threshold`() {
    let (said, done) = moves(Bench.optedIn(ProfileCatalog.karmada118), Bench.karmada())
    #expect(said == [false, false, true, true, true, true])
    #expect(done == said)
  }

  @Test func `KubeFed plans 63 s after the member is Offline, if it still is`() {
    let (said, done) = moves(ProfileCatalog.kubeFed010, Federations.kubeFed(replicas: 6, rebalance: false))
    #expect(said == [false, false, true, true, true, true])
    #expect(done == said)
  }

  @Test func `the reason says which end comes first, and no step stands behind it`() throws {
    let scenario = Bench.scenario(
      Bench.optedIn(ProfileCatalog.karmada118), policy: Bench.karmada(tolerations: Bench.tolerating(300)))
    let unseen = try #require(Bench.forecast(scenario, outage: .seconds(20)).workloads.first)
    #expect(unseen.outcome == .stays && unseen.reason == "the cluster is back before anything is found wrong with it")
    let early = try #require(Bench.forecast(scenario, outage: .minutes(2)).workloads.first)
    #expect(early.reason == "the cluster is ready again before it is decided")
    #expect(early.steps.allSatisfy { $0.at.isNever || $0.at.earliest <= .minutes(3) })
    // Two replicas short for the two minutes.
    #expect(early.lossEarliest == 240 && early.lossLatest == 240)
  }
}
