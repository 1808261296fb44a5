// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling
import Testing

@testable import SchedulingPolicies

/// Karmada's rules one by one, each with its switch on and off where it has one.
@Suite struct KarmadaRulesTests {
  private static let lost = Taint(key: "not-ready", effect: .noSchedule)

  private func bench(
    cores: Int64 = 10, _ change: (inout ControlPlaneProfile.Switches) -> Void = { _ in }
  ) -> PolicyBench {
    var profile = ControlPlaneProfile.karmada
    change(&profile.switches)
    return PolicyBench(profile, ["a", "b", "c"].map { cluster($0, cores: cores) })
  }

  private func groups(_ names: [[String]], _ scheduling: KarmadaPolicy.Scheduling = .dynamicWeight) -> KarmadaPolicy {
    KarmadaPolicy(
      clusterAffinities: names.map { .init(name: $0.joined(), clusterNames: $0) }, scheduling: scheduling)
  }

  private func failure(_ outcome: SchedulingOutcome) -> SchedulingFailure? {
    guard case .unschedulable(let failure, _, _) = outcome else { return nil }
    return failure
  }

  // MARK: When a binding is scheduled

  @Test func `rule 1: a change of the group in use counts, of another group or of workload affinity it does not`() {
    let bench = bench()
    let applied = groups([["a", "b"], ["c"]])
    func outcome(_ policy: KarmadaPolicy, group: Int = 0) -> SchedulingOutcome {
      let request = bench.request(.karmada(policy), 4, on: ["a": 2, "b": 2], because: .policyChanged).with {
        $0.applied = .karmada(applied)
        $0.affinityGroup = group
      }
      return bench.decide(request).outcome
    }
    #expect(outcome(applied) == .keep)
    var other = applied
    other.clusterAffinities[1].clusterNames = ["b", "c"]
    #expect(outcome(other) == .keep)
    other.workloadAffinity = .init(affinityLabelKey: "app")
    #expect(outcome(other) == .keep)
    #expect(bench.names(outcome(other, group: 1)) != nil, "the second group is in use here")
    var used = applied
    used.clusterAffinities[0].clusterNames = ["a"]
    #expect(bench.names(outcome(used)) == ["a": 4])
    var renamed = applied
    renamed.clusterAffinities[0].name = "gone"
    #expect(bench.names(outcome(renamed)) != nil)
    var tolerant = applied
    tolerant.tolerations = [Toleration(operator: .exists)]
    #expect(bench.names(outcome(tolerant)) != nil)
  }

  @Test func `rule 1: without groups any difference counts, workload affinity among them`() {
    let bench = bench()
    let applied = KarmadaPolicy(scheduling: .dynamicWeight)
    var policy = applied
    policy.workloadAffinity = .init(antiAffinityLabelKey: "app")
    let request = bench.request(.karmada(policy), 2, on: ["a": 2], because: .policyChanged).with {
      $0.applied = .karmada(applied)
    }
    #expect(bench.names(bench.decide(request).outcome) == ["a": 2])
    #expect(bench.decide(request.with { $0.policy = .karmada(applied) }).outcome == .keep)
  }

