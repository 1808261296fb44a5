// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SchedulingPolicies
import SimulationEngine
import TestSupport
import Testing

@testable import FederationWorld

/// The planes beyond dead, cut off and hidden: a dead API, a dead agent, a gray cluster, black holes, lost capacity.
struct FaultPlanesTests {
  private func scenario(
    _ failures: [FailureSpec], profile: ControlPlaneProfile = ProfileCatalog.karmada118, nodes: Int = 10,
    syncMode: ClusterSpec.SyncMode = .push, replicas: Int = 8, actions: [ActionSpec] = []
  ) -> Scenario {
    let workloads = [Federations.workload(replicas: replicas)]
    let fleet = Fleet(
      clusters: Federations.fleet(named: ["a", "b"], nodes: nodes).clusters.map {
        var cluster = $0
        cluster.syncMode = syncMode
        return cluster
      })
    return Scenario(
      name: "planes", horizon: .hours(4), fleet: fleet, workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)], failures: failures, actions: actions)
  }

  private func fault(
    _ effect: FaultEffect, at: SimulationDuration = .hours(1), for span: SimulationDuration? = .hours(1),
    nodes: NodeAmount? = nil
  ) -> FailureSpec {
    .scripted(
      ScriptedFailureSpec(
        at: .zero + at, span: span, target: TargetSelector(cluster: "a"), effect: effect, nodes: nodes, entry: 1))
  }

  private func run(_ scenario: Scenario, to time: SimulationTime) -> FederationRun {
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: 1,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), checksInvariants: true)
    while let next = run.simulation.peekTime, next <= time, run.step() {}
    return run
  }

  // API

  @Test(arguments: [
    Federations.karmadaWithFailover, ProfileCatalog.karmada118, ProfileCatalog.kubeFed010, ProfileCatalog.federationV1,
    ProfileCatalog.kubeAdmiral, Federations.kubeAdmiralWithOperator,
  ])
  func `a member whose API is down serves on, and every hub notices`(profile: ControlPlaneProfile) {
    let found = Runs.observations(scenario([fault(FaultEffect(.api))], profile: profile))
    #expect(found.of(.servingLostToFault).isEmpty)
    #expect(found.of(.clusterLost).map(\.value) == [4, -4])
    #expect(found.of(.readinessPublished, cluster: 0).map(\.value) == [0, 1])
    let during = found.filter { $0.time > .zero && $0.time < .zero + .hours(2) }
    #expect(during.allSatisfy { found.serving(at: $0.time) >= 8 })
  }

  @Test func `while the API is down nothing is placed, scaled or replaced; then it is`() {
    // A node dies ten minutes into the API's hour; its replicas are given up 340 s after the API is back.
    let node = FailureSpec.scripted(
      ScriptedFailureSpec(
        at: .zero + .minutes(70), span: nil, target: TargetSelector(cluster: "a"), ordinal: 0))
    let found = Runs.observations(
      scenario(
        [fault(FaultEffect(.api)), node], nodes: 2, replicas: 8,
        actions: [ActionSpec(at: .zero + .minutes(80), kind: .scale(workload: "web", replicas: 10))]),
      scheduler: AllInFirst())
    let back = SimulationTime.zero + .hours(2)
    #expect(found.of(.boundChanged, cluster: 0).filter { $0.time > .zero && $0.time < back }.isEmpty)
    #expect(found.of(.servingLostToFault).map(\.value) == [-4])
    let replaced = found.of(.boundChanged, cluster: 0).filter { $0.time == back + .seconds(340) }
    #expect(replaced.count == 8)
    #expect(replaced.reduce(0) { $0 + $1.value } == 0)
    #expect(found.serving(at: .zero + .hours(4)) == 10)
  }

  @Test func `a node that is back before its API restarts nothing until the API is back`() {
    let node = FailureSpec.scripted(
      ScriptedFailureSpec(
        at: .zero + .minutes(70), span: .minutes(10), target: TargetSelector(cluster: "a"), ordinal: 0))
    let found = Runs.observations(
      scenario([fault(FaultEffect(.api)), node], nodes: 2), scheduler: AllInFirst())
    #expect(found.serving(at: .zero + .hours(2) + .seconds(9)) == 4)
    #expect(found.serving(at: .zero + .hours(2) + .seconds(10)) == 8)
  }

  @Test func `a cluster that revives with its API down starts when both are mended`() {
    let found = Runs.observations(
      scenario([fault(FaultEffect(.all), at: .minutes(50), for: .minutes(20)), fault(FaultEffect(.api))]),
      scheduler: AllInFirst())
    #expect(found.serving(at: .zero + .hours(2) + .seconds(9)) == 0)
    #expect(found.serving(at: .zero + .hours(2) + .seconds(10)) == 8)
    #expect(found.of(.clusterLost).map(\.value) == [1, 4, -1, -4])
  }

  // Agent

  @Test func `a dead agent cuts a Pull member of Karmada off, and nothing else`() {
    let pull = scenario([fault(FaultEffect(.agent))], syncMode: .pull)
    let found = Runs.observations(pull)
    #expect(found.of(.clusterLost).map(\.value) == [5, -5])
    #expect(found.of(.readinessPublished, cluster: 0).map(\.value) == [0, 1])
    #expect(found.of(.servingLostToFault).isEmpty)
    // A Push member has no agent; KubeFed knows none at all.
    #expect(Runs.observations(scenario([fault(FaultEffect(.agent))])).of(.readinessPublished).isEmpty)
    let kubeFed = scenario([fault(FaultEffect(.agent))], profile: ProfileCatalog.kubeFed010, syncMode: .pull)
    #expect(Runs.observations(kubeFed).of(.readinessPublished).isEmpty)
  }

  @Test func `what the hub has for a member with a dead agent arrives when the agent is back`() {
    let scaled = ActionSpec(at: .zero + .minutes(80), kind: .scale(workload: "web", replicas: 10))
    let found = Runs.observations(
      scenario([fault(FaultEffect(.agent))], syncMode: .pull, actions: [scaled]), scheduler: AllInFirst())
    let bound = found.of(.boundChanged).filter { $0.time > .zero }
    #expect(bound.map(\.value) == [1, 1])
    #expect(bound.allSatisfy { $0.time > .zero + .hours(2) })
  }

  // Contact

  @Test func `each plane breaks its own part of the contact`() {
    let time = SimulationTime.zero + .minutes(90)
    func member(_ plane: FailurePlane, _ connections: FailedConnections = .refused) -> MemberCluster {
      let effect = FaultEffect(plane, connections: connections, slowness: Slowness(latency: .seconds(5)))
      return run(scenario([fault(effect)], syncMode: .pull), to: time).clusters[0]
    }
    func state(_ plane: FailurePlane) -> [Bool] {
      let found = member(plane)
      return [
        found.isAlive, found.isServing, found.isManaged, found.isReachable, found.isAgentAlive, found.isAgentHeard,
        found.isHeard,
      ]
    }
    #expect(state(.all) == [false, false, false, false, false, false, false])
    #expect(state(.hub) == [true, true, true, false, true, false, false])
    #expect(state(.user) == [true, false, true, true, true, true, true])
    #expect(state(.api) == [true, true, false, false, true, true, false])
    #expect(state(.agent) == [true, true, true, true, false, false, false])
    #expect(state(.slow) == [true, true, true, true, true, true, true])
    for plane in FailurePlane.allCases {
      #expect(member(plane, .blackholed).isBlackholed == plane.breaksConnections, "\(plane)")
      #expect(!member(plane).isBlackholed)
      #expect(member(plane).addedLatency == (plane == .slow ? .seconds(5) : .zero))
    }
  }

  @Test func `black holes are counted apart from what they lie over`() {
    let failures = [
      fault(FaultEffect(.all), at: .minutes(60), for: .minutes(60)),
      fault(FaultEffect(.hub, connections: .blackholed), at: .minutes(70), for: .minutes(10)),
      fault(FaultEffect(.api, connections: .blackholed), at: .minutes(75), for: .minutes(10)),
    ]
    let states = [65, 72, 82, 90].map { minutes in
      run(scenario(failures), to: .zero + .minutes(minutes)).clusters[0].isBlackholed
    }
    #expect(states == [false, true, true, false])
  }

  @Test func `probes that hang over a cluster that is down already delay its publication`() {
    let base = [fault(FaultEffect(.all), for: .minutes(30))]
    let plain = Runs.observations(scenario(base)).of(.readinessPublished)
    let holed = Runs.observations(
      scenario(
        base + [fault(FaultEffect(.hub, connections: .blackholed), at: .minutes(60) + .seconds(15), for: .minutes(2))])
    ).of(.readinessPublished)
    #expect(plain.count == 2 && holed.count == 2)
    #expect(zip(plain, holed).allSatisfy { $0.time <= $1.time })
    #expect(holed[0].time > plain[0].time)
  }

  // Slow

  @Test func `a gray cluster starts replicas in four times the time and gets work seconds later`() {
    let gray = fault(FaultEffect(.slow, slowness: Slowness(latency: .seconds(5), startFactor: 4)))
    let scaled = ActionSpec(at: .zero + .minutes(80), kind: .scale(workload: "web", replicas: 9))
    func times(_ failures: [FailureSpec]) -> (bound: SimulationTime?, ready: SimulationTime?) {
      let found = Runs.observations(scenario(failures, actions: [scaled]), scheduler: AllInFirst())
      return (
        found.of(.boundChanged).first { $0.time > .zero }?.time,
        found.of(.servingChanged).first { $0.time > .zero }?.time
      )
    }
    let plain = times([])
    let slow = times([gray])
    guard let bound = plain.bound, let ready = plain.ready, let slowBound = slow.bound, let slowReady = slow.ready
    else {
      Issue.record("nothing was bound or became ready")
      return
    }
    #expect(ready - bound == .seconds(10))
    #expect(slowBound - bound == .seconds(5))
    #expect(slowReady - slowBound == .seconds(40))
    let found = Runs.observations(scenario([gray]))
    #expect(found.of(.clusterLost).map(\.value) == [6, -6])
    #expect(found.of(.readinessPublished).isEmpty && found.of(.servingLostToFault).isEmpty)
  }

  @Test func `of overlapping slow faults the worst of each part counts`() {
    let failures = [
      fault(FaultEffect(.slow, slowness: Slowness(latency: .seconds(5), startFactor: 2)), at: .minutes(60)),
      fault(
        FaultEffect(.slow, slowness: Slowness(latency: .seconds(3), startFactor: 4, hangsLists: true)),
        at: .minutes(80), for: .minutes(20)),
    ]
    let members = [70, 90, 110, 130].map { run(scenario(failures), to: .zero + .minutes($0)).clusters[0] }
    #expect(members.map(\.addedLatency) == [.seconds(5), .seconds(5), .seconds(5), .zero])
    #expect(members.map(\.startFactor) == [2, 4, 2, 1])
    #expect(members.map(\.hangsLists) == [false, true, false, false])
    #expect(Runs.observations(scenario(failures)).of(.clusterLost).map(\.value) == [6, -6])
  }

  // Capacity

  @Test func `a share of a cluster's nodes goes down and the same ones come back`() {
    let found = Runs.observations(scenario([fault(FaultEffect(.all), nodes: .share(0.25))], replicas: 20))
    #expect(found.of(.nodesLost).map(\.value) == [3, -3])
    #expect(found.of(.clusterLost).isEmpty && found.of(.readinessPublished).isEmpty)
    #expect(found.serving(at: .zero + .hours(4)) == 20)
    let all = Runs.observations(scenario([fault(FaultEffect(.all), nodes: .count(99))]))
    #expect(all.of(.nodesLost).map(\.value) == [10, -10])
    #expect(all.of(.clusterLost).isEmpty)
  }

  @Test func `a common cause of nodes takes all of them and leaves the cluster's control plane`() {
    let law = FailureProcessSpec(
      level: .node, target: TargetSelector(cluster: "a"), up: .constant(.hours(3)), down: .constant(.minutes(10)),
      commonCause: CommonCause(beta: 1, group: .cluster))
    let found = Runs.observations(scenario([.process(law)]))
    #expect(found.of(.nodesLost).first?.value == 10)
    #expect(found.of(.clusterLost).isEmpty)
  }
}
