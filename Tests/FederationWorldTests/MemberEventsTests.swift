// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// What a change of an object in a member sets off.
struct MemberEventsTests {
  private func kubeFed(replicas: Int = 9, rebalance: Bool = false) -> PeerFederation {
    PeerFederation(
      ProfileCatalog.kubeFed010, Federations.kubeFed(replicas: replicas, rebalance: rebalance),
      clusters: ["a", "b", "c"], replicas: replicas)
  }

  @Test func `an edit plans at once, its effect in the members 10 s later, each start until all are ready`() {
    var federation = kubeFed()
    federation.actions = [ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "web", replicas: 12))]
    let decided = federation.state(at: .hours(2)).observations.of(.decided).map(\.time).filter { $0 > .zero }
    let edit = SimulationTime.zero + .hours(1) + .milliseconds(20)
    // Written after 0.2 s, ready after 10 s: heard of together with what the first plan had set off.
    let second = edit + .milliseconds(200) + .seconds(10) + .milliseconds(20)
    #expect(decided.prefix(2) == [edit, second])
    // The replicas that became ready at that time are looked at once more; then nothing changes and nothing is asked.
    #expect(decided.count == 3 && (decided.last ?? .zero) <= second + .milliseconds(10_020))
  }

  @Test func `a plan that changes nothing is the last one`() {
    for profile in [ProfileCatalog.kubeFed010, ProfileCatalog.federationV1] {
      let workloads = [Federations.workload(replicas: 30)]
      let scenario = Scenario(
        name: "quiet", horizon: .hours(8), fleet: Federations.fleet(named: ["a", "b", "c"]), workloads: workloads,
        contenders: [Federations.contender(of: profile, over: workloads)],
        failures: [Federations.loss(of: "a", at: .hours(1), for: .hours(1))])
      let found = Runs.observations(scenario)
      #expect(found.of(.decided).count < 16)
      #expect(found.of(.decided).allSatisfy { $0.time < .zero + .minutes(125) })
    }
  }

  @Test func `what happens out of the hub's hearing is heard with the list after the return`() {
    var federation = kubeFed()
    federation.failures = [Federations.loss(of: "a", at: .hours(1), for: .hours(1), plane: .hub)]
    let found = federation.state(at: .hours(3)).observations
    let returned = found.of(.readinessPublished).last?.time
    let next = found.of(.decided).first { observation in returned.map { observation.time > $0 } ?? false }?.time
    #expect(next == returned.map { $0 + .milliseconds(10_020) })
  }

  @Test func `a blip that nobody published is made up for by the watch`() {
    var federation = kubeFed()
    // Dead for a second between two probes: all replicas of a start again, and that is heard.
    federation.failures = [Federations.loss(of: "a", at: .hours(1), for: .seconds(1))]
    var heard = 0
    for seed in 0..<20 as Range<UInt64> {
      let found = federation.state(at: .hours(2), seed: seed).observations
      guard found.of(.readinessPublished).isEmpty else { continue }
      heard += 1
      let first = found.of(.decided).first { $0.time > .zero }?.time
      #expect(first == .zero + .hours(1) + .milliseconds(11_020))
      #expect(found.of(.moved).isEmpty)
    }
    #expect(heard > 10)
  }

  @Test func `replicas that are starting count as running, so that no plan moves them`() {
    var federation = kubeFed(rebalance: false)
    federation.workload.startup = .constant(.minutes(5))
    federation.actions = [ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "web", replicas: 30))]
    federation.failures = [
      .scripted(
        at: .zero + .minutes(61), span: .seconds(1), target: TargetSelector(cluster: "b", nodePool: "default"),
        plane: .all)
    ]
    let found = federation.state(at: .hours(2)).observations
    #expect(found.of(.moved).isEmpty)
    #expect(found.serving(at: .zero + .hours(2)) == 30)
  }

  @Test func `KubeFed looks again every 10 s while the last member has replicas without a node for less than 60 s`() {
    func decisions(crowding name: String) -> [Double] {
      var federation = kubeFed(replicas: 9)
      federation.shrink(name, cores: 2)
      federation.actions = [ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "web", replicas: 18))]
      let found = federation.state(at: .hours(2)).observations
      return found.of(.decided).map { ($0.time - (SimulationTime.zero + .hours(1))).seconds }.filter { $0 > 0 }
    }
    // The edit, the early plans of what it set off, and in c a look every 10 s from then on until 60 s are over.
    let waiting = { (name: String) in decisions(crowding: name).filter { $0 > 25 && $0 < 60 }.count }
    #expect(waiting("c") == 3)
    #expect(waiting("a") == 0)
    #expect(decisions(crowding: "a").contains { abs($0 - 60.24) < 1e-6 })
  }

  @Test func `a placement without a preference plans nothing anew`() {
    var federation = kubeFed()
    federation.policy = .kubeFed(KubeFedPolicy(clusterSelector: LabelSelector()))
    federation.failures = [
      .scripted(
        at: .zero + .minutes(61), span: .minutes(1), target: TargetSelector(cluster: "b", nodePool: "default"),
        plane: .all)
    ]
    #expect(federation.state(at: .hours(2)).observations.of(.decided).count == 1)
  }
}
