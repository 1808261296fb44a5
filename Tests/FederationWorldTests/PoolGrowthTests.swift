// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// One cluster of one node of 16 cores, which holds 32 replicas of 500m.
struct PoolGrowthTests {
  private func scenario(
    replicas: Int, nodes: Int = 1, minimum: Int? = nil, maximum: Int? = 5, stockOut: Double = 0,
    actions: [ActionSpec] = [], failures: [FailureSpec] = [], reserved: Resources = .zero
  ) -> Scenario {
    let workload = Federations.workload(replicas: replicas)
    let pool = NodePoolSpec(
      name: "default", nodeCount: nodes,
      allocatable: Resources(cpuMillicores: 16_000, memoryBytes: 64 << 30, pods: 110), pricePerHour: 2,
      minimumNodes: minimum, maximumNodes: maximum, leadTime: .minutes(3), stockOutProbability: stockOut)
    return Scenario(
      name: "growth", horizon: .hours(4),
      fleet: Fleet(clusters: [ClusterSpec(name: "a", region: "a", pools: [pool], reserved: reserved)]),
      workloads: [workload], contenders: [Federations.contender(of: ProfileCatalog.karmada118, over: [workload])],
      failures: failures, actions: actions)
  }

  private func run(_ scenario: Scenario, seed: UInt64 = 1) -> [Observation] {
    Runs.observations(scenario, seed: seed, scheduler: AllInFirst())
  }

  private func scale(to replicas: Int, atMinutes minutes: Int64) -> ActionSpec {
    ActionSpec(at: .zero + .minutes(minutes), kind: .scale(workload: "web", replicas: replicas))
  }

  private func nodes(_ found: [Observation]) -> Int64 { found.of(.nodesAdded).reduce(0) { $0 + $1.value } }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `waiting replicas get nodes a scan and the lead time later`(seed: UInt64) throws {
    let found = run(scenario(replicas: 100), seed: seed)
    // 68 wait: three nodes of 32.
    #expect(found.of(.nodesAdded).count == 3)
    for added in found.of(.nodesAdded) {
      #expect(added.time > .zero + .minutes(3) && added.time <= .zero + .seconds(190))
    }
    #expect(found.serving(at: .zero + .minutes(3)) == 32)
    #expect(found.serving(at: .zero + .seconds(201)) == 100)
  }

  @Test func `a pool never grows beyond its maximum, a pool without bounds not at all`() {
    let bounded = run(scenario(replicas: 500, maximum: 3))
    #expect(nodes(bounded) == 2)
    #expect(bounded.serving(at: .zero + .hours(3)) == 96)
    #expect(nodes(run(scenario(replicas: 500, maximum: nil))) == 0)
  }

  @Test func `a replica that no empty node would hold asks for none`() {
    var scenario = scenario(replicas: 4)
    scenario.workloads[0].requests.cpuMillicores = 17_000
    #expect(nodes(run(scenario)) == 0)
  }

  @Test func `a provider without nodes is asked again after 5, 10, 20 and then every 30 minutes`() {
    let found = run(scenario(replicas: 60, stockOut: 1))
    #expect(nodes(found) == 0)
    let refusals = found.of(.stockOut).map(\.time)
    let gaps = zip(refusals.dropFirst(), refusals).map { ($0 - $1).seconds }
    #expect(gaps.count >= 6)
    for (gap, minutes) in zip(gaps, [5.0, 10, 20, 30, 30, 30]) {
      #expect(gap >= minutes * 60 && gap <= minutes * 60 + 10, "\(gap)")
    }
  }

  @Test func `over many seeds the share of refusals is the probability`() {
    var asked = 0.0
    var refused = 0.0
    for seed in 0..<200 as Range<UInt64> {
      var scenario = scenario(replicas: 160, stockOut: 0.3)
      scenario.horizon = .seconds(15)
      var run = FederationRun(
        scenario: scenario, contender: 0, seed: seed, scheduler: AllInFirst(), checksInvariants: true)
      while run.step() {}
      asked += Double(run.pools[0].requestCount)
      refused += Double(run.observations.of(.stockOut).count)
    }
    let deviation = (0.3 * 0.7 / asked).squareRoot()
    #expect(abs(refused / asked - 0.3) < 4 * deviation + 0.02)
  }

  @Test func `a node that stands empty for ten minutes goes, never below the minimum`() throws {
    let found = run(scenario(replicas: 60, actions: [scale(to: 10, atMinutes: 60)]))
    #expect(found.of(.nodesAdded).map(\.value) == [1, -1])
    let gone = try #require(found.of(.nodesAdded).last).time
    #expect(gone >= .zero + .minutes(70) && gone < .zero + .minutes(70) + .seconds(3))
    #expect(found.serving(at: .zero + .hours(3)) == 10)
    let kept = run(scenario(replicas: 60, minimum: 2, actions: [scale(to: 10, atMinutes: 60)]))
    #expect(nodes(kept) == 1)
    let start = run(scenario(replicas: 1, nodes: 4, minimum: 2))
    #expect(nodes(start) == -2)
  }

  @Test func `a node that is used again in time stays`() {
    let found = run(
      scenario(replicas: 60, actions: [scale(to: 10, atMinutes: 60), scale(to: 60, atMinutes: 69)]))
    #expect(found.of(.nodesAdded).map(\.value) == [1])
  }

  @Test func `nodes with pods outside of the scenario are not taken away`() {
    let reserved = Resources(cpuMillicores: 400, memoryBytes: 4 << 20, pods: 4)
    #expect(nodes(run(scenario(replicas: 1, nodes: 4, minimum: 1, reserved: reserved))) == 0)
  }

