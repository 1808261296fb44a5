// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// Worked numbers of Federation v1, KubeFed and KubeAdmiral, from their own tests and by hand, end to end in the world.
struct PeerFingerprintTests {
  // Federation v1

  private func federationV1(rebalance: Bool, failures: [FailureSpec] = []) -> PeerFederation {
    PeerFederation(
      ProfileCatalog.federationV1,
      .federationV1(
        FederationV1Policy(
          rebalance: rebalance,
          clusters: [
            ClusterPreference(cluster: "k8s-1", minimum: 10, maximum: 20, weight: 2),
            ClusterPreference(cluster: "*", weight: 1),
          ])),
      clusters: ["k8s-1", "k8s-2", "k8s-3"], replicas: 50, namespace: "default", failures: failures)
  }

  @Test(arguments: [false, true])
  func `50 replicas, at most 20 of them in k8s-1, give 20, 15 and 15`(rebalance: Bool) {
    #expect(federationV1(rebalance: rebalance).state(at: .zero).assigned == ["k8s-1": 20, "k8s-2": 15, "k8s-3": 15])
  }

  @Test func `without rebalance 20, 15, 15 becomes 20, 30, and 20, 30, 0 when k8s-3 returns still running 15`() {
    let cut = Federations.loss(of: "k8s-3", at: .minutes(30), for: .hours(1), plane: .hub)
    let federation = federationV1(rebalance: false, failures: [cut])
    let away = federation.state(at: .minutes(80))
    #expect(away.assigned == ["k8s-1": 20, "k8s-2": 30])
    // The copy behind the partition runs on.
    #expect(away.ready == ["k8s-1": 20, "k8s-2": 30, "k8s-3": 15])
    let back = federation.state(at: .minutes(100))
    #expect(back.assigned == ["k8s-1": 20, "k8s-2": 30, "k8s-3": 0])
    #expect(back.ready == ["k8s-1": 20, "k8s-2": 30, "k8s-3": 0])
  }

  @Test func `with rebalance the return gives 20, 15, 15 again`() {
    let cut = Federations.loss(of: "k8s-3", at: .minutes(30), for: .hours(1), plane: .hub)
    let federation = federationV1(rebalance: true, failures: [cut])
    #expect(federation.state(at: .minutes(80)).assigned == ["k8s-1": 20, "k8s-2": 30])
    #expect(federation.state(at: .minutes(100)).ready == ["k8s-1": 20, "k8s-2": 15, "k8s-3": 15])
  }

  // KubeFed

  private func kubeFed(
    _ replicas: Int, _ preferences: [ClusterPreference] = [], clusters: [String] = ["A", "B"]
  ) -> PeerFederation {
    PeerFederation(
      ProfileCatalog.kubeFed010,
      .kubeFed(
        KubeFedPolicy(
          clusterSelector: LabelSelector(), scheduling: .init(totalReplicas: Int64(replicas), clusters: preferences))),
      clusters: clusters, replicas: replicas)
  }

  @Test func `KubeFed's own scheduling tests: 4 give 2 and 2, 6 by 2:1 give 4 and 2, with 3 to 3 give 3 and 3`() {
    #expect(kubeFed(4).state(at: .zero).assigned == ["A": 2, "B": 2])
    let weights = [ClusterPreference(cluster: "A", weight: 2), ClusterPreference(cluster: "B", weight: 1)]
    #expect(kubeFed(6, weights).state(at: .zero).assigned == ["A": 4, "B": 2])
    let bounds = weights.map { ClusterPreference(cluster: $0.cluster, minimum: 3, maximum: 3, weight: $0.weight) }
    #expect(kubeFed(6, bounds).state(at: .zero).assigned == ["A": 3, "B": 3])
  }

