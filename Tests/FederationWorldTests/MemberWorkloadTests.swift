// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// What members do with their objects: start, wait, stop.
struct MemberWorkloadTests {
  private func scenario(
    _ workloads: [WorkloadSpec], fleet: Fleet = Federations.fleet(named: ["a"], nodes: 1, cores: 4),
    failures: [FailureSpec] = [], actions: [ActionSpec] = [], start: Scenario.Start = .placed
  ) -> Scenario {
    let policy = NativePolicy.karmada(KarmadaPolicy())
    return Scenario(
      name: "members", horizon: .hours(4), start: start, fleet: fleet, workloads: workloads,
      contenders: [
        Federations.contender(
          "x", profile: ProfileCatalog.karmada118, workloads: workloads.count, policy: policy)
      ], failures: failures, actions: actions)
  }

  private func scale(_ name: String, to replicas: Int, at time: SimulationDuration) -> ActionSpec {
    ActionSpec(at: .zero + time, kind: .scale(workload: name, replicas: replicas))
  }

  @Test func `a placed start is ready at once, an empty one after decision, propagation and start-up`() {
    let workloads = [Federations.workload(replicas: 4)]
    let placed = Runs.observations(scenario(workloads), scheduler: AllInFirst())
    #expect(placed.serving(at: .zero) == 4)
    let empty = Runs.observations(scenario(workloads, start: .empty), scheduler: AllInFirst())
    #expect(empty.serving(at: .zero + .milliseconds(10_714)) == 0)
    #expect(empty.serving(at: .zero + .milliseconds(10_715)) == 4)
  }

  @Test func `a member's round trip is added to the propagation`() {
    var scenario = scenario([Federations.workload(replicas: 4)], start: .empty)
    scenario.network = NetworkSpec(links: [.init(from: "hub", to: "a", roundTrip: .milliseconds(81))])
    let found = Runs.observations(scenario, scheduler: AllInFirst())
    #expect(found.of(.boundChanged).map(\.time) == Array(repeating: .zero + .milliseconds(796), count: 4))
  }

  @Test func `replicas beyond the room wait and get nodes when room comes, the longest waiting first`() {
    // Room for 8. "old" fills it; "first" and then "second" wait; "old" shrinks step by step.
    let workloads = [
      Federations.workload("old", replicas: 8), Federations.workload("first", replicas: 0),
      Federations.workload("second", replicas: 0),
    ]
    let found = Runs.observations(
      scenario(
        workloads,
        actions: [
          scale("second", to: 0, at: .minutes(5)), scale("first", to: 3, at: .minutes(10)),
          scale("second", to: 3, at: .minutes(20)), scale("old", to: 6, at: .minutes(30)),
          scale("old", to: 4, at: .minutes(40)),
        ]), scheduler: AllInFirst())
    func bound(_ workload: Int, after minutes: Int64) -> Int64 {
      found.bound(at: .zero + .minutes(minutes), workload: workload)
    }
    #expect([0, 1, 2].map { bound($0, after: 25) } == [8, 0, 0])
    #expect([0, 1, 2].map { bound($0, after: 35) } == [6, 2, 0])
    #expect([0, 1, 2].map { bound($0, after: 45) } == [4, 3, 1])
  }

  @Test func `who waits for the second time waits behind who never stopped waiting`() {
    // "first" waits, is served, waits again later than "second": "second" is served before it.
    let workloads = [
      Federations.workload("old", replicas: 8), Federations.workload("first", replicas: 0),
      Federations.workload("second", replicas: 0),
    ]
    let found = Runs.observations(
      scenario(
        workloads,
        actions: [
          scale("first", to: 1, at: .minutes(10)), scale("second", to: 2, at: .minutes(20)),
          scale("first", to: 0, at: .minutes(30)), scale("first", to: 2, at: .minutes(40)),
          scale("old", to: 6, at: .minutes(50)),
        ]), scheduler: AllInFirst())
    #expect([0, 1, 2].map { found.bound(at: .zero + .hours(1), workload: $0) } == [6, 0, 2])
  }

