// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// What a hub that is down does not do, and what it has forgotten when it is back.
struct HubLifecycleTests {
  private func scenario(
    _ profile: ControlPlaneProfile = Federations.karmadaWithFailover, hub: HubSpec, failures: [FailureSpec],
    actions: [ActionSpec] = [], horizon: SimulationDuration = .hours(3)
  ) -> Scenario {
    let workloads = [Federations.workload(replicas: 6, startup: .zero)]
    return Scenario(
      name: "hub", horizon: horizon, fleet: Federations.fleet(named: ["a", "b", "c"]), network: NetworkSpec(hub: hub),
      workloads: workloads, contenders: [Federations.contender(of: profile, over: workloads)], failures: failures,
      actions: actions)
  }

  private func region(_ name: String, at minutes: Int64, for span: Int64) -> FailureSpec {
    .scripted(
      ScriptedFailureSpec(
        at: .zero + .minutes(minutes), span: .minutes(span), target: TargetSelector(region: name)))
  }

  private func hub(_ component: HubComponent, at minutes: Int64, for span: SimulationDuration) -> FailureSpec {
    .scripted(ScriptedFailureSpec(at: .zero + .minutes(minutes), span: span, hub: component))
  }

  @Test func `a hub in the lost region moves nothing while it lasts, one elsewhere does`() {
    let inside = Runs.observations(
      scenario(hub: HubSpec(region: "a"), failures: [region("a", at: 60, for: 60)], horizon: .hours(2)))
    #expect(inside.of(.evicted).isEmpty && inside.of(.readinessPublished).isEmpty)
    #expect(inside.serving(at: .zero + .minutes(119)) == 4)
    let outside = Runs.observations(
      scenario(hub: HubSpec(region: "b"), failures: [region("a", at: 60, for: 60)], horizon: .hours(2)))
    #expect(outside.of(.evicted).count == 1)
    #expect(outside.serving(at: .zero + .minutes(119)) == 6)
  }

  @Test func `a standby in another region takes over, and the first probe is taken as it is`() {
    let spec = HubSpec(
      region: "a", storeRegions: ["a", "b", "c"], controllers: .init(regions: ["a", "b"]),
      scheduler: .init(regions: ["a", "b"]))
    for seed in 0..<100 as Range<UInt64> {
      let found = Runs.observations(
        scenario(hub: spec, failures: [region("a", at: 60, for: 60)], horizon: .hours(2)), seed: seed)
      let hour = SimulationTime.zero + .hours(1)
      let published = found.of(.readinessPublished).first.map { ($0.time - hour).seconds } ?? 0
      // Leases of 15 s tried every 2 s: 13 to 23.8 s, then the members are listed and probed at once.
      #expect(published > 13 && published <= 24.5, "seed \(seed): \(published)")
      #expect(found.serving(at: .zero + .minutes(119)) == 6)
    }
  }

  @Test func `without a majority of the store nothing is decided, with one all goes on`() {
    let failures = [region("a", at: 60, for: 60)]
    func evictions(_ store: [String]) -> Int {
      let spec = HubSpec(
        region: "b", storeRegions: store, controllers: .init(regions: ["b"]), scheduler: .init(regions: ["b"]))
      return Runs.observations(scenario(hub: spec, failures: failures, horizon: .hours(2))).of(.evicted).count
    }
    #expect(evictions(["a", "a", "b"]) == 0)
    #expect(evictions(["a", "b", "c"]) == 1)
  }

  @Test func `an edit made while the store is down is written when it is back`() {
    let found = Runs.observations(
      scenario(
        hub: HubSpec(), failures: [hub(.store, at: 60, for: .minutes(30))],
        actions: [ActionSpec(at: .zero + .minutes(70), kind: .scale(workload: "web", replicas: 9))]))
    #expect(found.of(.demandChanged).last?.time == .zero + .minutes(70))
    #expect(found.serving(at: .zero + .minutes(89)) == 6)
    #expect(found.serving(at: .zero + .minutes(92)) == 9)
  }

  @Test func `a scheduler that is down decides nothing, and afterwards what was missed`() {
    let found = Runs.observations(
      scenario(
        hub: HubSpec(), failures: [hub(.scheduler, at: 60, for: .minutes(30))],
        actions: [ActionSpec(at: .zero + .minutes(70), kind: .scale(workload: "web", replicas: 9))]))
    #expect(found.serving(at: .zero + .minutes(89)) == 6)
    #expect(found.serving(at: .zero + .minutes(92)) == 9)
  }

  @Test func `a store from a snapshot forgets what was decided since`() {
    let spec = HubSpec(
      region: "c", storeRegions: ["b"], restore: .init(after: .minutes(10), age: .minutes(40)),
      controllers: .init(regions: ["c"]), scheduler: .init(regions: ["c"]))
    let found = Runs.observations(
      scenario(
        hub: spec, failures: [hub(.store, at: 90, for: .hours(10))],
        actions: [ActionSpec(at: .zero + .minutes(60), kind: .rebalance(workload: nil))]))
    // What was assigned 40 min before the loss stands again, and everything goes on serving.
    #expect(found.serving(at: .zero + .hours(3)) == 6)
  }
}
