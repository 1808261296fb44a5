// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling
import Testing

@testable import SchedulingPolicies

@Suite struct KubeAdmiralSchedulerTests {
  private static let noExecute = Taint(key: "down", effect: .noExecute)
  private static let noSchedule = Taint(key: "cordon", value: "yes", effect: .noSchedule)

  /// Two clusters of 100 cores, 40 and 10 of them free: weights 778 and 222.
  private var unequal: PolicyBench {
    var bench = PolicyBench(.kubeAdmiral, named: ["c1", "c2"])
    bench["c1"].capacity.allocated = Resources(cpuMillicores: 60_000)
    bench["c2"].capacity.allocated = Resources(cpuMillicores: 90_000)
    return bench
  }

  private let three = PolicyBench(.kubeAdmiral, named: ["a", "b", "c"])

  private func equalWeights(
    autoMigration: KubeAdmiralPolicy.AutoMigration? = nil, tolerations: [Toleration] = []
  ) -> KubeAdmiralPolicy {
    KubeAdmiralPolicy(
      divides: true, tolerations: tolerations,
      placements: ["a", "b", "c"].map { .init(cluster: $0, weight: 1) }, autoMigration: autoMigration)
  }

  @Test func `10 replicas by capacity weights 778:222 give 8:2`() {
    let policy = NativePolicy.kubeAdmiral(KubeAdmiralPolicy(divides: true))
    #expect(unequal.answer(unequal.request(policy, 10)) == ["c1": 8, "c2": 2])
    let decision = unequal.decide(unequal.request(policy, 10).with { $0.wantsExplanation = true })
    #expect(decision.explanations.map(\.weight) == [778, 222])
    #expect(decision.explanations.map(\.assigned) == [8, 2])
  }

  @Test(arguments: [(true, ["c1": 5, "c2": 5]), (false, ["c1": 8, "c2": 2])] as [(Bool, [String: Int32])])
  func `5:5 stays when disruption is avoided, else moves to the weights`(avoids: Bool, expected: [String: Int32]) {
    let policy = NativePolicy.kubeAdmiral(KubeAdmiralPolicy(divides: true, avoidsDisruption: avoids))
    let request = unequal.request(policy, 10, on: ["c1": 5, "c2": 5], because: .policyChanged)
    #expect(unequal.answer(request) == expected)
  }

  // Published: kubeadmiral plugins/rsp/rsp_test.go.
  @Test func `200, 300 and 500 free cores give 2, 3 and 5 of 10, and weights 2, 3, none give 4 and 6`() {
    let bench = PolicyBench(
      .kubeAdmiral, [cluster("a", cores: 200), cluster("b", cores: 300), cluster("c", cores: 500)])
    let dynamic = NativePolicy.kubeAdmiral(KubeAdmiralPolicy(divides: true))
    #expect(bench.answer(bench.request(dynamic, 10)) == ["a": 2, "b": 3, "c": 5])
    let fixed = KubeAdmiralPolicy(
      divides: true,
      placements: [.init(cluster: "a", weight: 2), .init(cluster: "b", weight: 3), .init(cluster: "c")])
    #expect(bench.answer(bench.request(.kubeAdmiral(fixed), 10)) == ["a": 4, "b": 6])
  }

  // Published: kubeadmiral test/e2e/automigration.
  @Test(arguments: [(false, ["b": 3, "c": 3]), (true, ["a": 2, "b": 3, "c": 3])] as [(Bool, [String: Int32])])
  func `2 unschedulable replicas on a move, and also stay when they are kept`(keeps: Bool, expected: [String: Int32]) {
    let policy = NativePolicy.kubeAdmiral(equalWeights(autoMigration: .init(keepUnschedulableReplicas: keeps)))
    let request = three.request(policy, 6, on: ["a": 2, "b": 2, "c": 2], because: .unschedulableReplicas).with {
      $0.observed = [
        three.observation("a", desired: 2, ready: 0, unschedulable: 2), three.observation("b", desired: 2, ready: 2),
        three.observation("c", desired: 2, ready: 2),
      ]
    }
    #expect(three.answer(request) == expected)
  }

  @Test func `without auto-migration unschedulable replicas are no reason to schedule`() {
    let request = three.request(
      .kubeAdmiral(equalWeights()), 6, on: ["a": 2, "b": 2, "c": 2], because: .unschedulableReplicas)
    #expect(three.decide(request).outcome == .keep)
  }

