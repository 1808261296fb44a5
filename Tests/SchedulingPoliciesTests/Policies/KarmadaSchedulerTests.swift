// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling
import Testing

@testable import SchedulingPolicies

@Suite struct KarmadaSchedulerTests {
  private static let noSchedule = Taint(key: "not-ready", effect: .noSchedule)

  private func policy(
    _ scheduling: KarmadaPolicy.Scheduling, groups: [KarmadaPolicy.ClusterAffinity] = [],
    spread: [KarmadaPolicy.SpreadConstraint] = []
  ) -> NativePolicy {
    .karmada(KarmadaPolicy(clusterAffinities: groups, spreadConstraints: spread, scheduling: scheduling))
  }

  private func weights(_ weights: KeyValuePairs<String, Int64>) -> KarmadaPolicy.Scheduling {
    .staticWeight(weights.map { .init(target: .init(clusterNames: [$0.key]), weight: $0.value) })
  }

  private func group(_ names: String..., overflow: [KarmadaPolicy.ClusterAffinity] = [])
    -> KarmadaPolicy.ClusterAffinity
  {
    .init(name: names.joined(), clusterNames: names, overflow: overflow)
  }

  private func three(cores: Int64 = 100) -> PolicyBench {
    PolicyBench(.karmada, ["a", "b", "c"].map { cluster($0, cores: cores) })
  }

  @Test(
    arguments: [
      (9, 1, 2, ["a": 3, "b": 6]), (9, 1, 3, ["a": 2, "b": 7]),
    ] as [(Int32, Int64, Int64, [String: Int32])])
  func `9 replicas over weights 1:2 give 3:6 and over 1:3 give 2:7`(
    replicas: Int32, a: Int64, b: Int64, expected: [String: Int32]
  ) {
    let bench = PolicyBench(.karmada, named: ["a", "b"])
    #expect(bench.answer(bench.request(policy(weights(["a": a, "b": b])), replicas)) == expected)
  }

