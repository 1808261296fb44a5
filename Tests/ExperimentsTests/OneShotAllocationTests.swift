// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import Experiments

@Suite struct OneShotAllocationTests {
  func allocate(
    replicas: Int, clusters: [String], profile: ControlPlaneProfile, _ policy: NativePolicy,
    cores: Int64 = 64
  ) throws -> Allocation {
    let specs = clusters.map { name in
      ClusterSpec(
        name: name, region: "r",
        pools: [
          NodePoolSpec(
            name: "p", nodeCount: 10,
            allocatable: Resources(cpuMillicores: cores * 1000, memoryBytes: 256 << 30, pods: 110))
        ])
    }
    let workload = WorkloadSpec(
      namespace: "shop", name: "web", replicas: replicas,
      requests: Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 1))
    let scenario = Scenario(
      name: "one", horizon: .seconds(60), fleet: Fleet(clusters: specs), workloads: [workload],
      contenders: [ContenderSpec(name: "x", profile: profile, policies: [policy])])
    let answers = OneShotAllocation(scenario: scenario).allocations(ofContender: 0)
    #expect(answers.count == 1)
    return try #require(answers.first)
  }

  @Test func `RSP: 9 replicas, A 4..6 weight 1, B 4..8 weight 2 give A 4, B 5`() throws {
    let preference = KubeFedPolicy.ReplicaSchedulingPreference(
      totalReplicas: 9,
      clusters: [
        ClusterPreference(cluster: "A", minimum: 4, maximum: 6, weight: 1),
        ClusterPreference(cluster: "B", minimum: 4, maximum: 8, weight: 2),
      ])
    let answer = try allocate(
      replicas: 9, clusters: ["A", "B"], profile: ProfileCatalog.kubeFed010,
      .kubeFed(KubeFedPolicy(placementClusters: ["A", "B"], scheduling: preference)))
    #expect(answer.assigned == ["A": 4, "B": 5])
    #expect(answer.unplaced == 0 && answer.message == nil)
    #expect(answer.clusters.map(\.name) == ["A", "B"])
    #expect(answer.clusters.map(\.assigned) == [4, 5])
  }

  @Test func `FederatedDeployment: 1 replica, override gondor=4 give rohan 1, gondor 4`() throws {
    let answer = try allocate(
      replicas: 1, clusters: ["gondor", "rohan"], profile: ProfileCatalog.kubeFed010,
      .kubeFed(
        KubeFedPolicy(
          placementClusters: ["rohan", "gondor"],
          replicaOverrides: [ClusterReplicas(cluster: "gondor", replicas: 4)])))
    #expect(answer.assigned == ["gondor": 4, "rohan": 1])
  }

  @Test func `Karmada static weights: 9 over 1:2 give 3:6`() throws {
    let weights = [("A", Int64(1)), ("B", 2)].map { name, weight in
      KarmadaPolicy.StaticWeight(target: KarmadaPolicy.ClusterAffinity(clusterNames: [name]), weight: weight)
    }
    let answer = try allocate(
      replicas: 9, clusters: ["A", "B"], profile: ProfileCatalog.karmada118,
      .karmada(KarmadaPolicy(scheduling: .staticWeight(weights))))
    #expect(answer.assigned == ["A": 3, "B": 6])
  }

  @Test func `an override changes what a member runs, not what is placed`() throws {
    let answer = try allocate(
      replicas: 4, clusters: ["A", "B"], profile: ProfileCatalog.karmada118,
      .karmada(
        KarmadaPolicy(
          scheduling: .staticWeight(nil), replicaOverrides: [ClusterReplicas(cluster: "A", replicas: 9)])))
    #expect(answer.assigned == ["A": 9, "B": 2])
    #expect(answer.unplaced == 0)
  }

  /// Two workloads of one group and namespace over clusters A and B, each of 3 nodes of 4 cores; `api` is bound to B.
  private func pair(
    _ policy: KarmadaPolicy, quotas: [KarmadaResourceQuota] = [], evictions: [KarmadaEvictionTask] = [],
    _ change: (inout ControlPlaneProfile.Switches) -> Void
  ) -> [Allocation] {
    var profile = ProfileCatalog.karmada118
    change(&profile.switches)
    let amounts = Resources(cpuMillicores: 4000, memoryBytes: 256 << 30, pods: 110)
    let clusters = ["A", "B"].map {
      ClusterSpec(name: $0, pools: [NodePoolSpec(name: "p", nodeCount: 3, allocatable: amounts)], resourceGrades: [])
    }
    let workloads = [("web", 2), ("api", 1)].map { name, replicas in
      WorkloadSpec(
        namespace: "shop", name: name, labels: ["app": "x"], replicas: replicas,
        requests: Resources(cpuMillicores: 3000, pods: 1))
    }
    let contender = ContenderSpec(
      name: "x", profile: profile, policies: [.karmada(policy), .karmada(policy)],
      initialAssignments: [nil, [ClusterReplicas(cluster: "B", replicas: 1)]], initialEvictions: [evictions, []],
      quotas: quotas)
    let scenario = Scenario(
      name: "pair", horizon: .seconds(60), fleet: Fleet(clusters: clusters), workloads: workloads,
      contenders: [contender])
    return OneShotAllocation(scenario: scenario).allocations(ofContender: 0)
  }

  @Test func `the accurate estimator counts nodes: 3 of 4 cores hold 3 replicas of 3 cores, the sums 4`() {
    let policy = KarmadaPolicy(scheduling: .dynamicWeight)
    #expect(pair(policy) { _ in }[0].clusters.map(\.capacity) == [4, 4])
    let exact = pair(policy) { $0.usesAccurateEstimator = true }[0]
    #expect(exact.clusters.map(\.capacity) == [3, 2], "B holds a replica of api")
    #expect(exact.clusters[0].reasons == ["estimated 3 replicas by the accurate estimator"])
    #expect(exact.assigned == ["A": 1, "B": 1])
  }

  @Test func `a workload keeps away from the cluster of its anti-affine twin`() {
    let policy = KarmadaPolicy(scheduling: .dynamicWeight, workloadAffinity: .init(antiAffinityLabelKey: "app"))
    #expect(pair(policy) { $0.workloadAffinity = true }[0].assigned == ["A": 2])
    #expect(pair(policy) { _ in }[0].assigned == ["A": 1, "B": 1])
  }

  @Test func `a quota refuses what exceeds it beside the bound workloads of the namespace`() {
    let policy = KarmadaPolicy(scheduling: .dynamicWeight)
    let quota = KarmadaResourceQuota(name: "team", namespace: "shop", cpuMillicores: 8000)
    let refused = pair(policy, quotas: [quota]) { $0.enforcesQuotas = true }[0]
    #expect(refused.assigned.isEmpty && refused.unplaced == 2)
    #expect(refused.message == "FederatedResourceQuota shop/team would be exceeded: cpu 9000 of 8000")
    #expect(pair(policy, quotas: [quota]) { _ in }[0].message == nil)
  }

  @Test func `a cluster with an eviction under way is barred`() {
    let policy = KarmadaPolicy(scheduling: .dynamicWeight)
    let answer = pair(policy, evictions: [KarmadaEvictionTask(cluster: "A")]) { _ in }[0]
    #expect(answer.assigned == ["B": 2])
    #expect(answer.clusters[0].reasons == ["cluster(s) is in the process of eviction"])
  }

  @Test func `what the policy does not select says so`() throws {
    let answer = try allocate(
      replicas: 4, clusters: ["A", "B", "C"], profile: ProfileCatalog.karmada118,
      .karmada(
        KarmadaPolicy(
          clusterAffinity: KarmadaPolicy.ClusterAffinity(clusterNames: ["A", "C"]), scheduling: .staticWeight(nil))))
    #expect(answer.assigned == ["A": 2, "C": 2])
    let other = try #require(answer.clusters.first { $0.name == "B" })
    #expect(!other.feasible && !other.reasons.isEmpty && other.assigned == 0)
  }

  @Test func `replicas beyond all room are unplaced with a message`() throws {
    let answer = try allocate(
      replicas: 500, clusters: ["A", "B"], profile: ProfileCatalog.karmada118,
      .karmada(KarmadaPolicy(scheduling: .dynamicWeight)), cores: 4)
    #expect(answer.unplaced == 500)
    #expect(answer.message?.isEmpty == false)
  }

  @Test func `free nodes are counted in the last grade that they reach`() {
    let pools = [(2, Int64(1)), (3, 17), (1, 300)].map { count, cores in
      NodePoolSpec(
        name: "p\(cores)", nodeCount: count,
        allocatable: Resources(cpuMillicores: cores * 1000, memoryBytes: 2048 << 30, pods: 110))
    }
    let capacity = ReportedCapacity(ofNodesOf: ClusterSpec(name: "A", pools: pools))
    #expect(capacity.nodesPerGrade == [0, 2, 0, 0, 0, 3, 0, 0, 1])
    #expect(capacity.allocatable.cpuMillicores == (2 + 51 + 300) * 1000)
  }
}

