// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

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

  // A store restored from a snapshot

  private static let restored = HubSpec(
    region: "c", storeRegions: ["b"], restore: .init(after: .minutes(10), age: .minutes(40)),
    controllers: .init(regions: ["c"]), scheduler: .init(regions: ["c"]))

  private func assigned(_ found: [Observation]) -> [String] {
    found.of(.assignmentChanged).filter { $0.time > .zero }.map { "\($0.value) at \(Int($0.time.seconds / 60)) min" }
  }

  @Test func `a store from a snapshot forgets what was decided since, and only that`() {
    func assigned(scaledAt minutes: Int64) -> [String] {
      self.assigned(
        Runs.observations(
          scenario(
            hub: Self.restored, failures: [hub(.store, at: 90, for: .hours(10))],
            actions: [ActionSpec(at: .zero + .minutes(minutes), kind: .scale(workload: "web", replicas: 9))])))
    }
    // Lost at 90 min, restored at 100 as it was at 50; the template, which says 9, stays, and is decided about anew.
    #expect(assigned(scaledAt: 70) == ["9 at 70 min", "6 at 100 min", "9 at 100 min"])
    #expect(assigned(scaledAt: 45) == ["9 at 45 min"])
  }

  @Test(arguments: [true, false])
  func `a restored store stands where nothing is lost, whatever fails after`(isRegion: Bool) throws {
    let loss = isRegion ? region("b", at: 90, for: 600) : hub(.store, at: 90, for: .hours(10))
    let found = Runs.observations(
      scenario(
        hub: Self.restored, failures: [loss, region("a", at: 130, for: 10)],
        actions: [ActionSpec(at: .zero + .minutes(120), kind: .scale(workload: "web", replicas: 9))]))
    let evicted = try #require(found.of(.evicted, cluster: 0).first?.time)
    #expect(evicted > .zero + .minutes(130) && evicted < .zero + .minutes(131))
    let after = found.of(.assignmentChanged).filter { $0.time >= .zero + .minutes(120) }
    #expect(after.first?.value == 9 && after.last?.value == 9, "\(assigned(found))")
    #expect(found.serving(at: .zero + .hours(3)) >= 9)
  }

  @Test func `a restored store can be lost with the place where it stands now`() {
    let found = Runs.observations(
      scenario(
        hub: HubSpec(
          region: "a", storeRegions: ["b"], restore: .init(after: .minutes(10), age: .zero),
          controllers: .init(regions: ["a", "c"]), scheduler: .init(regions: ["a", "c"])),
        failures: [region("b", at: 30, for: 200), region("a", at: 60, for: 30)],
        actions: [ActionSpec(at: .zero + .minutes(65), kind: .scale(workload: "web", replicas: 9))]))
    // It moved to a, the leader's place; gone with it at 60 min, restored in c at 70.
    #expect(found.of(.assignmentChanged).first { $0.value == 9 }.map { Int($0.time.seconds / 60) } == 70)
  }

  // Leaders

  @Test func `a leader that lives leads on when its store is back`() {
    let spec = HubSpec(
      region: "b", storeRegions: ["far"], controllers: .init(regions: ["a", "b"]),
      scheduler: .init(regions: ["a", "b"]))
    let scenario = scenario(
      hub: spec, failures: [region("a", at: 60, for: 10), hub(.store, at: 100, for: .seconds(5))])
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: 1,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), checksInvariants: true)
    while run.step() {
      let leaders = [run.hub.controllers[0].leader, run.hub.scheduler[0].leader]
      #expect(leaders == (run.now < .zero + .minutes(60) ? [0, 0] : [1, 1]), "at \(run.now.seconds)")
    }
  }

  @Test func `a process that comes back at once has no more workers than before`() {
    let names = (0..<20).map { "w\($0)" }
    let workloads = names.map { Federations.workload($0, replicas: 2) }
    let taint = ActionSpec(
      at: .zero + .hours(1), kind: .taint(Taint(key: "out", effect: .noExecute)), target: TargetSelector(cluster: "a"))
    let scenario = Scenario(
      name: "blip", horizon: .hours(2), fleet: Federations.fleet(named: ["a", "b", "c"]), workloads: workloads,
      contenders: [Federations.contender(of: Federations.karmadaWithFailover, over: workloads)],
      failures: [
        hub(.store, at: 60, for: .milliseconds(3)),
        .scripted(
          ScriptedFailureSpec(at: .zero + .hours(1) + .milliseconds(3020), span: .milliseconds(3), hub: .store)),
      ], actions: [taint])
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: 1,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), checksInvariants: true)
    while run.step() {
      #expect(run.deciders[0].busyWorkers >= 0 && run.deciders[0].busyWorkers <= 1)
      #expect(run.busyEvictionWorkers >= 0 && run.busyEvictionWorkers <= 3)
    }
    let evicted = run.observations.of(.evicted).map {
      ($0.time - (SimulationTime.zero + .hours(1))).nanoseconds / 1_000_000
    }
    // Threes, 2 s apart; those who come back at 3023 ms begin anew, and none before them goes on.
    let starts: [Int64] = [3, 2003] + (0..<5).map { Int64(3023 + 2000 * $0) }
    let expected = starts.flatMap { start in [Int64](repeating: start, count: 3) }
    #expect(evicted.count == 12 && evicted == Array(expected.prefix(12)))
    let decided = run.observations.of(.decided).map(\.time).filter { $0 > .zero }
    #expect(zip(decided, decided.dropFirst()).allSatisfy { $1 - $0 >= .milliseconds(15) })
  }

  // Members that left

  @Test func `controllers that start anew write nothing into a cluster that has left`() {
    let leaves = ActionSpec(at: .zero + .hours(1), kind: .leave, target: TargetSelector(cluster: "a"))
    let joins = ActionSpec(at: .zero + .minutes(150), kind: .join, target: TargetSelector(cluster: "a"))
    // Before 1.14 a divided workload stays assigned to a cluster that leaves.
    let found = Runs.observations(
      scenario(
        ProfileCatalog.karmada113, hub: HubSpec(), failures: [hub(.controllers, at: 90, for: .minutes(1))],
        actions: [leaves, joins]))
    #expect(found.serving(at: .zero + .minutes(59), cluster: 0) == 2)
    #expect(found.serving(at: .zero + .minutes(149), cluster: 0) == 0)
    #expect(found.serving(at: .zero + .minutes(152), cluster: 0) == 2)
  }
}
