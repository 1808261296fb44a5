// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// Rolling maintenance: nodes are emptied before they go down, clusters tainted.
struct NodeDrainTests {
  private func scenario(
    _ maintenance: MaintenanceSpec, nodes: Int, replicas: Int, least: Int? = nil,
    termination: SimulationDuration = .zero, clusters: [String] = ["a"],
    profile: ControlPlaneProfile = ProfileCatalog.karmada118
  ) -> Scenario {
    var workload = Federations.workload(replicas: replicas)
    workload.minimumAvailable = least
    workload.termination = termination
    return Scenario(
      name: "drain", horizon: .hours(6), fleet: Federations.fleet(named: clusters, nodes: nodes, cores: 4),
      workloads: [workload], contenders: [Federations.contender(of: profile, over: [workload])],
      failures: [.maintenance(maintenance)],
      actions: maintenance.actions(in: Federations.fleet(named: clusters, nodes: nodes, cores: 4)))
  }

  private func maintenance(
    _ unit: MaintenanceSpec.Unit = .node, drain: SimulationDuration = .minutes(5), atOnce: Int = 1,
    cluster: String? = "a"
  ) -> MaintenanceSpec {
    MaintenanceSpec(
      of: unit, at: .zero + .hours(1), target: TargetSelector(cluster: cluster), drain: drain, down: .minutes(20),
      gap: .minutes(1), atOnce: atOnce)
  }

  private func lowest(_ found: [Observation]) -> Int64 {
    found.filter { $0.time > .zero }.map { found.serving(at: $0.time) }.min() ?? 0
  }

  @Test func `every node is down once, and no ready replica is lost with it`() {
    let found = Runs.observations(scenario(maintenance(), nodes: 4, replicas: 8))
    #expect(found.of(.nodesLost).map(\.value) == [1, -1, 1, -1, 1, -1, 1, -1])
    #expect(found.of(.nodesLost).map { $0.time.seconds / 60 } == [65, 85, 91, 111, 117, 137, 143, 163])
    #expect(found.of(.servingLostToFault).isEmpty)
    #expect(found.serving(at: .zero + .hours(6)) == 8)
    // Without a budget the two or more replicas of a node stop together, and others are ready 10 s later.
    #expect(lowest(found) < 8)
    #expect(found.serving(at: .zero + .hours(1) + .seconds(10)) == 8)
    #expect(found.of(.moved).isEmpty && found.of(.evicted).isEmpty && found.of(.stoppedHealthy).isEmpty)
  }

  @Test(arguments: [5, 7, 8])
  func `a drain keeps the replicas that a workload must have ready`(least: Int) {
    let found = Runs.observations(
      scenario(maintenance(), nodes: 4, replicas: 8, least: least, termination: .seconds(20)))
    let drained = found.filter { $0.time > .zero && $0.time < .zero + .minutes(65) }
    let lowestInDrain: Int64 = drained.map { found.serving(at: $0.time) }.min() ?? 8
    #expect(lowestInDrain >= Int64(least))
    if least < 8 {
      // What may go, goes: nothing is left when the node goes down.
      #expect(found.of(.servingLostToFault).isEmpty)
      #expect(lowest(found) >= Int64(least))
    } else {
      // None may go, so the node takes them down with it.
      #expect(found.of(.servingLostToFault).first?.value == -2)
      #expect(found.of(.servingLostToFault).first?.time == .zero + .minutes(65))
    }
  }

  @Test func `what the budget holds back is tried again every five seconds`() {
    let found = Runs.observations(scenario(maintenance(), nodes: 4, replicas: 8, least: 7))
    let stops = found.of(.servingChanged).filter { $0.value < 0 && $0.time < .zero + .minutes(65) }
    // The first at once; its successor is ready after 10 s, which the attempt at 10 s may or may not see.
    #expect(stops.count == 2 && stops.allSatisfy { $0.value == -1 })
    #expect(stops.first?.time == .zero + .hours(1))
    let second = ((stops.last?.time ?? .zero) - (SimulationTime.zero + .hours(1))).seconds
    #expect(second == 10 || second == 15)
  }

  @Test func `a node under maintenance takes nothing new, and does when it is back`() {
    // One node of two: what is drained has room on the other; 16 replicas fill both, so eight wait for 25 minutes.
    let found = Runs.observations(scenario(maintenance(), nodes: 2, replicas: 16))
    #expect(found.serving(at: .zero + .minutes(70)) == 8)
    let waiting = found.of(.waitingChanged).filter { $0.time >= .zero + .hours(1) }
    #expect(waiting.first?.time == .zero + .hours(1))
    #expect(found.serving(at: .zero + .minutes(85) + .seconds(9)) == 8)
    #expect(found.serving(at: .zero + .minutes(85) + .seconds(10)) == 16)
    #expect(found.serving(at: .zero + .hours(6)) == 16)
  }

  @Test func `a node that comes back during its drain is emptied too`() {
    var scenario = scenario(maintenance(drain: .minutes(30)), nodes: 4, replicas: 8)
    scenario.failures.insert(
      .scripted(
        ScriptedFailureSpec(
          at: .zero + .minutes(58), span: .minutes(4), target: TargetSelector(cluster: "a"), ordinal: 0)), at: 0)
    let found = Runs.observations(scenario)
    // Lost at 58 min, started again at 62 min, told to stop 5 s later, replaced at once.
    #expect(found.of(.servingLostToFault).map(\.value) == [-2])
    let rebound = found.of(.boundChanged).filter { $0.time > .zero && $0.time < .zero + .minutes(90) }
    let moved = SimulationTime.zero + .minutes(62) + .seconds(5)
    #expect(rebound.map(\.time) == Array(repeating: moved, count: 4))
    #expect(found.serving(at: .zero + .minutes(62) + .seconds(15)) == 8)
  }

  @Test func `a cluster that is down during the drain of a node is no trouble`() {
    var scenario = scenario(maintenance(), nodes: 4, replicas: 8)
    scenario.failures.append(Federations.loss(of: "a", at: .minutes(59), for: .minutes(3)))
    let found = Runs.observations(scenario)
    #expect(found.serving(at: .zero + .hours(6)) == 8)
    #expect(found.of(.servingLostToFault).map(\.value).reduce(0, +) == -8)
  }

  @Test func `whoever looks at taints has left a cluster before it goes down`() {
    // A workload without a toleration for the key leaves at once; Karmada with failover replaces it gracefully.
    let maintained = maintenance(.cluster, drain: .minutes(15))
    let found = Runs.observations(
      scenario(
        maintained, nodes: 8, replicas: 8, clusters: ["a", "b"], profile: Federations.karmadaWithFailover))
    #expect(found.of(.evicted).first?.cluster == 0)
    #expect(found.of(.servingLostToFault).isEmpty)
    // b ran the workload before: news from then lets the old copy go before the new replicas are up.
    #expect(lowest(found) == 4)
    #expect(found.of(.clusterLost).map(\.value) == [1, -1])
    #expect(found.of(.clusterLost).first?.time == .zero + .minutes(75))
    // KubeFed looks at no taint and loses what is there.
    let kubeFed = Runs.observations(
      scenario(maintained, nodes: 8, replicas: 8, clusters: ["a", "b"], profile: ProfileCatalog.kubeFed010))
    #expect(kubeFed.of(.servingLostToFault).map(\.value) == [-4])
  }
}