  @Test func `an untolerated NoExecute taint on a moves its 2 to b and c, a tolerated one moves nothing`() {
    var bench = three
    bench["a"].taints = [Self.noExecute]
    let request = bench.request(
      .kubeAdmiral(equalWeights()), 6, on: ["a": 2, "b": 2, "c": 2], because: .taintsChanged)
    #expect(bench.answer(request) == ["b": 3, "c": 3])
    let tolerant = equalWeights(tolerations: [Toleration(key: "down", operator: .exists)])
    #expect(bench.answer(request.with { $0.policy = .kubeAdmiral(tolerant) }) == ["a": 2, "b": 2, "c": 2])
  }

  @Test func `NotReady alone keeps 2, 2, 2, whatever else asks`() {
    var bench = three
    bench["a"].readiness = .unknown
    let request = bench.request(
      .kubeAdmiral(equalWeights()), 6, on: ["a": 2, "b": 2, "c": 2], because: .readinessChanged)
    #expect(bench.decide(request).outcome == .keep)
    #expect(bench.answer(request.with { $0.trigger = .replicasChanged }) == ["a": 2, "b": 2, "c": 2])
    #expect(!bench.scheduler.triggers.contains(.readinessChanged))
  }

  @Test func `a cluster that is not ready takes nothing new, one that holds replicas even more of them`() {
    var bench = three
    bench["a"].readiness = .notReady
    #expect(bench.answer(bench.request(.kubeAdmiral(equalWeights()), 6)) == ["b": 3, "c": 3])
    let request = bench.request(
      .kubeAdmiral(equalWeights()), 9, on: ["a": 2, "b": 2, "c": 2], because: .replicasChanged)
    #expect(bench.answer(request) == ["a": 3, "b": 3, "c": 3])
  }

  @Test func `a NoSchedule taint keeps what is placed at its count and bars the rest`() {
    var bench = three
    bench["a"].taints = [Self.noSchedule]
    #expect(bench.answer(bench.request(.kubeAdmiral(equalWeights()), 6)) == ["b": 3, "c": 3])
    let request = bench.request(
      .kubeAdmiral(equalWeights()), 10, on: ["a": 2, "b": 2, "c": 2], because: .replicasChanged)
    #expect(bench.answer(request) == ["a": 2, "b": 4, "c": 4])
  }

  @Test func `no feasible cluster clears the placement and is not tried again`() {
    var bench = three
    for name in ["a", "b", "c"] { bench[name].readiness = .notReady }
    guard
      case .unschedulable(_, let clears, let retries) = bench.decide(
        bench.request(.kubeAdmiral(equalWeights()), 6)
      ).outcome
    else {
      Issue.record("expected no placement")
      return
    }
    #expect(clears && !retries)
  }

  @Test func `reschedulePolicy without rescheduleWhen ignores even NoExecute, but not a change of replicas`() {
    var bench = three
    bench["a"].taints = [Self.noExecute]
    var policy = equalWeights()
    policy.rescheduleWhen = nil
    let request = bench.request(
      .kubeAdmiral(policy), 6, on: ["a": 2, "b": 2, "c": 2], because: [.taintsChanged, .policyChanged])
    #expect(bench.decide(request).outcome == .keep)
    #expect(bench.answer(request.with { $0.trigger = .replicasChanged }) == ["b": 3, "c": 3])
  }

  @Test func `a joining cluster counts only when asked for, a leaving one that holds replicas always`() {
    var bench = three
    var policy = equalWeights()
    let request = bench.request(
      .kubeAdmiral(policy), 6, on: ["a": 2, "b": 2, "c": 2], because: .membershipChanged)
    #expect(bench.decide(request).outcome == .keep)
    policy.rescheduleWhen = .init(clusterJoined: true)
    #expect(bench.answer(request.with { $0.policy = .kubeAdmiral(policy) }) == ["a": 2, "b": 2, "c": 2])
    bench["a"].isJoined = false
    #expect(bench.answer(request) == ["b": 3, "c": 3])
  }

  @Test func `sticky keeps a placement through a NoExecute taint, and duplicated replicas follow the template`() {
    var bench = three
    bench["a"].taints = [Self.noExecute]
    var policy = equalWeights()
    policy.isSticky = true
    let request = bench.request(.kubeAdmiral(policy), 9, on: ["a": 2, "b": 2, "c": 2], because: .taintsChanged)
    #expect(bench.decide(request).outcome == .keep)
    policy.divides = false
    #expect(bench.answer(request.with { $0.policy = .kubeAdmiral(policy) }) == ["a": 9, "b": 9, "c": 9])
  }