  @Test func `rule 2: replicas that do not add up are scheduled, and only the difference moves`() {
    let bench = bench()
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .dynamicWeight))
    let request = bench.request(policy, 5, on: ["a": 4], because: .taintsChanged)
    let answer = bench.answer(request)
    #expect(answer?["a"] ?? 0 >= 4)
    #expect(answer?.values.reduce(0, +) == 5)
    #expect(bench.decide(request.with { $0.replicas = 4 }).outcome == .keep)
    #expect(bench.answer(request.with { $0.replicas = 3 }) == ["a": 3])
  }

  @Test func `rules 2 and 4: a policy without replicaScheduling is duplicated and always scheduled`() {
    let bench = bench()
    let policy = NativePolicy.karmada(KarmadaPolicy(hasNoReplicaScheduling: true))
    let request = bench.request(policy, 3, on: ["a": 3, "b": 3], because: .taintsChanged)
    #expect(bench.answer(request) == ["a": 3, "b": 3, "c": 3])
  }

  @Test func `rule 3: fresh divides anew, with what is held counted as room`() {
    let bench = bench(cores: 4)
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .dynamicWeight))
    let request = bench.request(policy, 12, on: ["a": 12], because: .rebalanceRequested)
    #expect(bench.decide(request).outcome == .keep)
    #expect(bench.answer(request.with { $0.isFresh = true }) == ["a": 8, "b": 2, "c": 2])
  }

  @Test(arguments: [("karmada-1.13", false), ("karmada-1.15", true), ("karmada-1.18", true)])
  func `rule 5: a target that leaves the federation is scheduled away since 1.14`(
    name: String, moves: Bool
  ) throws {
    let profile = try #require(ProfileCatalog.profile(named: name))
    var bench = PolicyBench(profile, named: ["a", "b"])
    bench["a"].isJoined = false
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .dynamicWeight))
    let request = bench.request(policy, 4, on: ["a": 2, "b": 2], because: .membershipChanged)
    #expect(bench.answer(request) == (moves ? ["b": 4] : nil))
  }

  @Test func `a retry looks again: what adds up by now is left alone`() {
    let bench = bench()
    let policy = KarmadaPolicy(scheduling: .staticWeight(nil))
    let request = bench.request(.karmada(policy), 3, on: ["a": 3], because: .retry).with {
      $0.applied = .karmada(policy)
    }
    #expect(bench.decide(request).outcome == .keep)
    #expect(bench.answer(request.with { $0.replicas = 6 }) == ["a": 2, "b": 2, "c": 2])
  }

  @Test func `suspended scheduling leaves a workload alone whatever happens`() {
    let bench = bench()
    let policy = KarmadaPolicy(suspension: .init(stopsScheduling: true))
    #expect(bench.decide(bench.request(.karmada(policy), 3)).outcome == .keep)
    #expect(bench.decide(bench.request(.karmada(policy), 3).with { $0.isFresh = true }).outcome == .keep)
  }

  // MARK: Filters

  @Test func `targets pass taints, and do not where the switch is off`() {
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .dynamicWeight))
    for passes in [true, false] {
      var bench = bench { $0.targetsPassTaints = passes }
      bench["a"].taints = [Self.lost]
      let answer = bench.answer(bench.request(policy, 8, on: ["a": 2], because: .replicasChanged))
      #expect(answer == (passes ? ["a": 4, "b": 2, "c": 2] : ["b": 4, "c": 4]))
    }
  }

  @Test(arguments: [("karmada-1.13", false), ("karmada-1.15", true)])
  func `a target without the API passes since 1.15, another cluster never`(name: String, passes: Bool) throws {
    var without = cluster("a")
    without.servedKinds = ["batch/v1/Job"]
    let bench = PolicyBench(try #require(ProfileCatalog.profile(named: name)), [without, cluster("b")])
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .duplicated))
    let request = bench.request(policy, 2, on: ["a": 2], because: .replicasChanged)
    #expect(request.candidates == [bench.index("b")])
    #expect(bench.answer(request) == (passes ? ["a": 2, "b": 2] : ["b": 2]))
    #expect(bench.answer(request.with { $0.current = [] }) == ["b": 2])
  }

  @Test func `affinity keeps a workload with its placed peers, anti-affinity away from them, behind the gate`() {
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .duplicated))
    for isOn in [true, false] {
      let bench = bench { $0.workloadAffinity = isOn }
      let (a, b, c) = (bench.index("a"), bench.index("b"), bench.index("c"))
      func answer(_ peers: PeerPlacement, on current: KeyValuePairs<String, Int32> = [:]) -> [String]? {
        let request = bench.request(policy, 1, on: current).with { $0.peers = peers }
        return bench.answer(request)?.keys.sorted()
      }
      let everywhere = ["a", "b", "c"]
      #expect(answer(PeerPlacement(affinity: [[a, b], [b, c]])) == (isOn ? ["b"] : everywhere))
      #expect(answer(PeerPlacement(antiAffinity: [a, b])) == (isOn ? ["c"] : everywhere))
      #expect(answer(PeerPlacement(antiAffinity: [a, b]), on: ["a": 1]) == (isOn ? ["a", "c"] : everywhere))
      #expect(answer(PeerPlacement()) == everywhere)
    }
  }

  @Test func `the words of the peers' filters reach the explanation`() {
    let bench = bench { $0.workloadAffinity = true }
    let request = bench.request(.karmada(KarmadaPolicy()), 1).with {
      $0.peers = PeerPlacement(affinity: [[bench.index("a"), bench.index("b")]], antiAffinity: [bench.index("b")])
      $0.wantsExplanation = true
    }
    let decision = bench.decide(request)
    #expect(
      decision.explanations.map { $0.reasons.first ?? "" } == [
        "estimated 10 replicas by the resource summary",
        "cluster already has workload with the same anti-affinity group",
        "ResourceBinding with the same affinity group does not target this cluster",
      ])
  }

  // MARK: Groups and tiers

  @Test func `a changed policy goes on with the group of the same name, else with the first`() {
    let bench = bench()
    let applied = groups([["a"], ["b"]])
    func group(_ policy: KarmadaPolicy) -> Int {
      let request = bench.request(.karmada(policy), 3, on: ["b": 2], because: .replicasChanged).with {
        $0.applied = .karmada(applied)
        $0.affinityGroup = 1
      }
      return bench.decide(request).affinityGroup
    }
    #expect(group(applied) == 1)
    #expect(group(groups([["c"], ["a"], ["b"]])) == 2)
    #expect(group(groups([["c"], ["a"]])) == 0)
  }

  @Test func `a full recomputation stays in its group, and begins again where the switch says so`() {
    for resets in [false, true] {
      let bench = bench { $0.rebalanceResetsAffinityGroup = resets }
      let request = bench.request(.karmada(groups([["a"], ["b"]])), 2, on: ["b": 2], because: .rebalanceRequested)
        .with {
          $0.affinityGroup = 1
          $0.isFresh = true
        }
      #expect(bench.decide(request).affinityGroup == (resets ? 0 : 1))
    }
  }

  @Test func `the first group's error decides, or the last one's where the switch is off`() {
    for decides in [true, false] {
      var bench = bench { $0.firstGroupErrorDecides = decides }
      bench["a"].taints = [Self.lost]
      let decision = bench.decide(bench.request(.karmada(groups([["a"], ["b"]])), 50))
      #expect(failure(decision.outcome)?.kind == (decides ? .noClusterFit : .unschedulable))
      #expect(failure(decision.outcome)?.placeable == 10)
    }
  }

  @Test func `overflow tiers are unknown before 1.18`() throws {
    let primary = KarmadaPolicy.ClusterAffinity(
      name: "a", clusterNames: ["a"], overflow: [.init(name: "b", clusterNames: ["b"])])
    let policy = NativePolicy.karmada(KarmadaPolicy(clusterAffinities: [primary], scheduling: .dynamicWeight))
    for (name, expected) in [("karmada-1.16", nil), ("karmada-1.18", ["a": 10, "b": 5])] as [(String, [String: Int32]?)]
    {
      let bench = PolicyBench(
        try #require(ProfileCatalog.profile(named: name)), ["a", "b"].map { cluster($0, cores: 10) })
      #expect(bench.answer(bench.request(policy, 15)) == expected)
    }
  }

  // MARK: Outcomes

  @Test func `nothing fits: targets are cleared, and kept where the switch is off`() {
    for clears in [true, false] {
      var bench = bench { $0.clearsTargetsWhenNothingFits = clears }
      for name in ["a", "b", "c"] { bench[name].taints = [Self.lost] }
      let outcome = bench.decide(bench.request(.karmada(KarmadaPolicy()), 1)).outcome
      guard case .unschedulable(let failure, clears, false) = outcome else {
        Issue.record("\(outcome)")
        continue
      }
      #expect(failure.kind == .noClusterFit && failure.placeable == nil)
    }
  }

  @Test func `short of room the failure says how many replicas there is room for`() {
    let bench = bench(cores: 4)
    let policy = KarmadaPolicy(scheduling: .dynamicWeight)
    let request = bench.request(.karmada(policy), 20, on: ["a": 3], because: .replicasChanged)
    let outcome = bench.decide(request).outcome
    #expect(failure(outcome)?.kind == .unschedulable)
    #expect(failure(outcome)?.placeable == 15, "3 held and 4 free in each")
    var spread = policy
    spread.spreadConstraints = [.init(field: .cluster, minimumGroups: 1, maximumGroups: 2)]
    let short = failure(bench.decide(request.with { $0.policy = .karmada(spread) }).outcome)
    #expect(short?.kind == .schedulerError)
    #expect(short?.placeable == 11, "two clusters: 7 and 4")
  }

  @Test func `selected clusters without replicas keep an empty object where the flag is set`() {
    let policy = NativePolicy.karmada(
      KarmadaPolicy(scheduling: .staticWeight([.init(target: .init(clusterNames: ["a"]), weight: 1)])))
    for isOn in [false, true] {
      let bench = bench { $0.propagatesEmptyWorkloads = isOn }
      #expect(bench.answer(bench.request(policy, 4)) == (isOn ? ["a": 4, "b": 0, "c": 0] : ["a": 4]))
    }
  }
}