  @Test func `an intersection that leaves one cluster gives it all 6`() {
    var federation = kubeFed(6)
    federation.fleet = Fleet(
      clusters: federation.fleet.clusters.map { cluster in
        var cluster = cluster
        if cluster.name == "A" { cluster.labels = ["tier": "prod"] }
        return cluster
      })
    federation.policy = .kubeFed(
      KubeFedPolicy(
        clusterSelector: LabelSelector(matchLabels: ["tier": "prod"]),
        scheduling: .init(totalReplicas: 6, intersectWithClusterSelector: true)))
    #expect(federation.state(at: .zero).assigned == ["A": 6])
  }

  @Test func `9 replicas over A 4 to 6 of weight 1 and B 4 to 8 of weight 2 give 4 and 5`() {
    let federation = kubeFed(
      9,
      [
        ClusterPreference(cluster: "A", minimum: 4, maximum: 6, weight: 1),
        ClusterPreference(cluster: "B", minimum: 4, maximum: 8, weight: 2),
      ])
    #expect(federation.state(at: .zero).assigned == ["A": 4, "B": 5])
  }

  @Test(arguments: [false, true])
  func `3 of B's 5 replicas without a node for 60 s give A 7 and B 2, or B 5 with rebalance`(rebalance: Bool) {
    var federation = PeerFederation(
      ProfileCatalog.kubeFed010, Federations.kubeFed(replicas: 9, rebalance: rebalance), clusters: ["A", "B"],
      replicas: 9, namespace: "test-ns", name: "test-deployment")
    federation.shrink("B", cores: 1)
    #expect(federation.state(at: .zero).assigned == ["A": 4, "B": 5])
    for time in [SimulationDuration.minutes(2), .hours(1)] {
      let state = federation.state(at: time)
      #expect(state.spec == (rebalance ? ["A": 7, "B": 5] : ["A": 7, "B": 2]))
      #expect(state.ready == ["A": 7, "B": 2])
    }
  }

