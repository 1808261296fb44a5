// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling
import Testing

@testable import SchedulingPolicies

@Suite struct KubeFedSchedulerTests {
  private func preference(
    rebalance: Bool = false, intersect: Bool = false, selector: LabelSelector? = nil,
    _ clusters: [ClusterPreference] = []
  ) -> NativePolicy {
    .kubeFed(
      KubeFedPolicy(
        clusterSelector: selector,
        scheduling: .init(
          totalReplicas: 0, rebalance: rebalance, intersectWithClusterSelector: intersect, clusters: clusters)))
  }

  // Published: the document on KubeFed and Karmada.
  @Test func `9 replicas over A 4..6 weight 1 and B 4..8 weight 2 give A 4, B 5`() {
    let bench = PolicyBench(.kubeFed, named: ["A", "B"])
    let policy = preference([
      ClusterPreference(cluster: "A", minimum: 4, maximum: 6, weight: 1),
      ClusterPreference(cluster: "B", minimum: 4, maximum: 8, weight: 2),
    ])
    #expect(bench.answer(bench.request(policy, 9)) == ["A": 4, "B": 5])
  }

  // Published: kubefed test/e2e/scheduling.go.
  @Test(
    arguments: [
      (4, [ClusterPreference](), ["c1": 2, "c2": 2]),
      (
        6, [ClusterPreference(cluster: "c1", weight: 2), ClusterPreference(cluster: "c2", weight: 1)],
        ["c1": 4, "c2": 2]
      ),
      (
        6,
        [
          ClusterPreference(cluster: "c1", minimum: 3, weight: 2),
          ClusterPreference(cluster: "c2", minimum: 3, weight: 1),
        ], ["c1": 3, "c2": 3]
      ),
    ] as [(Int32, [ClusterPreference], [String: Int32])])
  func `the published end-to-end divisions hold`(
    total: Int32, preferences: [ClusterPreference], expected: [String: Int32]
  ) {
    let bench = PolicyBench(.kubeFed, named: ["c1", "c2"])
    #expect(bench.answer(bench.request(preference(preferences), total)) == expected)
  }

  @Test func `an intersection that leaves one cluster gives it all 6`() {
    let bench = PolicyBench(.kubeFed, [cluster("c1", labels: ["tier": "prod"]), cluster("c2")])
    let policy = preference(intersect: true, selector: LabelSelector(matchLabels: ["tier": "prod"]))
    #expect(bench.answer(bench.request(policy, 6)) == ["c1": 6])
  }

  @Test func `an intersection that leaves nobody changes nothing`() {
    let bench = PolicyBench(.kubeFed, named: ["c1", "c2"])
    #expect(bench.decide(bench.request(preference(intersect: true), 6)).outcome == .keep)
  }

  @Test(arguments: [(true, ["A": 7, "B": 5]), (false, ["A": 7, "B": 2])] as [(Bool, [String: Int32])])
  func `3 of B's 5 pods unschedulable move to A, and stay on B too with rebalance`(
    rebalance: Bool, expected: [String: Int32]
  ) {
    let bench = PolicyBench(.kubeFed, named: ["A", "B"])
    let policy = preference(rebalance: rebalance, [ClusterPreference(cluster: "*", weight: 1)])
    let request = bench.request(policy, 9, key: "test-ns/test-deployment").with {
      $0.observed = [
        bench.observation("A", desired: 4, ready: 4), bench.observation("B", desired: 5, ready: 2, unschedulable: 3),
      ]
    }
    #expect(bench.answer(request) == expected)
  }

  @Test func `a cluster that is not ready gets nothing and its share moves`() {
    var bench = PolicyBench(.kubeFed, named: ["A", "B", "C"])
    #expect(bench.answer(bench.request(preference(), 9)) == ["A": 3, "B": 3, "C": 3])
    bench["B"].readiness = .notReady
    let answer = bench.answer(bench.request(preference(), 9, because: .readinessChanged))
    #expect(answer?["B"] == nil)
    #expect(answer?.values.reduce(0, +) == 9)
  }

  @Test func `without a ready cluster everything stays`() {
    var bench = PolicyBench(.kubeFed, named: ["A", "B"])
    bench["A"].readiness = .unknown
    bench["B"].readiness = .notReady
    #expect(bench.decide(bench.request(preference(), 9)).outcome == .keep)
  }

  @Test func `a cluster without any preference keeps an entry of 0`() {
    let bench = PolicyBench(.kubeFed, named: ["A", "B"])
    let policy = preference([ClusterPreference(cluster: "A", weight: 1)])
    #expect(bench.answer(bench.request(policy, 5)) == ["A": 5, "B": 0])
  }

  // Published: the KubeSphere document.
  @Test func `a FederatedDeployment of 1 with gondor=4 gives rohan 1, gondor 4`() {
    var bench = PolicyBench(.kubeFed, named: ["rohan", "gondor", "mordor"])
    let policy = NativePolicy.kubeFed(
      KubeFedPolicy(
        placementClusters: ["rohan", "gondor"],
        replicaOverrides: [ClusterReplicas(cluster: "gondor", replicas: 4)]))
    #expect(bench.answer(bench.request(policy, 1)) == ["rohan": 1, "gondor": 4])
    bench["gondor"].readiness = .notReady
    #expect(bench.answer(bench.request(policy, 1, because: .readinessChanged)) == ["rohan": 1, "gondor": 4])
  }

  @Test func `neither clusters nor selector place nowhere, an empty selector everywhere, and clusters win over it`() {
    let bench = PolicyBench(.kubeFed, named: ["A", "B"])
    #expect(bench.answer(bench.request(.kubeFed(KubeFedPolicy()), 2)) == [:])
    let everywhere = KubeFedPolicy(clusterSelector: LabelSelector())
    #expect(bench.answer(bench.request(.kubeFed(everywhere), 2)) == ["A": 2, "B": 2])
    let both = KubeFedPolicy(placementClusters: ["B"], clusterSelector: LabelSelector())
    #expect(bench.answer(bench.request(.kubeFed(both), 2)) == ["B": 2])
    let nowhere = KubeFedPolicy(placementClusters: [], clusterSelector: LabelSelector())
    #expect(bench.answer(bench.request(.kubeFed(nowhere), 2)) == [:])
  }
}

extension ControlPlaneProfile {
  static let kubeFed = ProfileCatalog.kubeFed010
}