  // Published: karmada issue 6735.
  @Test(
    arguments: [
      ("karmada-1.15", 5, ["a": 3, "b": 2]), ("karmada-1.15", 6, ["a": 4, "b": 1, "c": 1]),
      ("karmada-1.16", 5, ["a": 2, "b": 2, "c": 1]), ("karmada-1.16", 6, ["a": 3, "b": 2, "c": 1]),
      ("karmada-1.18", 6, ["a": 3, "b": 2, "c": 1]),
    ] as [(String, Int32, [String: Int32])])
  func `weights 170, 110 and 60 divide by the rule of the version`(
    profile: String, replicas: Int32, expected: [String: Int32]
  ) throws {
    let bench = PolicyBench(try #require(ProfileCatalog.profile(named: profile)), named: ["a", "b", "c"])
    let scheduling = weights(["a": 170, "b": 110, "c": 60])
    #expect(bench.answer(bench.request(policy(scheduling), replicas)) == expected)
  }

  @Test func `a cluster takes the largest weight of the rules that match it, one without a match nothing`() {
    let bench = PolicyBench(.karmada, [cluster("a", labels: ["big": "yes"]), cluster("b"), cluster("c")])
    let scheduling = KarmadaPolicy.Scheduling.staticWeight([
      .init(target: .init(clusterNames: ["a", "b"]), weight: 1),
      .init(target: .init(labelSelector: LabelSelector(matchLabels: ["big": "yes"])), weight: 3),
    ])
    #expect(bench.answer(bench.request(policy(scheduling), 8)) == ["a": 6, "b": 2])
    #expect(bench.answer(bench.request(policy(.staticWeight(nil)), 9)) == ["a": 3, "b": 3, "c": 3])
    func weights(_ scheduling: KarmadaPolicy.Scheduling) -> [Int64?] {
      bench.decide(bench.request(policy(scheduling), 8).with { $0.wantsExplanation = true }).explanations.map(\.weight)
    }
    #expect(weights(scheduling) == [3, 1, 0])
    #expect(weights(.staticWeight(nil)) == [1, 1, 1])
  }

  @Test func `dynamic weight divides by free room and aggregated takes the fewest clusters`() {
    let bench = PolicyBench(.karmada, [cluster("a", cores: 30), cluster("b", cores: 60), cluster("c", cores: 10)])
    #expect(bench.answer(bench.request(policy(.dynamicWeight), 10)) == ["a": 3, "b": 6, "c": 1])
    #expect(bench.answer(bench.request(policy(.aggregated), 50)) == ["b": 50])
    #expect(bench.answer(bench.request(policy(.duplicated), 4)) == ["a": 4, "b": 4, "c": 4])
  }

  @Test func `requests are ignored only when none are stated, and then pods alone count`() {
    var bench = PolicyBench(.karmada, [cluster("a", cores: 1), cluster("b", cores: 100)])
    bench["a"].capacity.allocatable.pods = 30
    bench["b"].capacity.allocatable.pods = 10
    let request = bench.request(policy(.dynamicWeight), 8).with { $0.hasRequests = false }
    #expect(bench.answer(request) == ["a": 6, "b": 2])
  }

  @Test(arguments: [("karmada-1.16", 1200), ("karmada-1.18", 330)] as [(String, Int64)])
  func `3 nodes of at least 2 cores and 16 Gi hold 1200 replicas of 5m, or 110 each since 1.18`(
    profile: String, expected: Int64
  ) throws {
    var bench = PolicyBench(try #require(ProfileCatalog.profile(named: profile)), named: ["a"])
    bench["a"].capacity.nodesPerGrade = [0, 0, 3, 0, 0, 0, 0, 0, 0]
    let request = bench.request(policy(.dynamicWeight), 2).with {
      $0.requests = Resources(cpuMillicores: 5, memoryBytes: 10 << 20, pods: 1)
      $0.wantsExplanation = true
    }
    let explanation = bench.decide(request).explanations[0]
    #expect(explanation.capacity == expected)
    #expect(explanation.reasons == ["estimated \(expected) replicas by resource models"])
  }

  @Test func `dynamic weight is all or nothing: short of room it keeps what is there and tries again`() {
    let bench = three(cores: 10)
    let decision = bench.decide(
      bench.request(policy(.dynamicWeight), 31, on: ["a": 10], because: .replicasChanged)
        .with { $0.candidates = [bench.index("a"), bench.index("b")] })
    #expect(
      decision.outcome
        == .unschedulable(
          message: "failed to assign replicas: failed to scale up: "
            + "Clusters available replicas 20 are not enough to schedule.",
          kind: .unschedulable, placeable: 30, clearsAssignment: false, retries: true))
  }

  @Test func `a dead target stays a candidate and attracts 10 of 30 new replicas by its stale report`() {
    var bench = three()
    bench["a"].readiness = .notReady
    bench["a"].taints = [Self.noSchedule]
    let request = bench.request(
      policy(.dynamicWeight), 60, on: ["a": 10, "b": 10, "c": 10], because: .replicasChanged)
    #expect(bench.answer(request) == ["a": 20, "b": 20, "c": 20])
    #expect(bench.answer(bench.request(policy(.dynamicWeight), 30)) == ["b": 15, "c": 15])
  }

  @Test func `a cluster it is being evicted from is barred although it has room`() {
    let bench = three()
    let request = bench.request(policy(.dynamicWeight), 30, on: ["b": 10, "c": 10], because: .evicted).with {
      $0.evicting = [bench.index("a")]
    }
    #expect(bench.answer(request) == ["b": 15, "c": 15])
  }

  @Test func `a divided workload that adds up is left alone, a duplicated one is always scheduled`() {
    var bench = three()
    let request = bench.request(
      policy(.dynamicWeight), 30, on: ["a": 10, "b": 20], because: .taintsChanged)
    #expect(bench.decide(request).outcome == .keep)
    #expect(bench.answer(request.with { $0.policy = policy(.duplicated) }) == ["a": 30, "b": 30, "c": 30])
    #expect(bench.answer(request.with { $0.trigger = .policyChanged }) == ["a": 10, "b": 20])
    bench["a"].isJoined = false
    #expect(bench.answer(request)?["a"] == nil)
  }

  @Test func `fresh recomputes everything`() {
    let bench = three()
    let request = bench.request(
      policy(.dynamicWeight), 30, on: ["a": 20, "b": 10], because: .rebalanceRequested)
    #expect(bench.decide(request).outcome == .keep)
    // Room 100 each plus what is held: 120, 110, 100.
    #expect(bench.answer(request.with { $0.isFresh = true }) == ["a": 11, "b": 10, "c": 9])
  }

  @Test func `an untolerated taint keeps new replicas away, and with nobody left the targets are cleared`() {
    var bench = three()
    for name in ["a", "b", "c"] { bench[name].taints = [Self.noSchedule] }
    #expect(
      bench.decide(bench.request(policy(.duplicated), 1)).outcome
        == .unschedulable(
          message: "0/3 clusters are available: 3 cluster(s) had untolerated taint {not-ready: }.",
          kind: .noClusterFit, clearsAssignment: true, retries: false))
    let tolerant = KarmadaPolicy(tolerations: [Toleration(operator: .exists)])
    #expect(bench.answer(bench.request(.karmada(tolerant), 1)) == ["a": 1, "b": 1, "c": 1])
  }

  @Test func `the second group takes over when the first is full, and the first is never tried again`() {
    var bench = three(cores: 10)
    let groups = policy(.dynamicWeight, groups: [group("a"), group("b", "c")])
    let first = bench.decide(bench.request(groups, 10))
    #expect(bench.names(first.outcome) == ["a": 10])
    #expect(first.affinityGroup == 0)
    bench["a"].taints = [Self.noSchedule]
    let second = bench.decide(bench.request(groups, 10))
    #expect(bench.names(second.outcome) == ["b": 5, "c": 5])
    #expect(second.affinityGroup == 1)
    bench["a"].taints = []
    let later = bench.request(groups, 12, on: ["b": 5, "c": 5], because: .replicasChanged).with {
      $0.affinityGroup = 1
    }
    let third = bench.decide(later)
    #expect(bench.names(third.outcome) == ["b": 6, "c": 6])
    #expect(third.affinityGroup == 1)
    #expect(bench.answer(later.with { $0.replicas = 40 }) == nil)
  }