  @Test func `scaling down stops the waiting, then the lost, then the starting, then the newest ready`() {
    // Room for 16.
    let fleet = Federations.fleet(named: ["a"], nodes: 2, cores: 4)
    var run = FederationRun(
      scenario: scenario([Federations.workload(replicas: 16)], fleet: fleet), contender: 0, seed: 1,
      scheduler: AllInFirst(), checksInvariants: true)
    run.setDesired(20, of: 0)
    #expect(run.cohorts[0].waiting == 4 && run.cohorts[0].ready == 16)
    run.setDesired(18, of: 0)
    #expect(run.cohorts[0].waiting == 2 && run.cohorts[0].ready == 16)
    // Three stop running and start again; two of those are lost.
    var newest = run.cohorts[0].firstReplica
    for stage in [ReplicaStage.starting, .lost, .lost] {
      run.replicas[Int(newest)].stage = stage
      newest = run.replicas[Int(newest)].next
    }
    run.cohorts[0].ready -= 3
    run.changeStarting(of: 0, by: 1)
    run.cohorts[0].lost += 2
    run.recountUnnoticed(in: 0)
    run.lossBook[0].serving -= 3
    run.setDesired(15, of: 0)
    #expect(run.cohorts[0].waiting == 0 && run.cohorts[0].lost == 1 && run.cohorts[0].starting == 1)
    #expect(run.cohorts[0].ready == 13)
    run.setDesired(13, of: 0)
    #expect(run.cohorts[0].lost == 0 && run.cohorts[0].starting == 0 && run.cohorts[0].ready == 13)
    let third = run.replicas[Int(run.cohorts[0].firstReplica)].next
    let oldest = run.replicas[Int(third)].next
    run.setDesired(11, of: 0)
    #expect(run.cohorts[0].ready == 11 && run.cohorts[0].firstReplica == oldest)
    run.markLosses(of: 0)
    run.settleLosses()
    run.checkInvariants()
  }

  @Test func `a stopping replica holds its node for the grace and serves no more`() {
    var workload = Federations.workload(replicas: 8)
    workload.termination = .seconds(30)
    let found = Runs.observations(
      scenario([workload], actions: [scale("web", to: 5, at: .minutes(10))]), scheduler: AllInFirst())
    let told = SimulationTime.zero + .minutes(10) + .milliseconds(715)
    #expect(found.serving(at: told) == 5)
    #expect(found.bound(at: told + .milliseconds(29_999)) == 8)
    #expect(found.bound(at: told + .seconds(30)) == 5)
    #expect(found.of(.stoppedHealthy).map(\.value) == [3])
  }

  @Test func `a lost replica that is told to stop frees its node at once`() {
    var workload = Federations.workload(replicas: 8)
    workload.termination = .seconds(30)
    let pool = FailureSpec.scripted(
      at: .zero + .minutes(9), span: nil, target: TargetSelector(nodePool: "default"), plane: .all)
    let found = Runs.observations(
      scenario([workload], failures: [pool], actions: [scale("web", to: 5, at: .minutes(10))]),
      scheduler: AllInFirst())
    let told = SimulationTime.zero + .minutes(10) + .milliseconds(715)
    #expect(found.bound(at: told) == 5)
    #expect(found.of(.stoppedHealthy).isEmpty)
  }

  @Test func `starts are drawn by workload, cluster and ordinal, whoever schedules`() {
    // Two policies divide differently, but the n-th start of a workload in a cluster takes equally long.
    var workload = Federations.workload(replicas: 6)
    workload.startup = .lognormal(median: .seconds(20), percentile95: .seconds(60))
    let fleet = Federations.fleet(named: ["a", "b"])
    let one = Runs.observations(scenario([workload], fleet: fleet, start: .empty), scheduler: EqualShares())
    let other = Runs.observations(
      scenario([workload], fleet: fleet, start: .empty), scheduler: FixedPlaces([4, 2]))
    func starts(_ found: [Observation], _ cluster: Int) -> [SimulationTime] {
      found.of(.servingChanged, cluster: cluster).map(\.time).sorted()
    }
    #expect(starts(one, 0).count == 3 && starts(other, 0).count == 4)
    #expect(Set(starts(one, 0)).isSubset(of: Set(starts(other, 0))))
    #expect(Set(starts(other, 1)).isSubset(of: Set(starts(one, 1))))
    #expect(Set(starts(one, 0)).isDisjoint(with: Set(starts(one, 1))))
  }
}