  @Test func `used 10 of 20 cores and 8 of 16 Gi scores 250, 5 and 12 score 225, 2 and 2 score 286`() {
    var bench = PolicyBench(.kubeAdmiral, ["x", "y", "z"].map { cluster($0, cores: 20, memoryBytes: 16 << 30) })
    for (name, cores, gibibytes) in [("x", 10, 8), ("y", 5, 12), ("z", 2, 2)] as [(String, Int64, Int64)] {
      bench[name].capacity.allocated = Resources(cpuMillicores: cores * 1000, memoryBytes: gibibytes << 30)
    }
    let policy = KubeAdmiralPolicy(maximumClusters: 1)
    let decision = bench.decide(bench.request(.kubeAdmiral(policy), 4).with { $0.wantsExplanation = true })
    #expect(decision.explanations.map(\.score) == [250, 225, 286])
    #expect(bench.names(decision.outcome) == ["z": 4])
    bench["z"].taints = [Taint(key: "slow", effect: .preferNoSchedule)]
    let avoiding = bench.decide(bench.request(.kubeAdmiral(policy), 4).with { $0.wantsExplanation = true })
    #expect(avoiding.explanations.map(\.score) == [250, 225, 186])
  }

  @Test func `the most clusters of equal score are the lowest names, and priorities go before scores`() {
    let names = three.answer(three.request(.kubeAdmiral(KubeAdmiralPolicy(maximumClusters: 2)), 4))
    #expect(names == ["a": 4, "b": 4])
    let policy = KubeAdmiralPolicy(
      maximumClusters: 1, placements: [.init(cluster: "a"), .init(cluster: "c", priority: 5)])
    #expect(three.answer(three.request(.kubeAdmiral(policy), 4)) == ["c": 4])
  }

  @Test func `binpack fills by priority up to the maximums`() {
    let policy = KubeAdmiralPolicy(
      divides: true, packs: true,
      placements: [
        .init(cluster: "a", priority: 1), .init(cluster: "b", maximum: 4, priority: 3),
        .init(cluster: "c", maximum: 3, priority: 2),
      ])
    #expect(three.answer(three.request(.kubeAdmiral(policy), 9)) == ["b": 4, "c": 3, "a": 2])
  }

  @Test func `binpack holds a tainted cluster at its count and leaves a lost one's replicas where they are`() {
    var bench = three
    bench["b"].taints = [Self.noSchedule]
    bench["c"].readiness = .unknown
    let policy = KubeAdmiralPolicy(
      divides: true, packs: true,
      placements: [
        .init(cluster: "b", priority: 3), .init(cluster: "c", maximum: 5, priority: 2),
        .init(cluster: "a", priority: 1),
      ])
    let request = bench.request(.kubeAdmiral(policy), 12, on: ["b": 4, "c": 5], because: .replicasChanged)
    #expect(bench.answer(request) == ["a": 3, "b": 4, "c": 5])
    bench["c"].taints = [Self.noExecute]
    #expect(bench.answer(request) == ["a": 8, "b": 4])
  }

  @Test func `what found no node while packing stays until its substitutes have nodes`() {
    let policy = KubeAdmiralPolicy(
      divides: true, packs: true,
      placements: [.init(cluster: "a", priority: 2), .init(cluster: "b", priority: 1)], autoMigration: .init())
    let request = three.request(.kubeAdmiral(policy), 6, on: ["a": 6], because: .unschedulableReplicas).with {
      $0.observed = [three.observation("a", desired: 6, ready: 4, unschedulable: 2)]
    }
    #expect(three.answer(request) == ["a": 6, "b": 2])
    let later = request.with {
      $0.current = three.assigned(["a": 6, "b": 2])
      $0.observed.append(three.observation("b", desired: 2, ready: 2))
    }
    #expect(three.answer(later) == ["a": 4, "b": 2])
  }

  @Test func `every reason is given in KubeAdmiral's words`() {
    var bench = PolicyBench(
      .kubeAdmiral, [cluster("a"), cluster("b"), cluster("c"), cluster("d", labels: ["tier": "prod"])])
    bench["a"].taints = [Self.noSchedule]
    bench["b"].readiness = .notReady
    let policy = KubeAdmiralPolicy(
      clusterAffinityTerms: [
        LabelSelector(matchExpressions: [.init(key: "metadata.name", operator: .isIn, values: ["a", "b"])]),
        LabelSelector(matchLabels: ["tier": "prod"]), LabelSelector(),
      ])
    let decision = bench.decide(bench.request(.kubeAdmiral(policy), 2).with { $0.wantsExplanation = true })
    #expect(
      decision.explanations.map(\.reasons) == [
        ["cluster(s) had taint {cordon: yes}, that the schedulingUnit didn't tolerate"], ["cluster is unready"],
        ["cluster(s) didn't match cluster selector"], [],
      ])
    #expect(decision.explanations.map(\.isFeasible) == [false, false, false, true])
    #expect(bench.names(decision.outcome) == ["d": 2])
  }
}

extension ControlPlaneProfile {
  static let kubeAdmiral = ProfileCatalog.kubeAdmiral
}
