// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import SchedulingPolicies

@Suite struct PlanningFleetTests {
  @Test func `every name is found at its place, and no other name is`() {
    let fleet = Fleet(clusters: (0..<500).map { cluster("cluster-\($0)", region: "r\($0 % 7)") })
    let directory = PlanningFleet(fleet: fleet)
    for (index, spec) in fleet.clusters.enumerated() {
      #expect(directory.index(of: spec.name) == ClusterIndex(index))
    }
    #expect(directory.index(of: "cluster-500") == nil)
    #expect(directory.index(of: "") == nil)
    #expect(PlanningFleet(fleet: Fleet(clusters: [])).index(of: "a") == nil)
  }

  @Test func `two names of one FNV-1 hash are both found`() {
    let fleet = Fleet(clusters: [cluster("cluster-49549"), cluster("cluster-1317582")])
    let directory = PlanningFleet(fleet: fleet)
    #expect(directory.nameHashes[0] == directory.nameHashes[1])
    #expect(directory.index(of: "cluster-1317582") == ClusterIndex(0))
    #expect(directory.index(of: "cluster-49549") == ClusterIndex(1))
  }

  @Test func `regions are numbered in the order of their bytes, no region is -1`() {
    let fleet = PlanningFleet(names: ["a", "b", "c", "d"], regions: ["z", "", "B", "z"])
    #expect(fleet.regions == [1, -1, 0, 1])
    #expect(fleet.regionNames == ["B", "z"])
  }

  @Test func `ranks follow the bytes of the names, not the order of the fleet`() {
    let fleet = Fleet(clusters: [cluster("b", region: "1"), cluster("a", region: "2"), cluster("B", region: "3")])
    #expect(PlanningFleet(fleet: fleet).nameRanks == [2, 1, 0])
  }

  @Test func `positions in an ascending list and places in any list`() {
    let clusters = [1, 4, 6, 9].map { ClusterIndex(Int32($0)) }
    #expect(clusters.ascendingPosition(of: ClusterIndex(Int32(6))) == 2)
    #expect(clusters.ascendingPosition(of: ClusterIndex(Int32(5))) == nil)
    #expect([ClusterIndex]().ascendingPosition(of: ClusterIndex(Int32(5))) == nil)
    var places = ClusterPlaces(fleetCount: 10)
    for cluster in clusters.reversed() { places.append(cluster) }
    #expect(places.place(of: ClusterIndex(Int32(9))) == 0)
    #expect(places.place(of: ClusterIndex(Int32(1))) == 3)
    #expect(places.place(of: ClusterIndex(Int32(2))) == nil)
    places.removeAll()
    places.append(ClusterIndex(Int32(4)))
    #expect(places.place(of: ClusterIndex(Int32(9))) == nil)
    #expect(places.place(of: ClusterIndex(Int32(4))) == 0)
  }

  @Test func `an API server without a list serves every kind, one with a list those in it`() {
    var spec = cluster("a")
    #expect(spec.serves(kind: "Deployment"))
    spec.servedKinds = ["apps/v1/StatefulSet", "Job"]
    #expect(spec.serves(kind: "StatefulSet"))
    #expect(spec.serves(kind: "Job"))
    #expect(!spec.serves(kind: "Deployment"))
    #expect(!spec.serves(kind: "Set"))
  }
}
