// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

struct DemandAndActionsTests {
  private func run(
    _ actions: [ActionSpec], workload: WorkloadSpec = Federations.workload(replicas: 6),
    failures: [FailureSpec] = [], profile: ControlPlaneProfile = Federations.karmadaWithFailover
  ) -> [Observation] {
    let scenario = Scenario(
      name: "actions", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"]), workloads: [workload],
      contenders: [Federations.contender(of: profile, over: [workload])], failures: failures, actions: actions)
    return Runs.observations(scenario, scheduler: EqualShares())
  }

  private func act(
    _ kind: ActionSpec.Kind, at minutes: Int64, cluster: String? = nil
  ) -> ActionSpec {
    ActionSpec(at: .zero + .minutes(minutes), kind: kind, target: TargetSelector(cluster: cluster))
  }

  private func serving(_ found: [Observation], minutes: Int64) -> [Int64] {
    (0..<2).map { found.serving(at: .zero + .minutes(minutes), cluster: $0) }
  }

  @Test func `demand changes at its steps and reaches the members through the hub`() {
    let workload = Federations.workload(
      replicas: 6,
      demand: .steps([.init(at: .zero + .hours(1), replicas: 8), .init(at: .zero + .hours(2), replicas: 2)]))
    let found = run([], workload: workload)
    #expect(found.of(.demandChanged).map(\.value) == [6, 8, 2])
    #expect(found.of(.demandChanged).map(\.time) == [.zero, .zero + .hours(1), .zero + .hours(2)])
    #expect(serving(found, minutes: 60) == [3, 3])
    #expect(serving(found, minutes: 61) == [4, 4])
    #expect(serving(found, minutes: 121) == [1, 1])
    #expect(found.of(.moved).isEmpty)
  }

  @Test func `scale names a workload by key or by name`() {
    for key in ["shop/web", "web"] {
      #expect(serving(run([act(.scale(workload: key, replicas: 10), at: 60)]), minutes: 61) == [5, 5])
    }
    #expect(serving(run([act(.scale(workload: "other", replicas: 10), at: 60)]), minutes: 61) == [3, 3])
  }

  @Test func `demand that grows while a member is dead is met when it is back`() {
    let found = run(
      [act(.scale(workload: "web", replicas: 10), at: 70)],
      failures: [Federations.loss(of: "a", at: .hours(1), for: .hours(1))], profile: ProfileCatalog.karmada118)
    #expect(found.of(.demandChanged).map(\.value) == [6, 10])
    #expect(serving(found, minutes: 240).reduce(0, +) == 10)
  }

  @Test func `cordon and uncordon set and lift a NoSchedule taint`() {
    let found = run([act(.cordon, at: 30, cluster: "a"), act(.uncordon, at: 60, cluster: "a")])
    #expect(serving(found, minutes: 29) == [3, 3])
    #expect(serving(found, minutes: 59) == [0, 6])
    #expect(serving(found, minutes: 90) == [3, 3])
  }

  @Test func `Karmada cordons by the taint of its own command line`() {
    let taint = Taint(key: "cluster.karmada.io/unschedulable", effect: .noSchedule)
    let lifted = run([
      act(.cordon, at: 30, cluster: "a"), act(.untaint(key: taint.key, effect: nil), at: 60, cluster: "a"),
    ])
    #expect(serving(lifted, minutes: 59) == [0, 6] && serving(lifted, minutes: 90) == [3, 3])
    let byHand = run([act(.taint(taint), at: 30, cluster: "a"), act(.uncordon, at: 60, cluster: "a")])
    #expect(serving(byHand, minutes: 59) == [0, 6] && serving(byHand, minutes: 90) == [3, 3])
  }

  @Test func `a taint set twice changes nothing the second time, untaint lifts by key and effect`() {
    let soft = Taint(key: "k", effect: .noSchedule)
    let found = run([
      act(.taint(soft), at: 30, cluster: "a"), act(.taint(soft), at: 40, cluster: "a"),
      act(.untaint(key: "k", effect: .noExecute), at: 50, cluster: "a"),
      act(.untaint(key: "k", effect: nil), at: 60, cluster: "a"),
    ])
    #expect(found.of(.decided).map(\.time).filter { $0 < .zero + .minutes(49) }.count == 2)
    #expect(serving(found, minutes: 55) == [0, 6])
    #expect(serving(found, minutes: 90) == [3, 3])
  }

  @Test func `a member that leaves is left, one that joins is used, and who joins first starts outside`() {
    #expect(serving(run([act(.leave, at: 30, cluster: "a")]), minutes: 60) == [0, 6])
    let joins = run([act(.join, at: 30, cluster: "a")])
    #expect(serving(joins, minutes: 29) == [0, 6])
    #expect(serving(joins, minutes: 60) == [3, 3])
    let leavesFirst = run([act(.join, at: 60, cluster: "a"), act(.leave, at: 30, cluster: "a")])
    #expect(serving(leavesFirst, minutes: 29) == [3, 3])
    #expect(serving(leavesFirst, minutes: 59) == [0, 6])
    #expect(serving(leavesFirst, minutes: 90) == [3, 3])
  }

  @Test func `an action without a target is done to every cluster it selects`() {
    let found = run([ActionSpec(at: .zero + .minutes(30), kind: .cordon, target: TargetSelector(region: "b"))])
    #expect(serving(found, minutes: 60) == [6, 0])
  }
}
