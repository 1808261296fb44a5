// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// What of the hub is down, by name or because its region is.
struct HubFaultsTests {
  private func scenario(_ failures: [FailureSpec], hubRegion: String? = "a") -> Scenario {
    let workloads = [Federations.workload(replicas: 8)]
    return Scenario(
      name: "hub", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"]),
      network: NetworkSpec(hub: HubSpec(region: hubRegion)), workloads: workloads,
      contenders: [Federations.contender(of: ProfileCatalog.karmada118, over: workloads)], failures: failures)
  }

  private func hub(_ component: HubComponent, at minutes: Int64, for span: Int64) -> FailureSpec {
    .scripted(ScriptedFailureSpec(at: .zero + .minutes(minutes), span: .minutes(span), hub: component))
  }

  private func loss(_ target: TargetSelector, plane: FailurePlane = .all) -> FailureSpec {
    .scripted(at: .zero + .hours(1), span: .hours(1), target: target, plane: plane)
  }

  @Test func `each component is counted by itself, overlaps once`() {
    let found = Runs.observations(
      scenario([
        hub(.scheduler, at: 60, for: 30), hub(.scheduler, at: 70, for: 30), hub(.store, at: 80, for: 5),
        hub(.controllers, at: 82, for: 60), hub(.all, at: 84, for: 1),
      ]))
    #expect(found.of(.hubLost).map(\.value) == [4, 2, 3, 1, -2, -1, -4, -3])
    #expect(found.of(.hubLost).map { $0.time.seconds / 60 } == [60, 80, 82, 84, 85, 85, 100, 142])
    #expect(found.of(.clusterLost).isEmpty && found.of(.servingLostToFault).isEmpty)
  }

  @Test func `a component is up when neither it nor the whole hub is down`() {
    var faults = HubFaults()
    #expect(HubComponent.allCases.allSatisfy { faults.isUp($0) })
    var turns = [faults.count(.scheduler, begins: true)]
    #expect(!faults.isUp(.scheduler) && faults.isUp(.store) && faults.isUp(.all))
    turns += [faults.count(.all, begins: true), faults.count(.all, begins: true)]
    let up = HubComponent.allCases.filter { faults.isUp($0) }
    #expect(up.isEmpty)
    turns += [faults.count(.all, begins: false), faults.count(.all, begins: false)]
    #expect(faults.isUp(.store) && !faults.isUp(.scheduler))
    #expect(turns == [true, true, false, false, true])
  }

  @Test func `the hub goes down with its region, and only with the whole of it`() {
    func lost(_ failure: FailureSpec, hubRegion: String? = "a") -> [Int64] {
      Runs.observations(scenario([failure], hubRegion: hubRegion)).of(.hubLost).map(\.value)
    }
    #expect(lost(loss(TargetSelector(region: "a"))) == [1, -1])
    #expect(lost(loss(TargetSelector(provider: "p"))) == [1, -1])
    #expect(lost(loss(TargetSelector(region: "b"))) == [])
    #expect(lost(loss(TargetSelector(cluster: "a"))) == [])
    #expect(lost(loss(TargetSelector(region: "a"), plane: .hub)) == [])
    #expect(lost(loss(TargetSelector(region: "a"), plane: .user)) == [])
    #expect(lost(loss(TargetSelector(region: "a")), hubRegion: nil) == [])
  }

  @Test func `a hub partitioned from a region loses no replica and every member of it`() {
    let found = Runs.observations(scenario([loss(TargetSelector(region: "b"), plane: .hub)]))
    #expect(found.of(.servingLostToFault).isEmpty && found.of(.hubLost).isEmpty)
    #expect(found.of(.readinessPublished).map(\.cluster) == [1, 1])
    #expect(found.serving(at: .zero + .minutes(90)) == 8)
  }
}
