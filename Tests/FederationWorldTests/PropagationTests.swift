// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
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
}
