// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// What becomes of the copies in a member that is back.
struct ReturnOfMembersTests {
  /// `a` is behind a partition from 30 to 60 min, its replicas running on.
  private func federation(deletes: Double, rebalance: Bool, replicas: Int = 9) -> PeerFederation {
    var profile = ProfileCatalog.kubeFed010
    profile.reaction.deletesOnReturn = deletes
    return PeerFederation(
      profile, Federations.kubeFed(replicas: replicas, rebalance: rebalance), clusters: ["a", "b", "c"],
      replicas: replicas, failures: [Federations.loss(of: "a", at: .minutes(30), for: .minutes(30), plane: .hub)])
  }

  private func stopped(_ observations: [Observation]) -> Int64 {
    observations.of(.stoppedHealthy, cluster: 0).reduce(0) { $0 + $1.value }
  }

  @Test func `meanwhile 12 of 9 replicas run, 3 of them where the hub assigned none`() {
    let away = federation(deletes: 0, rebalance: true).state(at: .minutes(50))
    #expect(away.assigned.count == 2 && away.assigned["a"] == nil)
    #expect(away.ready["a"] == 3 && away.observations.serving(at: .zero + .minutes(50)) == 12)
  }

  @Test func `an adopted copy runs on when the plan gives it its share, a deleted one starts anew`() {
    let adopted = federation(deletes: 0, rebalance: true).state(at: .minutes(90))
    #expect(adopted.assigned == ["a": 3, "b": 3, "c": 3] && stopped(adopted.observations) == 0)
    let deleted = federation(deletes: 1, rebalance: true).state(at: .minutes(90))
    #expect(deleted.assigned == ["a": 3, "b": 3, "c": 3] && deleted.ready["a"] == 3)
    #expect(stopped(deleted.observations) == 3)
  }

  @Test func `without rebalance the planner pins an adopted copy and cuts others; a deleted one is not made again`() {
    let adopted = federation(deletes: 0, rebalance: false).state(at: .minutes(90))
    #expect(adopted.ready["a"] == 3 && stopped(adopted.observations) == 0)
    #expect(adopted.assigned.values.reduce(0, +) == 9)
    let deleted = federation(deletes: 1, rebalance: false).state(at: .minutes(90))
    #expect(deleted.assigned["a"] == 0 && deleted.ready["a"] == 0)
    #expect(stopped(deleted.observations) == 3)
  }

  @Test func `the race falls either way by the seed, half of the time each`() {
    let federation = federation(deletes: 0.5, rebalance: true)
    let deletions = (0..<60 as Range<UInt64>).filter { seed in
      stopped(federation.state(at: .minutes(90), seed: seed).observations) > 0
    }
    #expect((15...45).contains(deletions.count))
  }

  @Test func `it is run 10 s after the list, or 23 s after the return without members' events`() {
    for (delay, expected) in [(SimulationDuration.seconds(10), 10.0), (nil, 23.0)] as [(SimulationDuration?, Double)] {
      var federation = federation(deletes: 1, rebalance: true)
      federation.profile.reaction.memberEventDelay = delay
      let found = federation.state(at: .minutes(90)).observations
      let back = found.of(.readinessPublished).last?.time ?? .zero
      let stop = found.of(.stoppedHealthy, cluster: 0).first?.time ?? .zero
      #expect(abs((stop - back).seconds - expected - 0.22) < 1e-6)
    }
  }

  @Test func `an edit right after the return wakes the planner alone, which adopts`() {
    var federation = federation(deletes: 1, rebalance: true)
    let back = federation.state(at: .minutes(90)).observations.of(.readinessPublished).last?.time ?? .zero
    federation.actions = [ActionSpec(at: back + .seconds(2), kind: .scale(workload: "web", replicas: 12))]
    #expect(stopped(federation.state(at: .minutes(90)).observations) == 0)
  }

  @Test func `Federation v1 always adopts`() {
    var federation = federation(deletes: 0, rebalance: true)
    federation.profile = ProfileCatalog.federationV1
    federation.policy = .federationV1(FederationV1Policy(rebalance: true))
    for seed in 0..<20 as Range<UInt64> {
      #expect(stopped(federation.state(at: .minutes(90), seed: seed).observations) == 0)
    }
  }
}