  @Test func `with no ready cluster KubeFed's assignment is frozen`() {
    var federation = kubeFed(8)
    federation.failures = ["A", "B"].map { Federations.loss(of: $0, at: .minutes(10), for: nil) }
    federation.actions = [ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "web", replicas: 20))]
    let state = federation.state(at: .hours(2))
    #expect(state.observations.of(.readinessPublished).count == 2)
    #expect(state.assigned == ["A": 4, "B": 4])
  }

  // KubeAdmiral

  /// Clusters of one node each with these cores, of which some are used by others.
  private func kubeAdmiral(
    cores: KeyValuePairs<String, (all: Int64, free: Int64)>, _ policy: NativePolicy, current: [Int] = []
  ) -> PeerFederation {
    var federation = PeerFederation(ProfileCatalog.kubeAdmiral, policy, clusters: ["x"], replicas: 10)
    federation.fleet = Fleet(
      clusters: cores.map { name, amounts in
        ClusterSpec(
          name: name, provider: "p", region: name,
          pools: [
            NodePoolSpec(
              name: "default", nodeCount: 1,
              allocatable: Resources(cpuMillicores: amounts.all * 1000, memoryBytes: 64 << 30, pods: 110))
          ],
          reserved: Resources(cpuMillicores: (amounts.all - amounts.free) * 1000))
      })
    federation.workload.requests = Resources(cpuMillicores: 1, memoryBytes: 1 << 20, pods: 1)
    if !current.isEmpty {
      federation.initial = zip(cores.map(\.key), current).map { ClusterReplicas(cluster: $0, replicas: $1) }
    }
    return federation
  }

  @Test func `10 replicas by 200, 300 and 500 free cores give 2, 3 and 5`() {
    let federation = kubeAdmiral(
      cores: ["c1": (200, 200), "c2": (300, 300), "c3": (500, 500)], PeerFederation.kubeAdmiral())
    #expect(federation.state(at: .zero).assigned == ["c1": 2, "c2": 3, "c3": 5])
  }

  @Test func `10 replicas by weights 2, 3 and none give 4, 6 and no entry`() {
    let federation = PeerFederation(
      ProfileCatalog.kubeAdmiral, PeerFederation.kubeAdmiral(weights: ["c1": 2, "c2": 3, "c3": nil]),
      clusters: ["c1", "c2", "c3"], replicas: 10)
    #expect(federation.state(at: .zero).assigned == ["c1": 4, "c2": 6])
  }

  @Test func `40 and 10 free of 100 cores give 8 and 2; 5 and 5 stay unless disruption is allowed`() {
    let cores: KeyValuePairs<String, (all: Int64, free: Int64)> = ["c1": (100, 40), "c2": (100, 10)]
    #expect(kubeAdmiral(cores: cores, PeerFederation.kubeAdmiral()).state(at: .zero).assigned == ["c1": 8, "c2": 2])
    for avoids in [true, false] {
      var federation = kubeAdmiral(
        cores: cores, PeerFederation.kubeAdmiral(avoidsDisruption: avoids), current: [5, 5])
      federation.actions = [PeerFederation.taint("c1", .preferNoSchedule, at: .hours(1))]
      #expect(federation.state(at: .minutes(59)).assigned == ["c1": 5, "c2": 5])
      #expect(federation.state(at: .hours(2)).assigned == (avoids ? ["c1": 5, "c2": 5] : ["c1": 8, "c2": 2]))
    }
  }

  @Test func `a NoExecute taint on a makes 3 and 3 of 2, 2, 2, and a's object goes when a is reachable`() {
    let clusters = ["a", "b", "c"]
    let federation = PeerFederation(
      ProfileCatalog.kubeAdmiral, PeerFederation.kubeAdmiral(even: clusters), clusters: clusters, replicas: 6,
      failures: [Federations.loss(of: "a", at: .minutes(50), for: .minutes(50), plane: .hub)],
      actions: [PeerFederation.taint("a", .noExecute, at: .hours(1))])
    let away = federation.state(at: .minutes(90))
    #expect(away.assigned == ["b": 3, "c": 3] && away.spec == ["a": 2, "b": 3, "c": 3])
    let back = federation.state(at: .hours(2))
    #expect(back.spec == ["b": 3, "c": 3] && back.ready == ["b": 3, "c": 3])
  }

  @Test func `a NoSchedule taint holds a at what it has while the rest grows`() {
    let clusters = ["a", "b", "c"]
    let federation = PeerFederation(
      ProfileCatalog.kubeAdmiral, PeerFederation.kubeAdmiral(even: clusters), clusters: clusters, replicas: 6,
      actions: [
        PeerFederation.taint("a", .noSchedule, at: .minutes(30)),
        ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "web", replicas: 12)),
      ])
    #expect(federation.state(at: .hours(2)).assigned == ["a": 2, "b": 5, "c": 5])
  }

  @Test func `of clusters that score 250, 225 and 286 maxClusters 1 takes the third`() throws {
    func cluster(_ name: String, _ cpu: Int64, _ memory: Int64) -> ClusterSpec {
      ClusterSpec(
        name: name, provider: "p", region: name,
        pools: [
          NodePoolSpec(
            name: "default", nodeCount: 1,
            allocatable: Resources(cpuMillicores: 20_000, memoryBytes: 16 << 30, pods: 110))
        ],
        reserved: Resources(cpuMillicores: cpu * 1000, memoryBytes: memory << 30))
    }
    var federation = PeerFederation(
      ProfileCatalog.kubeAdmiral, .kubeAdmiral(KubeAdmiralPolicy(divides: true, maximumClusters: 1)), clusters: ["x"],
      replicas: 10)
    federation.fleet = Fleet(clusters: [cluster("x", 10, 8), cluster("y", 5, 12), cluster("z", 2, 2)])
    #expect(federation.state(at: .zero).assigned == ["z": 10])
    var policy = try #require(federation.policy.kubeAdmiral)
    policy.maximumClusters = 2
    federation.policy = .kubeAdmiral(policy)
    #expect(Set(federation.state(at: .zero).assigned.keys) == ["x", "z"])
  }
}
