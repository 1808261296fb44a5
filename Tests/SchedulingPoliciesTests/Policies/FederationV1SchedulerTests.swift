// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling
import Testing

@testable import SchedulingPolicies

@Suite struct FederationV1SchedulerTests {
  private let bench = PolicyBench(ProfileCatalog.federationV1, named: ["k8s-1", "k8s-2", "k8s-3"])

  private func policy(rebalance: Bool) -> NativePolicy {
    .federationV1(
      FederationV1Policy(
        rebalance: rebalance,
        clusters: [
          ClusterPreference(cluster: "k8s-1", minimum: 10, maximum: 20, weight: 2),
          ClusterPreference(cluster: "*", weight: 1),
        ]))
  }

  @Test func `50 replicas over k8s-1 10..20 weight 2 and two of weight 1 give 20, 15, 15`() {
    #expect(bench.answer(bench.request(policy(rebalance: true), 50)) == ["k8s-1": 20, "k8s-2": 15, "k8s-3": 15])
  }

  @Test func `a lost cluster's 15 go to the one that is not full`() {
    var bench = bench
    bench["k8s-3"].readiness = .notReady
    let request = bench.request(policy(rebalance: false), 50, because: .readinessChanged).with {
      $0.observed = [
        bench.observation("k8s-1", desired: 20, ready: 20), bench.observation("k8s-2", desired: 15, ready: 15),
        bench.observation("k8s-3", desired: 15, ready: 15),
      ]
    }
    #expect(bench.answer(request) == ["k8s-1": 20, "k8s-2": 30])
  }

  @Test(
    arguments: [
      (false, ["k8s-1": 20, "k8s-2": 30, "k8s-3": 0]), (true, ["k8s-1": 20, "k8s-2": 15, "k8s-3": 15]),
    ] as [(Bool, [String: Int32])])
  func `a cluster that comes back with its 15 loses them, or with rebalance gets them back`(
    rebalance: Bool, expected: [String: Int32]
  ) {
    let request = bench.request(policy(rebalance: rebalance), 50, because: .readinessChanged).with {
      $0.observed = [
        bench.observation("k8s-1", desired: 20, ready: 20), bench.observation("k8s-2", desired: 30, ready: 30),
        bench.observation("k8s-3", desired: 15, ready: 15),
      ]
    }
    #expect(bench.answer(request) == expected)
  }

  @Test func `no annotation means equal weights`() {
    #expect(
      bench.answer(bench.request(.federationV1(FederationV1Policy()), 9)) == ["k8s-1": 3, "k8s-2": 3, "k8s-3": 3])
  }

  @Test func `the cluster-selector annotation leaves the others out`() {
    let bench = PolicyBench(ProfileCatalog.federationV1, [cluster("a", labels: ["env": "prod"]), cluster("b")])
    let selected = FederationV1Policy(clusterSelector: [.init(key: "env", operator: .isIn, values: ["prod"])])
    #expect(bench.answer(bench.request(.federationV1(selected), 4)) == ["a": 4])
  }
}
