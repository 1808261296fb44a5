// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import Scheduling

@Suite struct WorkloadGroupsTests {
  private func placed(_ clusters: Int...) -> [AssignedReplicas] {
    clusters.map { AssignedReplicas(cluster: ClusterIndex($0), replicas: 1) }
  }

  @Test func `peers share namespace, key and value; unplaced ones are left out of affinity`() {
    let policy = NativePolicy.karmada(
      KarmadaPolicy(workloadAffinity: .init(affinityLabelKey: "app", antiAffinityLabelKey: "twin")))
    func workload(_ name: String, _ labels: Labels, in namespace: String = "shop") -> WorkloadSpec {
      WorkloadSpec(namespace: namespace, name: name, labels: labels)
    }
    let workloads = [
      workload("a", ["app": "x", "twin": "1"]), workload("b", ["app": "x", "twin": "1"]), workload("c", ["app": "x"]),
      workload("d", ["app": "y"]), workload("e", ["app": "x"], in: "other"), workload("f", [:]),
    ]
    let groups = WorkloadGroups(policies: workloads.map { _ in policy }, workloads: workloads)
    let assignments = [placed(5), placed(2, 1), [], placed(3), placed(4), placed(0)]
    func peers(of place: Int) -> PeerPlacement? { groups.peers(of: place) { assignments[$0] } }
    let (one, two, five) = (ClusterIndex(1), ClusterIndex(2), ClusterIndex(5))
    #expect(peers(of: 0) == PeerPlacement(affinity: [[one, two]], antiAffinity: [one, two]))
    #expect(peers(of: 2) == PeerPlacement(affinity: [[five], [one, two]]))
    #expect(peers(of: 3) == PeerPlacement())
    #expect(peers(of: 4) == PeerPlacement())
    #expect(peers(of: 5) == nil)
    #expect(WorkloadGroups(policies: [nil], workloads: [workloads[0]]).peers(of: 0) { _ in [] } == nil)
  }
}