@Suite struct AllocationChangeTests {
  func allocation(_ assigned: [String: Int], workload: String = "w", replicas: Int = 6) -> Allocation {
    Allocation(
      workload: workload, contender: "c", replicas: replicas, assigned: assigned,
      unplaced: max(0, replicas - assigned.values.reduce(0, +)), message: nil, clusters: [])
  }

  @Test func `equal answers are left out`() {
    #expect(AllocationChange.changes(from: [allocation(["a": 6])], to: [allocation(["a": 6])]).isEmpty)
  }

  @Test func `a move from a to b names both clusters`() throws {
    let changes = AllocationChange.changes(from: [allocation(["a": 6])], to: [allocation(["a": 4, "b": 1])])
    let change = try #require(changes.first)
    #expect(changes.count == 1)
    #expect(change.clusters.map { [$0.old, $0.new] } == [[6, 4], [0, 1]])
    #expect(change.unplaced == 1)
  }

  @Test func `what is new and what is gone is named`() {
    let changes = AllocationChange.changes(
      from: [allocation(["a": 6], workload: "old")], to: [allocation(["a": 6], workload: "new")])
    #expect(changes.map(\.workload) == ["new", "old"])
    #expect(changes.map(\.oldReplicas) == [nil, 6])
    #expect(changes.map(\.newReplicas) == [6, nil])
  }
}