  @Test func `a dead cluster's autoscaler asks for nothing until it is back`() {
    let found = run(
      scenario(
        replicas: 20, actions: [scale(to: 60, atMinutes: 60)],
        failures: [Federations.loss(of: "a", at: .minutes(59), for: .hours(1))]))
    #expect(found.of(.nodesAdded).allSatisfy { $0.time > .zero + .minutes(122) })
    #expect(nodes(found) == 1)
    #expect(found.serving(at: .zero + .hours(3)) == 60)
  }

  @Test func `the price of nodes follows their number`() {
    let found = run(scenario(replicas: 60, actions: [scale(to: 10, atMinutes: 60)]))
    #expect(found.of(.provisionedCostChanged).map(\.value) == [2_000_000_000, -2_000_000_000])
    #expect(found.of(.capacityChanged).map(\.value) == [16_000, -16_000])
  }

  @Test func `an operator's nodes come after the lead time, those beyond are drained`() throws {
    let found = run(
      scenario(
        replicas: 60, maximum: nil,
        actions: [
          ActionSpec(at: .zero + .hours(1), kind: .resize(nodes: 3)),
          ActionSpec(at: .zero + .hours(2), kind: .resize(nodes: 1)),
        ]))
    let minutes = found.of(.nodesAdded).map { ($0.time - SimulationTime.zero).seconds / 60 }
    #expect(minutes == [63, 63, 120, 120])
    #expect(found.serving(at: .zero + .minutes(62)) == 32)
    #expect(found.serving(at: .zero + .minutes(64)) == 60)
    #expect(found.serving(at: .zero + .minutes(121)) == 32)
    #expect(found.of(.stoppedHealthy).isEmpty)
  }

  @Test func `a drained node goes when its last replica has stopped`() throws {
    var scenario = scenario(
      replicas: 20, nodes: 2, maximum: nil,
      actions: [ActionSpec(at: .zero + .hours(1), kind: .resize(nodes: 1), target: TargetSelector(nodePool: "default"))]
    )
    scenario.workloads[0].termination = .minutes(2)
    let found = run(scenario)
    #expect(found.of(.nodesAdded).map(\.time) == [.zero + .minutes(62)])
    #expect(found.serving(at: .zero + .minutes(61)) == 20)
  }

  @Test func `a node on its way is given up before one in use`() {
    let found = run(
      scenario(
        replicas: 40, nodes: 2, maximum: nil,
        actions: [
          ActionSpec(at: .zero + .hours(1), kind: .resize(nodes: 4)),
          ActionSpec(at: .zero + .minutes(61), kind: .resize(nodes: 2)),
        ]))
    #expect(found.of(.nodesAdded).isEmpty)
    #expect(found.serving(at: .zero + .hours(3)) == 40)
  }

  @Test func `the hub hears of new nodes with the next report`() throws {
    let workload = Federations.workload(replicas: 10)
    var scenario = scenario(
      replicas: 10, maximum: nil, actions: [ActionSpec(at: .zero + .hours(1), kind: .resize(nodes: 3))])
    scenario.contenders = [Federations.contender(of: ProfileCatalog.karmada118, over: [workload])]
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: 1, scheduler: AllInFirst(), checksInvariants: true)
    #expect(run.snapshot.clusters[0].capacity.allocatable.cpuMillicores == 16_000)
    #expect(run.snapshot.clusters[0].capacity.nodesPerGrade.reduce(0, +) == 1)
    while run.step() {}
    run.report(0, at: run.now)
    #expect(run.snapshot.clusters[0].capacity.allocatable.cpuMillicores == 48_000)
    #expect(run.snapshot.clusters[0].capacity.nodesPerGrade.reduce(0, +) == 3)
  }

  @Test func `while the cluster's API is down a node that is to go keeps what runs on it`() {
    let found = run(
      scenario(
        replicas: 20, nodes: 2, maximum: nil,
        actions: [ActionSpec(at: .zero + .minutes(70), kind: .resize(nodes: 1), target: TargetSelector(cluster: "a"))],
        failures: [Federations.loss(of: "a", at: .hours(1), for: .minutes(30), plane: .api)]))
    let outage = found.filter { $0.time > .zero && $0.time < .zero + .minutes(90) }
    #expect(outage.of(.servingChanged).isEmpty && outage.of(.boundChanged).isEmpty && outage.of(.nodesAdded).isEmpty)
    #expect(nodes(found) == -1)
    #expect(found.serving(at: .zero + .minutes(95)) == 20)
  }

  @Test func `a lost node that is taken away before its cluster noticed is no lost one when it comes again`() {
    var scenario = scenario(
      replicas: 4, maximum: nil,
      actions: [
        ActionSpec(
          at: .zero + .minutes(60) + .seconds(20), kind: .resize(nodes: 0),
          target: TargetSelector(cluster: "a", nodePool: "spare")),
        ActionSpec(
          at: .zero + .minutes(65), kind: .resize(nodes: 1), target: TargetSelector(cluster: "a", nodePool: "spare")),
      ],
      failures: [
        .scripted(
          at: .zero + .hours(1), span: .minutes(4), target: TargetSelector(cluster: "a", nodePool: "spare"), plane: .all
        )
      ])
    var cluster = scenario.fleet.clusters[0]
    var spare = cluster.pools[0]
    spare.name = "spare"
    spare.maximumNodes = nil
    cluster.pools.append(spare)
    scenario.fleet = Fleet(clusters: [cluster])
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: 1, scheduler: AllInFirst(), checksInvariants: true)
    while run.step() {}
    #expect(run.observations.of(.nodesAdded).map(\.value) == [-1, 1])
    let areThere = (0..<run.nodes.count).allSatisfy { node in
      !run.nodes[troubleOf: node].isLossNoticed && run.nodes[node].presence.isThere
    }
    #expect(areThere)
  }
}