  @Test func `when all groups fail the first one's failure decides: cleared for good`() {
    var bench = three(cores: 10)
    bench["a"].taints = [Self.noSchedule]
    let request = bench.request(policy(.dynamicWeight, groups: [group("a"), group("b")]), 50)
    guard case .unschedulable(let failure, let clears, let retries) = bench.decide(request).outcome else {
      Issue.record("expected a failure")
      return
    }
    #expect(clears && !retries)
    #expect(failure.kind == .noClusterFit)
    #expect(failure.placeable == 10, "the second group has room for 10 of 50")
    #expect(
      failure.message == "0/3 clusters are available: "
        + "2 cluster(s) did not match the placement cluster affinity constraint, "
        + "1 cluster(s) had untolerated taint {not-ready: }.")
  }

  @Test func `overflow tiers fill only what the primary affinity cannot hold`() {
    let bench = three(cores: 10)
    let groups = policy(.dynamicWeight, groups: [group("a", overflow: [group("b"), group("c")])])
    #expect(bench.answer(bench.request(groups, 8)) == ["a": 8])
    #expect(bench.answer(bench.request(groups, 25)) == ["a": 10, "b": 10, "c": 5])
    #expect(bench.answer(bench.request(groups, 31)) == nil)
  }

  @Test func `maxGroups 0 never schedules a divided workload and is ignored by static weights`() {
    let bench = three()
    let spread = [KarmadaPolicy.SpreadConstraint(field: .cluster)]
    #expect(
      bench.decide(bench.request(policy(.dynamicWeight, spread: spread), 3)).outcome
        == .unschedulable(
          message: "failed to select clusters: no enough resource when selecting 0 clusters", placeable: 0,
          clearsAssignment: false, retries: true))
    let weighted = policy(.staticWeight(nil), spread: spread)
    #expect(bench.answer(bench.request(weighted, 3)) == ["a": 1, "b": 1, "c": 1])
  }

  @Test func `a constraint by label alone always fails`() {
    let bench = three()
    let spread = [KarmadaPolicy.SpreadConstraint(field: .label, minimumGroups: 1, maximumGroups: 2)]
    guard
      case .unschedulable(let failure, _, _) = bench.decide(
        bench.request(policy(.dynamicWeight, spread: spread), 3)
      ).outcome
    else {
      Issue.record("expected a failure")
      return
    }
    #expect(failure.message == "failed to select clusters: just support cluster and region spread constraint")
  }

  @Test func `two regions of one cluster each are chosen, and a cluster without region is out`() {
    let bench = PolicyBench(
      .karmada,
      [
        cluster("a", region: "east"), cluster("b", region: "east"), cluster("c", region: "west"), cluster("d"),
      ])
    let spread = [
      KarmadaPolicy.SpreadConstraint(field: .region, minimumGroups: 2, maximumGroups: 2),
      KarmadaPolicy.SpreadConstraint(field: .cluster, minimumGroups: 2, maximumGroups: 2),
    ]
    let request = bench.request(policy(.duplicated, spread: spread), 3).with { $0.wantsExplanation = true }
    let decision = bench.decide(request)
    #expect(bench.names(decision.outcome) == ["a": 3, "c": 3])
    let reasons = Dictionary(
      uniqueKeysWithValues: decision.explanations.map { (bench.fleet[$0.cluster].name, $0.reasons) })
    #expect(reasons["d"] == ["cluster(s) did not have region property"])
    #expect(reasons["b"]?.last == "not selected by the spread constraints")
  }

  @Test func `targets already held go first in selection`() {
    let bench = three()
    let spread = [KarmadaPolicy.SpreadConstraint(field: .cluster, minimumGroups: 1, maximumGroups: 1)]
    let request = bench.request(policy(.duplicated, spread: spread), 2, on: ["c": 2], because: .taintsChanged)
    #expect(bench.answer(request) == ["c": 2])
  }

  @Test func `scaled to 0 a divided workload loses its targets and an object without requests goes everywhere`() {
    let bench = three()
    let request = bench.request(policy(.dynamicWeight), 0, on: ["a": 3], because: .replicasChanged)
    #expect(bench.answer(request) == [:])
    let plain = bench.request(policy(.dynamicWeight), 0).with { $0.hasRequests = false }
    #expect(bench.answer(plain) == ["a": 0, "b": 0, "c": 0])
  }

  @Test func `readiness is no trigger`() {
    #expect(!three().scheduler.triggers.contains(.readinessChanged))
    #expect(three().scheduler.triggers.contains(.evicted))
  }
}

extension ControlPlaneProfile {
  static let karmada = ProfileCatalog.karmada118
}
