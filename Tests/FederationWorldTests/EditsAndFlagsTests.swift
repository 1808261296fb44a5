// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

struct EditsAndFlagsTests {
  private func scenario(
    _ actions: [ActionSpec] = [], replicas: Int = 6, policy: NativePolicy? = nil,
    profile: ControlPlaneProfile = ProfileCatalog.karmada118, failures: [FailureSpec] = [],
    start: Scenario.Start = .placed
  ) -> Scenario {
    let workload = Federations.workload(replicas: replicas)
    var contender = Federations.contender(of: profile, over: [workload])
    if let policy { contender.policies = [policy] }
    return Scenario(
      name: "edits", horizon: .hours(4), start: start, fleet: Federations.fleet(named: ["a", "b"]),
      workloads: [workload], contenders: [contender], failures: failures, actions: actions)
  }

  private func edit(_ path: String, at minutes: Int64 = 60) -> ActionSpec {
    ActionSpec(at: .zero + .minutes(minutes), kind: .edit(workload: "shop/web", path: path, value: ""))
  }

  private func serving(_ found: [Observation], minutes: Int64) -> [Int64] {
    (0..<2).map { found.serving(at: .zero + .minutes(minutes), cluster: $0) }
  }

  private func karmada(onlyIn names: [String]) -> NativePolicy {
    .karmada(
      KarmadaPolicy(
        scheduling: .staticWeight([KarmadaPolicy.StaticWeight(target: .init(clusterNames: names), weight: 1)])))
  }

  @Test func `an edited policy moves what it says, one that says the same asks nobody`() {
    var changed = scenario([edit("intent")], policy: karmada(onlyIn: ["a"]))
    changed.contenders[0].policyEdits = [PolicyEdit(action: 0, workload: 0, policy: karmada(onlyIn: ["b"]))]
    let found = Runs.observations(changed)
    #expect(serving(found, minutes: 59) == [6, 0])
    #expect(serving(found, minutes: 62) == [0, 6])
    changed.contenders[0].policyEdits = [PolicyEdit(action: 0, workload: 0, policy: karmada(onlyIn: ["a"]))]
    #expect(Runs.observations(changed).of(.decided).count == 1)
  }

  @Test func `clusters become candidates by an edit and hear of changes from then on`() throws {
    var changed = scenario(
      [
        edit("intent"),
        ActionSpec(at: .zero + .hours(2), kind: .cordon, target: TargetSelector(cluster: "b")),
      ], profile: ProfileCatalog.kubeFed010)
    func named(_ names: [String]) -> NativePolicy { .kubeFed(KubeFedPolicy(placementClusters: names)) }
    changed.contenders[0].policies = [named(["a"])]
    changed.contenders[0].policyEdits = [PolicyEdit(action: 0, workload: 0, policy: named(["a", "b"]))]
    var run = FederationRun(
      scenario: changed, contender: 0, seed: 1,
      scheduler: PolicyCatalog.scheduler(for: changed.contenders[0], fleet: changed.fleet), checksInvariants: true)
    #expect(run.workloadsOfCluster == [[0], []])
    while run.step() {}
    #expect(run.hubWorkloads[0].candidates == [ClusterIndex(0), ClusterIndex(1)])
    #expect(run.workloadsOfCluster == [[0], [0]])
    #expect(serving(run.observations, minutes: 61) == [6, 6])
  }

  @Test func `an edit of replicas is a change of the template`() {
    var changed = scenario([edit("replicas")])
    var spec = changed.workloads[0]
    spec.replicas = 10
    changed.workloadEdits = [WorkloadEdit(action: 0, workload: 0, spec: spec)]
    let found = Runs.observations(changed)
    #expect(found.of(.demandChanged).map(\.value) == [6, 10])
    #expect(serving(found, minutes: 61).reduce(0, +) == 10)
  }

  @Test func `another edit leaves what demand made of the replicas`() {
    var changed = scenario([
      ActionSpec(at: .zero + .minutes(30), kind: .scale(workload: "web", replicas: 9)), edit("priority"),
    ])
    changed.workloadEdits = [WorkloadEdit(action: 1, workload: 0, spec: changed.workloads[0])]
    #expect(Runs.observations(changed).of(.demandChanged).map(\.value) == [6, 9])
  }

