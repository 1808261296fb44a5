// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// What reaches a member that is out of reach, and when.
struct PropagationTests {
  private func scenario(
    plane: FailurePlane, from: SimulationDuration, for span: SimulationDuration, scaled: [(SimulationDuration, Int)],
    profile: ControlPlaneProfile = ProfileCatalog.karmada118
  ) -> Scenario {
    let workloads = [Federations.workload(replicas: 4)]
    return Scenario(
      name: "propagation", horizon: .hours(4), fleet: Federations.fleet(named: ["a"]), workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)],
      failures: [Federations.loss(of: "a", at: from, for: span, plane: plane)],
      actions: scaled.map { ActionSpec(at: .zero + $0.0, kind: .scale(workload: "web", replicas: $0.1)) })
  }

  @Test func `a number that does not arrive is written at a retry after the return, the newest only`() {
    for seed in 0..<20 as Range<UInt64> {
      let found = Runs.observations(
        scenario(
          plane: .hub, from: .hours(1), for: .hours(1), scaled: [(.minutes(70), 8), (.minutes(80), 6)]),
        seed: seed, scheduler: AllInFirst())
      #expect(found.serving(at: .zero + .hours(2)) == 4)
      let bound = found.of(.boundChanged).filter { $0.time > .zero }
      #expect(bound.map(\.value) == [1, 1])
      let published = found.of(.readinessPublished).last?.time ?? .distantFuture
      #expect(bound.allSatisfy { $0.time >= published && $0.time - published <= .seconds(1000) })
      #expect(found.serving(at: .zero + .hours(4)) == 6)
    }
  }

  @Test func `a retry waits for what is left of 5 ms, 10 ms, 20 ms and so on`() {
    // Sent 4 min into the cut: fails at 64 min + 0.715 s. Retries at 5 ms x (2^k - 1) after that.
    let found = Runs.observations(
      scenario(plane: .hub, from: .hours(1), for: .minutes(20), scaled: [(.minutes(64), 5)]),
      scheduler: AllInFirst())
    let failed = SimulationTime.zero + .minutes(64) + .milliseconds(715)
    let bound = found.of(.boundChanged).first { $0.time > .zero }?.time ?? .zero
    let published = found.of(.readinessPublished).last?.time ?? .zero
    let retries = (0..<20).map { failed + .milliseconds(5) * ((1 << Int64($0)) - 1) }
    #expect(bound == retries.first { $0 >= published })
  }

  @Test func `a further number that fails does not begin the waits anew`() {
    let found = Runs.observations(
      scenario(
        plane: .hub, from: .hours(1), for: .hours(1), scaled: [(.minutes(61), 5), (.minutes(119), 6)]),
      scheduler: AllInFirst())
    let failed = SimulationTime.zero + .minutes(61) + .milliseconds(715)
    let published = found.of(.readinessPublished).last?.time ?? .zero
    // The waits double to 655.36 s, then stay at 1000 s.
    let doubling = (0...18).map { failed + .milliseconds(5) * ((1 << Int64($0)) - 1) }
    let steady = (1...9).map { (doubling.last ?? failed) + .seconds(1000) * Int64($0) }
    let retry = (doubling + steady).first { $0 >= published }
    #expect(found.of(.boundChanged).filter { $0.time > .zero }.map(\.time) == [retry, retry])
  }

  @Test func `a blip that nobody published delays a write to its end`() {
    let found = Runs.observations(
      scenario(plane: .hub, from: .hours(1), for: .seconds(20), scaled: [(.hours(1) + .seconds(5), 5)]),
      scheduler: AllInFirst())
    #expect(found.of(.readinessPublished).isEmpty)
    let bound = found.of(.boundChanged).first { $0.time > .zero }?.time ?? .zero
    let back = SimulationTime.zero + .hours(1) + .seconds(20)
    // Failing since 5.8 s; the waits double, so the next retry comes within twice the time that passed.
    #expect(bound >= back && bound <= back + .seconds(15))
  }

  @Test func `a number overtaken by a newer one that arrives is forgotten`() {
    // 8 fails at once; 6 is sent after the return and before the retry of 8.
    let found = Runs.observations(
      scenario(
        plane: .hub, from: .hours(1), for: .minutes(30), scaled: [(.minutes(61), 8), (.minutes(92), 6)]),
      scheduler: AllInFirst())
    #expect(found.serving(at: .zero + .hours(4)) == 6)
    let last = found.of(.boundChanged).map(\.time).last ?? .distantFuture
    #expect(found.serving(at: last + .seconds(10)) == 6)
  }

  @Test func `KubeFed leaves an unready member alone and decides again on its return`() {
    let workloads = [Federations.workload(replicas: 8)]
    let scenario = Scenario(
      name: "propagation", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
      contenders: [Federations.contender(of: ProfileCatalog.kubeFed010, over: workloads)],
      failures: [Federations.loss(of: "a", at: .hours(1), for: .hours(1), plane: .hub)])
    let found = Runs.observations(scenario)
    #expect(found.serving(at: .zero + .minutes(90), cluster: 0) == 4)
    #expect(found.serving(at: .zero + .minutes(90), cluster: 1) == 8)
    #expect(found.serving(at: .zero + .hours(4)) == 8)
  }

  // Writes that overtake each other

  @Test func `a write that a slow call holds up does not undo a later one`() {
    var slow = scenario(
      plane: .hub, from: .hours(1), for: .hours(1), scaled: [(.seconds(3601), 8), (.seconds(3611), 6)])
    slow.failures = [
      .scripted(
        ScriptedFailureSpec(
          at: .zero + .hours(1), span: .seconds(10), target: TargetSelector(cluster: "a"),
          effect: FaultEffect(.slow, slowness: Slowness(latency: .seconds(30)))))
    ]
    let found = Runs.observations(slow, scheduler: AllInFirst())
    #expect(found.serving(at: .zero + .hours(4)) == 6)
    // The first arrives 20 s after the second, and is dropped.
    #expect(found.of(.boundChanged).filter { $0.time > .zero }.count == 2)
  }

  // A hub that starts anew

  private func hub(_ component: HubComponent, at time: SimulationDuration, for span: SimulationDuration) -> FailureSpec
  {
    .scripted(ScriptedFailureSpec(at: .zero + time, span: span, hub: component))
  }

  @Test(arguments: [HubComponent.controllers, .store])
  func `a number that failed while the controllers were down is written when they are back`(component: HubComponent) {
    for seed in 0..<10 as Range<UInt64> {
      var scenario = scenario(plane: .hub, from: .hours(1), for: .hours(1), scaled: [(.seconds(3599), 8)])
      scenario.failures = [hub(component, at: .seconds(3599) + .milliseconds(500), for: .hours(1))]
      scenario.contenders[0].profile.propagation.delay = .seconds(10)
      let found = Runs.observations(scenario, seed: seed, scheduler: AllInFirst())
      let bound = found.of(.boundChanged).filter { $0.time > .zero }.map {
        ($0.time - (SimulationTime.zero + .hours(2))).seconds
      }
      #expect(bound.count == 4 && bound.allSatisfy { $0 > 0 && $0 < 60 }, "seed \(seed): \(bound)")
    }
  }

  @Test func `a restart forgets how long a deletion has failed in a member that is down`() {
    let workloads = [Federations.workload(replicas: 4)]
    let scenario = Scenario(
      name: "deletion", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
      contenders: [Federations.contender(of: Federations.karmadaWithFailover, over: workloads)],
      failures: [
        Federations.loss(of: "a", at: .hours(1), for: .minutes(63)),
        hub(.controllers, at: .minutes(122), for: .seconds(1)),
      ])
    for seed in 0..<10 as Range<UInt64> {
      let found = Runs.observations(scenario, seed: seed)
      #expect(found.bound(at: .zero + .minutes(123), cluster: 0) == 2)
      let gone = found.of(.boundChanged, cluster: 0).first { $0.time > .zero && $0.value < 0 }?.time ?? .distantFuture
      #expect(gone < .zero + .minutes(127), "seed \(seed): \(gone.seconds / 60)")
    }
  }

  @Test func `what waited in a bucket of controllers that died waits in the next ones' bucket`() {
    var profile = ProfileCatalog.karmada118
    profile.propagation.hubRate = .init(perSecond: 1, burst: 1)
    let workloads = (0..<40).map { Federations.workload("w\($0)", replicas: 1) }
    let scenario = Scenario(
      name: "bucket", horizon: .hours(1), start: .empty, fleet: Federations.fleet(named: ["a"]), workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)],
      failures: [hub(.controllers, at: .seconds(10), for: .seconds(1))])
    for seed in 0..<10 as Range<UInt64> {
      let bound = Runs.observations(scenario, seed: seed, scheduler: AllInFirst()).of(.boundChanged)
      #expect(bound.count == 40)
      let late = bound.map(\.time).filter { $0 > .zero + .seconds(11) }
      #expect(late.count > 25)
      let gaps = zip(late, late.dropFirst()).map { ($1 - $0).seconds }
      #expect(gaps.allSatisfy { $0 > 0.999 && $0 < 1.001 }, "seed \(seed): \(gaps)")
    }
  }

  @Test func `one shard that starts anew refills no other shard's bucket`() throws {
    // Two shards of controllers, the first in the region x, where no member is.
    let names = (0..<6).map { "n\($0)" }
    let place = try #require(names.firstIndex { EntityKey.of("cluster", $0) % 2 == 1 })
    var profile = ProfileCatalog.karmada118
    profile.propagation.hubRate = .init(perSecond: 0.1, burst: 1)
    let workloads = (0..<12).map { Federations.workload("w\($0)", replicas: 1) }
    func arrivals(_ failures: [FailureSpec]) -> [SimulationTime] {
      let scale = ActionSpec(at: .zero + .seconds(90), kind: .scale(workload: "w0", replicas: 2))
      var scenario = Scenario(
        name: "shards", horizon: .hours(1), start: .empty, fleet: Federations.fleet(named: names + ["x"]),
        network: NetworkSpec(
          hub: HubSpec(
            controllers: .init(regions: ["x", "far"], instances: .shards), scheduler: .init(regions: ["far"]))),
        workloads: workloads, contenders: [Federations.contender(of: profile, over: workloads)], failures: failures,
        actions: [scale])
      let policy = KarmadaPolicy(clusterAffinity: .init(clusterNames: [names[place]]), scheduling: .aggregated)
      scenario.contenders[0].policies = workloads.map { _ in .karmada(policy) }
      return Runs.observations(scenario).of(.boundChanged, cluster: place).map(\.time)
    }
    let loss = FailureSpec.scripted(
      ScriptedFailureSpec(at: .zero + .seconds(30), span: .seconds(10), target: TargetSelector(region: "x")))
    let expected = arrivals([])
    #expect(expected.count == 13)
    #expect(arrivals([loss]) == expected)
  }
}
