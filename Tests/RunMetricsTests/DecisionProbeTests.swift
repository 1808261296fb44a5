// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import RunMetrics
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@Suite struct DecisionProbeTests {
  private func run(_ scenario: Scenario, contender: Int = 0, seed: UInt64 = 1, _ onlooker: (any RunOnlooker)? = nil)
    throws -> RunOutcome
  {
    try #require(
      MeasuredRun.run(
        scenario: scenario, contender: contender, seed: seed,
        scheduler: PolicyCatalog.scheduler(for: scenario.contenders[contender], fleet: scenario.fleet),
        onlooker: onlooker))
  }

  /// Two workloads on a, b and c under Karmada with failover; c is lost from one hour to two.
  private var outage: Scenario {
    let workloads = ["web", "db"].map { Federations.workload($0, replicas: 30) }
    return Scenario(
      name: "probe", horizon: .hours(3), fleet: Federations.fleet(named: ["a", "b", "c"], nodes: 4),
      workloads: workloads,
      contenders: [Federations.contender(of: Federations.karmadaWithFailover, over: workloads)],
      failures: [Federations.loss(of: "c", at: .hours(1), for: .hours(1))])
  }

  @Test func `looking on changes no run, whatever the system and the moment`() throws {
    let scenario = Federations.regionOutage(load: 0.7, workloads: 6)
    for place in scenario.contenders.indices {
      let plain = try run(scenario, contender: place)
      for hours in [0, 1, 3, 6] as [Int64] {
        let probe = DecisionProbe(workload: 2, around: .zero + .hours(hours))
        #expect(try run(scenario, contender: place, probe) == plain, "\(scenario.contenders[place].name)")
        #expect(probe.state != nil && probe.last != nil)
      }
    }
    let profiles = ProfileCatalog.profiles
    for seed in 1...21 as ClosedRange<UInt64> {
      var drawn = RandomFederation(seed: seed)
      let scenario = drawn.scenario(profile: profiles[Int(seed) % profiles.count])
      let plain = try run(scenario, seed: seed)
      let probe = DecisionProbe(workload: 0, around: .zero + .minutes(90))
      #expect(try run(scenario, seed: seed, probe).digest == plain.digest, "seed \(seed)")
    }
  }

  @Test func `the last decision at the moment itself counts, one nanosecond earlier it is the next`() throws {
    let probe = DecisionProbe(workload: 0, around: .zero + .minutes(90))
    _ = try run(outage, probe)
    let time = try #require(probe.last).time
    #expect(time > .zero + .hours(1))
    let on = DecisionProbe(workload: 0, around: time)
    _ = try run(outage, on)
    #expect(on.last?.time == time && on.next.map { $0.time > time } ?? true)
    let before = DecisionProbe(workload: 0, around: time - SimulationDuration(nanoseconds: 1))
    _ = try run(outage, before)
    #expect(before.next?.time == time && before.last.map { $0.time < time } ?? false)
  }

  @Test func `a failover: evicted from c, asked because of it, c barred, all on a and b`() throws {
    // The first decision after the loss that is about the eviction.
    let probe = DecisionProbe(workload: 0, around: .zero + .minutes(90))
    _ = try run(outage, probe)
    let change = try #require(probe.lastChange)
    #expect(change.request.trigger.contains(.evicted))
    #expect(change.request.evicting == [ClusterIndex(2)])
    #expect(change.after.reduce(0) { $0 + $1.replicas } == 30 && !change.after.contains { $0.cluster.index == 2 })
    #expect(change.request.current.reduce(0) { $0 + $1.replicas } == 20)
    #expect(!change.decision.explanations.isEmpty && change.refusal == nil && !change.isAtStart)
    let reason = try #require(change.queued.first)
    #expect(reason.time <= change.time && reason.triggers.isSubset(of: change.request.trigger))
    let lost = change.clusters[2]
    #expect(lost.view.readiness != .ready && lost.publishedSince.map { $0 > .zero + .hours(1) } ?? false)
    #expect(lost.truth.lostPlanes == [.all] && lost.lostSince == [.zero + .hours(1)])
    #expect(lost.truth.free == .zero && lost.truth.room == 0 && lost.truth.serving == 0 && !lost.truth.isHeard)
    #expect(change.clusters[0].truth.serving == 10 && change.clusters[0].truth.isHeard)
  }

  @Test func `what is lost and why, and an eviction that is tolerated, are told of the moment`() throws {
    var scenario = outage
    let policy = NativePolicy.karmada(
      KarmadaPolicy(
        tolerations: [
          Toleration(
            key: "cluster.karmada.io/not-ready", operator: .exists, effect: .noExecute, tolerationSeconds: 300)
        ], scheduling: .dynamicWeight))
    scenario.contenders[0].policies = scenario.workloads.map { _ in policy }
    let probe = DecisionProbe(workload: 1, around: .zero + .minutes(63))
    _ = try run(scenario, probe)
    let state = try #require(probe.state)
    #expect(state.demand == 30 && state.queued.isEmpty)
    #expect(state.losses.map(\.cause) == [.tolerated] && state.losses.map(\.replicas) == [10])
    #expect(state.evictions.map(\.cluster) == [ClusterIndex(2)] && state.evictions.map(\.isQueued) == [false])
    let until = try #require(state.evictions.first).toleratedUntil
    #expect(until > .zero + .minutes(65) && until < .zero + .minutes(66))
    #expect(probe.next.map { $0.time >= until } ?? false)
  }

  @Test func `a workload that waits behind others says since when and why`() throws {
    // One decision a minute: of four edits in one moment the fourth waits four minutes.
    let workloads = (0..<4).map {
      Federations.workload("w\($0)", replicas: 6, demand: .steps([.init(at: .zero + .minutes(10), replicas: 9)]))
    }
    var profile = Federations.karmadaWithFailover
    profile.scheduling.decisionTime = .minutes(1)
    let scenario = Scenario(
      name: "queue", horizon: .hours(1), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)])
    let probe = DecisionProbe(workload: 3, around: .zero + .minutes(12))
    _ = try run(scenario, probe)
    let state = try #require(probe.state)
    #expect(state.queued == [QueuedReason(time: .zero + .minutes(10), triggers: .replicasChanged)])
    #expect(probe.last?.isAtStart == true && probe.last?.queued.isEmpty == true)
    let next = try #require(probe.next)
    #expect(next.time == .zero + .minutes(14) && next.queued == state.queued)
    #expect(next.changesAssignment)
  }

  @Test func `an answer that the hub does not take is told with the reason`() throws {
    let workloads = [
      Federations.workload(replicas: 6, demand: .steps([.init(at: .zero + .minutes(10), replicas: 60)]))
    ]
    var contender = Federations.contender(of: Federations.karmadaWithFailover, over: workloads)
    contender.profile.switches.enforcesQuotas = true
    contender.quotas = [KarmadaResourceQuota(name: "small", namespace: "shop", pods: 20)]
    let scenario = Scenario(
      name: "quota", horizon: .hours(1), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
      contenders: [contender])
    let probe = DecisionProbe(workload: 0, around: .zero + .minutes(11))
    _ = try run(scenario, probe)
    let last = try #require(probe.last)
    guard case .assign(let answer) = last.decision.outcome else {
      Issue.record("no assignment was answered")
      return
    }
    #expect(answer.reduce(0) { $0 + $1.replicas } == 60)
    #expect(last.refusal?.kind == .quotaExceeded && !last.changesAssignment)
    #expect(last.after.reduce(0) { $0 + $1.replicas } == 6)
  }
}