  @Test(arguments: ProfileCatalog.profiles)
  func `other requests roll out a quarter at a time and are what the members hold in the end`(
    profile: ControlPlaneProfile
  ) {
    var changed = scenario([edit("requests.cpu")], replicas: 16, profile: profile)
    var spec = changed.workloads[0]
    spec.requests.cpuMillicores = 1500
    changed.workloadEdits = [WorkloadEdit(action: 0, workload: 0, spec: spec)]
    var run = FederationRun(
      scenario: changed, contender: 0, seed: 1, scheduler: EqualShares(), checksInvariants: true)
    while run.step() {}
    run.checkInvariants()
    #expect(run.clusters.map(\.allocated.cpuMillicores) == [12_000, 12_000])
    #expect(run.cohorts.allSatisfy { $0.ready == 8 } && run.cohortRecords.allSatisfy { $0.outdated == 0 })
    // 8 in each cluster, two at a time: four rounds of 10 s.
    let fewest = (3600...3660).map { run.observations.serving(at: .zero + .seconds($0), cluster: 0) }.min()
    #expect(fewest == 6)
    #expect(run.observations.of(.boundCPUCorrected, cluster: 0).reduce(0) { $0 + $1.value } == 8000)
  }

  @Test func `a rollout without room stops at a quarter`() {
    var changed = scenario([edit("requests.cpu")], replicas: 16)
    var spec = changed.workloads[0]
    spec.requests.cpuMillicores = 17_000
    changed.workloadEdits = [WorkloadEdit(action: 0, workload: 0, spec: spec)]
    #expect(serving(Runs.observations(changed, scheduler: EqualShares()), minutes: 200) == [6, 6])
  }

  // MARK: flags

  private func flagged(
    _ scenario: Scenario, at minutes: Int64, _ change: (inout ControlPlaneProfile) -> Void
  ) -> Scenario {
    var scenario = scenario
    scenario.actions.append(
      ActionSpec(at: .zero + .minutes(minutes), kind: .setFlag(contender: nil, flag: "f", value: "v")))
    var profile = scenario.contenders[0].profile
    change(&profile)
    scenario.contenders[0].profileChanges = [ProfileChange(action: scenario.actions.count - 1, profile: profile)]
    return scenario
  }

