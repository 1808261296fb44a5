// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// What each plane of a failure breaks, and what nodes do.
struct FaultHandlingTests {
  private func scenario(
    _ failures: [FailureSpec], profile: ControlPlaneProfile = Federations.karmadaWithFailover,
    fleet: Fleet = Federations.fleet(named: ["a", "b"]), replicas: Int = 8, horizon: SimulationDuration = .hours(4)
  ) -> Scenario {
    let workloads = [Federations.workload(replicas: replicas)]
    return Scenario(
      name: "faults", horizon: horizon, fleet: fleet, workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)], failures: failures)
  }

  private func minimum(_ found: [Observation]) -> Int64 {
    found.filter { $0.time > .zero }.map { found.serving(at: $0.time) }.min() ?? 0
  }

  @Test(arguments: [
    Federations.karmadaWithFailover, ProfileCatalog.karmada118, ProfileCatalog.kubeFed010, ProfileCatalog.federationV1,
    ProfileCatalog.kubeAdmiral, Federations.kubeAdmiralWithOperator,
  ])
  func `a member cut off from the hub serves on`(profile: ControlPlaneProfile) {
    let found = Runs.observations(
      scenario([Federations.loss(of: "a", at: .hours(1), for: .hours(1), plane: .hub)], profile: profile))
    #expect(found.of(.servingLostToFault).isEmpty)
    #expect(found.of(.clusterLost).map(\.value) == [2, -2])
    let during = found.filter { $0.time > .zero && $0.time < .zero + .hours(2) }
    #expect(during.allSatisfy { found.serving(at: $0.time) >= 8 })
  }

  @Test func `Karmada with failover runs a second copy of what is cut off, until the old one goes`() {
    let found = Runs.observations(
      scenario([Federations.loss(of: "a", at: .hours(1), for: .hours(1), plane: .hub)]))
    #expect(found.serving(at: .zero + .minutes(90), cluster: 0) == 4)
    #expect(found.serving(at: .zero + .minutes(90), cluster: 1) == 8)
    #expect(found.serving(at: .zero + .hours(4)) == 8)
  }

  @Test func `a member cut off from its users moves nothing and serves nobody`() {
    let found = Runs.observations(
      scenario([Federations.loss(of: "a", at: .hours(1), for: .hours(1), plane: .user)]))
    #expect(found.of(.clusterLost).map(\.value) == [3, -3])
    #expect(found.of(.servingLostToFault).map(\.value) == [-4])
    #expect(found.of(.readinessPublished).isEmpty && found.of(.evicted).isEmpty && found.of(.moved).isEmpty)
    #expect(found.serving(at: .zero + .minutes(90)) == 4)
    #expect(found.serving(at: .zero + .hours(2)) == 8)
  }

  @Test func `what is on a dead member is lost and starts again when it is back`() {
    let found = Runs.observations(
      scenario(
        [Federations.loss(of: "a", at: .hours(1), for: .hours(1))], profile: ProfileCatalog.karmada118))
    #expect(found.of(.servingLostToFault).map(\.value) == [-4])
    #expect(found.serving(at: .zero + .hours(2)) == 4)
    #expect(found.serving(at: .zero + .hours(2) + .milliseconds(9_999)) == 4)
    #expect(found.serving(at: .zero + .hours(2) + .seconds(10)) == 8)
    #expect(found.of(.boundChanged).allSatisfy { $0.time == .zero })
  }

  @Test func `overlapping faults of all planes are told apart`() {
    let found = Runs.observations(
      scenario(
        [
          Federations.loss(of: "a", at: .minutes(60), for: .minutes(30), plane: .user),
          Federations.loss(of: "a", at: .minutes(70), for: .minutes(10), plane: .all),
          Federations.loss(of: "a", at: .minutes(75), for: .minutes(30), plane: .all),
          Federations.loss(of: "a", at: .minutes(100), for: .minutes(10), plane: .hub),
        ], profile: ProfileCatalog.karmada118))
    // Lost to users at 60, dead from 70 to 105 without a further loss, back in service 10 s later.
    #expect(found.of(.servingLostToFault).map(\.value) == [-4])
    #expect(found.of(.servingLostToFault).first?.time == .zero + .minutes(60))
    #expect(found.serving(at: .zero + .minutes(104)) == 4)
    #expect(found.serving(at: .zero + .minutes(105) + .seconds(10)) == 8)
    #expect(found.of(.clusterLost).map(\.value) == [3, 1, -3, 2, -1, -2])
  }

  @Test func `a window without length breaks nothing`() {
    let quiet = Runs.observations(scenario([]))
    for plane in [FailurePlane.all, .hub, .user] {
      let found = Runs.observations(
        scenario([Federations.loss(of: "a", at: .hours(1), for: .zero, plane: plane)]))
      #expect(found == quiet, "\(plane)")
    }
  }

  @Test func `a failure for good is never repaired`() {
    let found = Runs.observations(scenario([Federations.loss(of: "a", at: .hours(1), for: nil)]))
    #expect(found.of(.faultBegan).count == 1 && found.of(.faultEnded).isEmpty)
    #expect(found.bound(at: .zero + .hours(4), cluster: 0) == 4)
    #expect(found.serving(at: .zero + .hours(4), cluster: 1) == 8)
  }

  // Nodes

  /// One cluster of `nodes` nodes in turn in the zones z0 and z1.
  private func zonedFleet(nodes: Int) -> Fleet {
    let pool = NodePoolSpec(
      name: "default", nodeCount: nodes,
      allocatable: Resources(cpuMillicores: 4000, memoryBytes: 16 << 30, pods: 110))
    return Fleet(clusters: [ClusterSpec(name: "a", region: "r", zones: ["z0", "z1"], pools: [pool])])
  }

  private func zoneLoss(_ zone: String, for span: SimulationDuration?, plane: FailurePlane = .all) -> FailureSpec {
    .scripted(at: .zero + .hours(1), span: span, target: TargetSelector(zone: zone), plane: plane)
  }

  @Test func `a zone takes its nodes alone, and the member is never lost`() {
    let found = Runs.observations(
      scenario([zoneLoss("z1", for: .hours(1))], fleet: zonedFleet(nodes: 5)))
    #expect(found.of(.nodesLost).map(\.value) == [2, -2])
    #expect(found.of(.clusterLost).isEmpty && found.of(.readinessPublished).isEmpty)
    // 8 replicas over 5 nodes: 2, 2, 2, 1, 1; nodes 1 and 3 hold 3 of them.
    #expect(found.of(.servingLostToFault).reduce(0) { $0 + $1.value } == -3)
  }

  @Test func `a zone that holds all nodes of a member takes the member with it`() {
    var cluster = zonedFleet(nodes: 5).clusters[0]
    cluster.zones = ["z1"]
    let found = Runs.observations(scenario([zoneLoss("z1", for: .hours(1))], fleet: Fleet(clusters: [cluster])))
    #expect(found.of(.nodesLost).isEmpty)
    #expect(found.of(.clusterLost).map(\.value) == [1, -1])
    #expect(found.of(.servingLostToFault).reduce(0) { $0 + $1.value } == -8)
    #expect(found.of(.readinessPublished).map(\.value) == [0, 1])
  }

  @Test func `replicas of a node that stays away are replaced after 340 s`() {
    let found = Runs.observations(
      scenario([zoneLoss("z1", for: .hours(1))], fleet: zonedFleet(nodes: 5)))
    let replaced = SimulationTime.zero + .hours(1) + .seconds(340)
    #expect(found.serving(at: replaced + .milliseconds(9_999)) == 5)
    #expect(found.serving(at: replaced + .seconds(10)) == 8)
    let rebound = found.of(.boundChanged).filter { $0.time > .zero }
    #expect(rebound.filter { $0.value > 0 }.count == 3 && rebound.filter { $0.value < 0 }.count == 3)
    #expect(rebound.allSatisfy { $0.time == replaced })
    #expect(found.serving(at: .zero + .hours(4)) == 8)
  }

  @Test func `a node that is back before has its replicas restarted in place`() {
    let found = Runs.observations(
      scenario([zoneLoss("z1", for: .seconds(339))], fleet: zonedFleet(nodes: 5)))
    let back = SimulationTime.zero + .hours(1) + .seconds(339)
    #expect(found.serving(at: back) == 5)
    #expect(found.serving(at: back + .seconds(10)) == 8)
    #expect(found.of(.boundChanged).allSatisfy { $0.time == .zero })
  }

  @Test func `a zone out of its users' reach runs on and serves nobody until it is back`() {
    let found = Runs.observations(
      scenario([zoneLoss("z1", for: .hours(1), plane: .user)], fleet: zonedFleet(nodes: 5)))
    #expect(found.of(.servingLostToFault).reduce(0) { $0 + $1.value } == -3)
    #expect(found.serving(at: .zero + .minutes(90)) == 5)
    #expect(found.serving(at: .zero + .hours(2)) == 8)
    #expect(found.of(.boundChanged).allSatisfy { $0.time == .zero })
    #expect(found.of(.nodesLost).isEmpty && found.of(.moved).isEmpty)
  }

  @Test func `a hidden zone whose cluster dies serves again only when both are mended`() {
    let found = Runs.observations(
      scenario(
        [
          zoneLoss("z1", for: .hours(1), plane: .user),
          Federations.loss(of: "a", at: .minutes(70), for: .minutes(10)),
        ], profile: ProfileCatalog.karmada118, fleet: zonedFleet(nodes: 5)))
    #expect(found.of(.servingLostToFault).map(\.value) == [-2, -1, -5])
    #expect(found.serving(at: .zero + .minutes(81)) == 5)
    #expect(found.serving(at: .zero + .hours(2)) == 8)
  }

  @Test func `a zone of the hub plane breaks nothing, for no node is on it`() {
    let found = Runs.observations(
      scenario([zoneLoss("z1", for: .hours(1), plane: .hub)], fleet: zonedFleet(nodes: 5)))
    #expect(found.of(.nodesLost).isEmpty && found.of(.servingLostToFault).isEmpty)
  }

  @Test func `a node that is down when its cluster comes back is given up 340 s after that`() {
    let found = Runs.observations(
      scenario(
        [
          zoneLoss("z1", for: .hours(2)),
          .scripted(
            at: .zero + .minutes(61), span: .minutes(30), target: TargetSelector(cluster: "a"), plane: .all),
        ], profile: ProfileCatalog.karmada118, fleet: zonedFleet(nodes: 5)))
    let back = SimulationTime.zero + .minutes(91)
    #expect(found.serving(at: back + .seconds(10)) == 5)
    #expect(found.serving(at: back + .seconds(349)) == 5)
    #expect(found.serving(at: back + .seconds(350)) == 8)
  }

  @Test func `without room the replicas of a lost node wait, and get nodes when it is back`() {
    // Each node holds 8 replicas; both are full.
    let found = Runs.observations(
      scenario([zoneLoss("z1", for: .hours(1))], fleet: zonedFleet(nodes: 2), replicas: 16),
      scheduler: FixedPlaces([16]))
    let waiting = found.of(.waitingChanged).filter { $0.time >= .zero + .hours(1) }
    #expect(waiting.first?.time == .zero + .hours(1) + .seconds(340))
    #expect(found.serving(at: .zero + .hours(2)) == 8)
    #expect(found.serving(at: .zero + .hours(2) + .seconds(10)) == 16)
    #expect(waiting.reduce(0) { $0 + $1.value } == 0)
  }

  @Test func `each node of a law is one unit, and the fleet's nodes fail apart`() {
    var scenario = scenario(
      [
        .process(
          FailureProcessSpec(
            level: .node, up: .exponential(mean: .hours(5)), down: .exponential(mean: .minutes(10))))
      ], fleet: zonedFleet(nodes: 6), horizon: .hours(50))
    scenario.workloads = [Federations.workload(replicas: 12)]
    let found = Runs.observations(scenario)
    #expect(found.of(.nodesLost).count > 60)
    #expect(found.of(.nodesLost).allSatisfy { abs($0.value) == 1 })
    #expect(Set(found.of(.faultBegan).map(\.value)).count == 6)
    #expect(minimum(found) < 12)
  }
}