  private func many(_ count: Int, profile: ControlPlaneProfile) -> Scenario {
    let workloads = (0..<count).map { Federations.workload("w\($0)", replicas: 2) }
    return Scenario(
      name: "flags", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)],
      failures: [Federations.loss(of: "a", at: .hours(1), for: nil)])
  }

  @Test func `a higher eviction rate empties the queue sooner from then on`() throws {
    let slow = many(60, profile: Federations.karmadaWithFailover)
    let last = try #require(Runs.observations(slow).of(.evicted).last).time
    let fast = flagged(slow, at: 61) {
      $0.eviction.ratePerSecond = 5
      $0.eviction.workers = 6
    }
    let evicted = Runs.observations(fast).of(.evicted)
    #expect(evicted.count == 60)
    // The loss is published 30 to 40 s after it; 60 evictions by 3 workers at 0.5 per second take 38 s from then on.
    #expect(last > .zero + .minutes(61))
    #expect(try #require(evicted.last).time < last - .seconds(2))
  }

  @Test func `eviction switched on after the loss evicts what is there`() throws {
    var stock = many(3, profile: ProfileCatalog.karmada118)
    stock.contenders[0].taintPolicies = Federations.taintPolicies(for: Federations.karmadaWithFailover)
    #expect(Runs.observations(stock).of(.evicted).isEmpty)
    let later = flagged(stock, at: 120) { $0.eviction.isEnabled = true }
    let evicted = Runs.observations(later).of(.evicted)
    #expect(evicted.count == 3)
    #expect(evicted.allSatisfy { $0.time >= .zero + .hours(2) && $0.time < .zero + .hours(2) + .seconds(10) })
  }

  @Test func `a shorter threshold counts for losses that come later`() throws {
    let base = scenario(failures: [Federations.loss(of: "a", at: .hours(2), for: nil)])
    let quick = flagged(base, at: 60) { $0.detection.hysteresis = .sustained(failure: .zero, success: .zero) }
    let slow = try #require(Runs.observations(base).of(.readinessPublished).first).time
    let fast = try #require(Runs.observations(quick).of(.readinessPublished).first).time
    #expect(slow - fast == .seconds(30))
  }

  // MARK: rebalancing

  private func rebalance(at minutes: Int64, createdAt: Int64?) -> ActionSpec {
    ActionSpec(
      at: .zero + .minutes(minutes),
      kind: .rebalance(workload: nil, createdAt: createdAt.map { .zero + .minutes($0) }))
  }

  @Test func `a rebalancer acts only if it was created after the last scheduling`() {
    let scale = ActionSpec(at: .zero + .minutes(60), kind: .scale(workload: "web", replicas: 8))
    func ignored(_ createdAt: Int64?, _ profile: ControlPlaneProfile = ProfileCatalog.karmada118) -> Int {
      Runs.observations(scenario([scale, rebalance(at: 120, createdAt: createdAt)], profile: profile))
        .of(.rebalanceIgnored).count
    }
    #expect(ignored(30) == 1)
    #expect(ignored(60) == 1)
    #expect(ignored(61) == 0)
    #expect(ignored(nil) == 0)
    for profile in ProfileCatalog.profiles where profile.system != .karmada { #expect(ignored(30, profile) == 0) }
  }

  @Test func `a rebalancer counts once, and never before a first success`() {
    let twice = Runs.observations(
      scenario([rebalance(at: 120, createdAt: 100), rebalance(at: 121, createdAt: 100)]))
    #expect(twice.of(.rebalanceIgnored).map(\.time) == [.zero + .minutes(121)])
    let nobody = Runs.observations(
      scenario(
        [rebalance(at: 60, createdAt: nil)], policy: .karmada(KarmadaPolicy(scheduling: .dynamicWeight)),
        failures: [], start: .empty), scheduler: Nowhere())
    #expect(nobody.of(.rebalanceIgnored).count == 1)
  }

  /// A policy that never finds a place.
  private struct Nowhere: ReplicaScheduler {
    var triggers: SchedulingTriggers { [] }
    func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] { [] }
    func decide(
      _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
    ) -> SchedulingDecision {
      SchedulingDecision(
        .unschedulable(
          SchedulingFailure(.unschedulable, message: "nowhere"), clearsAssignment: false, retries: false))
    }
  }

  // MARK: membership

  @Test(arguments: ProfileCatalog.profiles)
  func `a member that leaves stops under Karmada and runs on under the others`(profile: ControlPlaneProfile) {
    let leave = ActionSpec(at: .zero + .hours(1), kind: .leave, target: TargetSelector(cluster: "a"))
    let found = Runs.observations(scenario([leave], profile: profile), scheduler: EqualShares())
    #expect(serving(found, minutes: 62) == [profile.system == .karmada ? 0 : 3, 6])
  }

  @Test func `Karmada writes again to a member that comes back what it is still assigned`() {
    let actions = [
      ActionSpec(at: .zero + .hours(1), kind: .leave, target: TargetSelector(cluster: "a")),
      ActionSpec(at: .zero + .hours(2), kind: .join, target: TargetSelector(cluster: "a")),
    ]
    let found = Runs.observations(scenario(actions), scheduler: FixedPlaces([4, 2]))
    #expect(serving(found, minutes: 62) == [0, 2])
    #expect(serving(found, minutes: 122) == [4, 2])
  }

  @Test func `a cluster that left has no object whose taints evict, until it joins again`() {
    // Karmada 1.13 leaves divided workloads where they are when a cluster leaves; it dies an hour later.
    var profile = ProfileCatalog.karmada113
    profile.eviction.isEnabled = true
    let loss = Federations.loss(of: "a", at: .hours(2), for: nil)
    func evictions(_ actions: [ActionSpec]) -> [SimulationTime] {
      Runs.observations(scenario(actions, profile: profile, failures: [loss])).of(.evicted).map(\.time)
    }
    let leaves = ActionSpec(at: .zero + .hours(1), kind: .leave, target: TargetSelector(cluster: "a"))
    let joins = ActionSpec(at: .zero + .hours(3), kind: .join, target: TargetSelector(cluster: "a"))
    #expect(evictions([]).allSatisfy { $0 < .zero + .minutes(132) } && evictions([]).count == 1)
    #expect(evictions([leaves]).isEmpty)
    #expect(
      evictions([leaves, joins]).allSatisfy { $0 >= .zero + .hours(3) } && evictions([leaves, joins]).count == 1)
  }
}
