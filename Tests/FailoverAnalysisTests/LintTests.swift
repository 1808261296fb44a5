// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Quantities
import TestSupport
import Testing

@testable import FailoverAnalysis

/// Each code is raised by one scenario and not by its healthy twin.
@Suite struct LintTests {
  typealias Bench = LossBench
  typealias Constraint = KarmadaPolicy.SpreadConstraint

  static let optedIn = Bench.optedIn(ProfileCatalog.karmada118)
  static let divided = NativePolicy.kubeAdmiral(KubeAdmiralPolicy(divides: true))

  func expect(
    _ code: LintCode, in bad: FailoverForecast, notIn good: FailoverForecast,
    place: SourceLocation = #_sourceLocation
  ) {
    #expect(bad.has(code), "\(code.name) is missing: \(bad.findings.map(\.code))", sourceLocation: place)
    #expect(!good.has(code), "\(code.name) is there", sourceLocation: place)
  }

  func karmada(
    _ policy: NativePolicy = Bench.karmada(), profile: ControlPlaneProfile = optedIn, workloads: Int = 1,
    replicas: Int = 6, taintPolicies: [KarmadaClusterTaintPolicy] = [Bench.taintPolicy], fleet: Fleet = Bench.fleet()
  ) -> FailoverForecast {
    Bench.forecast(
      Bench.scenario(
        profile, policy: policy, workloads: workloads, replicas: replicas, fleet: fleet, taintPolicies: taintPolicies))
  }

  func kubeAdmiral(_ change: (inout KubeAdmiralPolicy) -> Void = { _ in }) -> FailoverForecast {
    var policy = KubeAdmiralPolicy(divides: true)
    change(&policy)
    return Bench.forecast(Bench.scenario(Federations.kubeAdmiralWithOperator, policy: .kubeAdmiral(policy)))
  }

  @Test func `opt-ins and taint policies`() {
    expect(.failoverOff, in: karmada(profile: ProfileCatalog.karmada118), notIn: karmada())
    expect(.noTaintPolicy, in: karmada(taintPolicies: []), notIn: karmada())
    var unknownOnly = Bench.taintPolicy
    unknownOnly.addOn = [.init(type: "Ready", isIn: true, statusValues: ["Unknown"])]
    expect(.taintPolicyNeverFires, in: karmada(taintPolicies: [unknownOnly]), notIn: karmada())
    var staying = Bench.taintPolicy
    staying.removeOn = []
    expect(.taintStays, in: karmada(taintPolicies: [staying]), notIn: karmada())
  }

  @Test func `tolerations`() {
    expect(.toleratedForEver, in: karmada(Bench.karmada(tolerations: Bench.tolerating(nil))), notIn: karmada())
    let twice = Bench.tolerating(300) + Bench.tolerating(30)
    expect(
      .secondToleration, in: karmada(Bench.karmada(tolerations: twice)),
      notIn: karmada(Bench.karmada(tolerations: Bench.tolerating(300))))
    expect(
      .injectedToleration, in: karmada(profile: Bench.optedIn(ProfileCatalog.karmada113)), notIn: karmada())
  }

  /// Karmada without opt-ins, its workload with application failover.
  func application(
    _ failover: KarmadaPolicy.ApplicationFailover?, profile: ControlPlaneProfile = ProfileCatalog.karmada118,
    change: (inout WorkloadSpec) -> Void = { _ in }
  ) -> FailoverForecast {
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .dynamicWeight, applicationFailover: failover))
    var scenario = Bench.scenario(profile, policy: policy)
    change(&scenario.workloads[0])
    return Bench.forecast(scenario)
  }

  @Test func `application failover that cannot fire`() {
    let fine = application(.init(), profile: Self.optedIn)
    expect(.applicationFailoverSilent, in: application(.init()), notIn: fine)
    expect(.applicationFailoverSilent, in: application(.init()), notIn: application(nil))
    expect(.noHealthRule, in: application(.init()) { $0.kind = "Job" }, notIn: fine)
    expect(.noHealthRule, in: application(.init()) { $0.kind = "Job" }, notIn: application(nil) { $0.kind = "Job" })
    expect(.noApplicationTimer, in: application(.init(tolerationSeconds: 0)), notIn: fine)
    func moving(_ workload: inout WorkloadSpec) {
      workload.intent = Intent(onUnhealthy: .init(move: true))
    }
    expect(.noApplicationFailover, in: application(nil, change: moving), notIn: application(.init(), change: moving))
    expect(.noApplicationFailover, in: application(nil, change: moving), notIn: application(nil))
  }

  @Test func `what KubeAdmiral and KubeFed do not react to`() {
    let idle = Bench.forecast(Bench.scenario(ProfileCatalog.kubeAdmiral, policy: Self.divided))
    expect(.nobodyTaints, in: idle, notIn: kubeAdmiral())
    expect(.missingRescheduleWhen, in: kubeAdmiral { $0.rescheduleWhen = nil }, notIn: kubeAdmiral())
    expect(.sticky, in: kubeAdmiral { $0.isSticky = true }, notIn: kubeAdmiral())
    let everywhere = NativePolicy.kubeFed(KubeFedPolicy(placementClusters: ["A", "B"]))
    expect(
      .noPreference, in: Bench.forecast(Bench.scenario(ProfileCatalog.kubeFed010, policy: everywhere)),
      notIn: kubeFed())
  }

  func kubeFed(rebalance: Bool = false, failure: FailureKind = .dead) -> FailoverForecast {
    Bench.forecast(
      Bench.scenario(ProfileCatalog.kubeFed010, policy: Federations.kubeFed(replicas: 6, rebalance: rebalance)),
      failure: failure)
  }

  @Test func `affinity that leaves nothing`() {
    let onlyA = Bench.karmada(affinity: .init(clusterNames: ["A"]))
    expect(.noOtherCluster, in: karmada(onlyA), notIn: karmada())
    expect(.targetsCleared, in: karmada(onlyA), notIn: karmada())
    let none = Bench.karmada(affinity: .init(clusterNames: ["Z"]))
    expect(.affinityMatchesNothing, in: karmada(none), notIn: karmada())
    let impossible = Bench.karmada(
      .dynamicWeight, spread: [Constraint(field: .cluster, minimumGroups: 5, maximumGroups: 5)])
    expect(.placedNowhere, in: karmada(impossible), notIn: karmada())
    let groups = Bench.karmada(affinities: [
      .init(name: "first", clusterNames: ["A"]), .init(name: "second", clusterNames: ["B"]),
    ])
    expect(.laterGroup, in: karmada(groups), notIn: karmada())
  }

  @Test func `spread constraints`() {
    func spread(_ constraints: Constraint..., by scheduling: KarmadaPolicy.Scheduling = .dynamicWeight)
      -> FailoverForecast
    { karmada(Bench.karmada(scheduling, spread: constraints)) }
    let fine = spread(Constraint(field: .cluster, minimumGroups: 1, maximumGroups: 3))
    expect(.maxGroupsOmitted, in: spread(Constraint(field: .cluster)), notIn: fine)
    let byRegion = spread(Constraint(field: .region, maximumGroups: 3), Constraint(field: .cluster))
    expect(.maxGroupsOmitted, in: spread(Constraint(field: .region), Constraint(field: .cluster)), notIn: byRegion)
    expect(.oneClusterPerRegion, in: byRegion, notIn: fine)
    expect(.tooFewGroups, in: spread(Constraint(field: .cluster, minimumGroups: 4, maximumGroups: 4)), notIn: fine)
    expect(.tooFewGroupsLeft, in: spread(Constraint(field: .cluster, minimumGroups: 3, maximumGroups: 3)), notIn: fine)
    expect(.spreadByLabelOnly, in: spread(Constraint(field: .label, maximumGroups: 3)), notIn: fine)
    expect(
      .groupsNotCounted,
      in: spread(Constraint(field: .provider, maximumGroups: 3), Constraint(field: .cluster, maximumGroups: 3)),
      notIn: fine)
    expect(
      .staticIgnoresSpread, in: spread(Constraint(field: .cluster, maximumGroups: 3), by: .staticWeight(nil)),
      notIn: fine)
    let regions = Bench.karmada(
      .dynamicWeight,
      spread: [Constraint(field: .region, maximumGroups: 3), Constraint(field: .cluster, maximumGroups: 3)])
    expect(
      .fieldMissing, in: karmada(regions, fleet: Bench.fleet { if $0.name == "B" { $0.region = "" } }),
      notIn: karmada(regions))
  }

  @Test func `room`() {
    // A cluster holds 320 replicas of half a core.
    var summing = Self.optedIn
    summing.switches.usesResourceModels = false
    let dynamic = Bench.karmada(.dynamicWeight)
    expect(
      .tooLittleRoom, in: karmada(dynamic, profile: summing, replicas: 700),
      notIn: karmada(dynamic, profile: summing, replicas: 60))
    expect(.waitsForRoom, in: karmada(replicas: 900), notIn: karmada(replicas: 60))
    expect(.copies, in: karmada(Bench.karmada(.duplicated)), notIn: karmada())
    expect(.scaleUpLandsOnDead, in: karmada(), notIn: karmada(Bench.karmada(.duplicated)))
    let bounded = NativePolicy.federationV1(
      FederationV1Policy(clusters: [ClusterPreference(cluster: "*", maximum: 3, weight: 1)]))
    let wide = NativePolicy.federationV1(FederationV1Policy())
    expect(
      .partial, in: Bench.forecast(Bench.scenario(ProfileCatalog.federationV1, policy: bounded, replicas: 8)),
      notIn: Bench.forecast(Bench.scenario(ProfileCatalog.federationV1, policy: wide, replicas: 8)))
  }

  @Test func `eviction pace and purge modes`() {
    expect(.directBlocks, in: karmada(Bench.karmada(purgeMode: .directly)), notIn: karmada())
    expect(.oldCopyGoesEarly, in: karmada(), notIn: karmada(Bench.karmada(purgeMode: .directly)))
    expect(.evictionPace, in: karmada(workloads: 9), notIn: karmada())
    var fast = Self.optedIn
    fast.eviction.ratePerSecond = 5
    expect(.rateAboveBucket, in: karmada(profile: fast), notIn: karmada())
    expect(
      .notPaced, in: karmada(profile: Bench.optedIn(ProfileCatalog.karmada115), workloads: 9),
      notIn: karmada(workloads: 9))
    expect(
      .sharedEstimates, in: karmada(Bench.karmada(.dynamicWeight), workloads: 3),
      notIn: karmada(Bench.karmada(.dynamicWeight)))
  }

  @Test func `rebalancers`() {
    func with(_ scheduling: KarmadaPolicy.Scheduling, at hours: Int64, listing workload: String? = nil)
      -> FailoverForecast
    {
      Bench.forecast(
        Bench.scenario(
          Self.optedIn, policy: Bench.karmada(scheduling),
          failures: [Federations.loss(of: "A", at: .minutes(60), for: .minutes(30))],
          actions: [ActionSpec(at: .zero + .hours(hours), kind: .rebalance(workload: workload))]))
    }
    let late = with(.dynamicWeight, at: 2)
    expect(.rebalanceTooEarly, in: with(.dynamicWeight, at: 0), notIn: late)
    expect(.rebalanceNotGraceful, in: late, notIn: with(.dynamicWeight, at: 0))
    expect(.rebalanceNotListed, in: with(.dynamicWeight, at: 2, listing: "shop/other"), notIn: late)
    expect(.rebalanceChangesNothing, in: with(.duplicated, at: 2), notIn: late)
    // Static weights are not recomputed when a cluster is back, but for a rebalancer.
    expect(.rebalanceTooEarly, in: with(.staticWeight(nil), at: 0), notIn: with(.staticWeight(nil), at: 2))
    expect(.rebalanceNotGraceful, in: with(.staticWeight(nil), at: 2), notIn: with(.staticWeight(nil), at: 0))
  }

  @Test(arguments: [
    (FailureKind.refused, FailurePlane.api), (.partition, .hub), (.agent, .agent), (.dead, .hub), (.dead, .slow),
  ])
  func `where replicas serve on nothing is lost, and what moves them all the same is a false failover`(
    failure: FailureKind, plane: FailurePlane
  ) {
    let pull = Bench.fleet { $0.syncMode = .pull }
    for fleet in [Bench.fleet(), pull] {
      let found = Bench.forecast(
        Bench.scenario(Self.optedIn, policy: Bench.karmada(), fleet: fleet), failure: failure, plane: plane)
      let isNoticed = plane != .slow && (plane != .agent || fleet == pull)
      #expect(found.loss == (0, 0))
      #expect(found.decided.isNever == !isNoticed && found.has(.falseFailover) == isNoticed)
      #expect(found.has(.notNoticed) == !isNoticed)
    }
  }

  @Test func `an agent that lives reports an API that is down as not ready`() {
    let pull = Bench.scenario(Self.optedIn, policy: Bench.karmada(), fleet: Bench.fleet { $0.syncMode = .pull })
    #expect(Bench.forecast(pull).at("lease runs out, cluster Unknown") != nil)
    #expect(Bench.forecast(pull, failure: .dead, plane: .api).at("lease runs out, cluster Unknown") == nil)
  }

  @Test func `a rebalancer is spent by any scheduling after it was made`() {
    let late = SimulationTime.zero + .minutes(100)
    func codes(_ actions: [ActionSpec], createdAt minutes: Int64, demand: DemandSpec = .constant) -> [String] {
      let made = SimulationTime.zero + .minutes(minutes)
      var scenario = Bench.scenario(
        Self.optedIn, policy: Bench.karmada(),
        failures: [Federations.loss(of: "A", at: .minutes(60), for: .minutes(30))],
        actions: actions + [ActionSpec(at: late, kind: .rebalance(workload: nil, createdAt: made))])
      scenario.workloads[0].demand = demand
      return Bench.forecast(scenario).findings.filter { $0.field == "WorkloadRebalancer at \(late)" }.map(\.code)
    }
    func act(_ kind: ActionSpec.Kind, at minutes: Int64) -> ActionSpec {
      ActionSpec(at: .zero + .minutes(minutes), kind: kind)
    }
    let spent = [LintCode.rebalanceTooEarly.name]
    let counts = [LintCode.rebalanceNotGraceful.name]
    #expect(codes([], createdAt: 59) == spent)
    #expect(codes([], createdAt: 70) == counts)
    // Its own creation asked for the recomputation already.
    #expect(codes([act(.rebalance(workload: "web"), at: 70)], createdAt: 70) == spent)
    #expect(codes([act(.rebalance(workload: "shop/other"), at: 70)], createdAt: 70) == counts)
    #expect(codes([act(.scale(workload: "web", replicas: 9), at: 80)], createdAt: 70) == spent)
    #expect(codes([act(.scale(workload: "web", replicas: 9), at: 65)], createdAt: 70) == counts)
    #expect(codes([act(.scale(workload: "web", replicas: 9), at: 110)], createdAt: 70) == counts)
    let steps = DemandSpec.steps([.init(at: .zero + .minutes(75), replicas: 8)])
    #expect(codes([], createdAt: 70, demand: steps) == spent)
    #expect(codes([], createdAt: 76, demand: steps) == counts)
  }

  @Test func `whole free nodes count for what they hold, though others are full`() {
    func forecast(_ replicas: Int) -> FailoverForecast {
      var first = Federations.workload("first", replicas: 30)
      var second = Federations.workload("second", replicas: replicas)
      first.requests.cpuMillicores = 1000
      second.requests.cpuMillicores = 1000
      let policy = Bench.karmada(.dynamicWeight, affinity: KarmadaPolicy.ClusterAffinity(clusterNames: ["A"]))
      return Bench.forecast(
        Scenario(
          name: "nodes", horizon: .hours(2), fleet: Federations.fleet(named: ["A", "B"], nodes: 40, cores: 1),
          workloads: [first, second],
          contenders: [ContenderSpec(name: "it", profile: Self.optedIn, policies: [policy, policy])]))
    }
    let fits = forecast(10)
    #expect(!fits.has(.placedNowhere) && fits.lost == 40)
    let isTooLarge = forecast(11)
    #expect(isTooLarge.has(.placedNowhere) && isTooLarge.lost == 30)
  }

  @Test func `detection`() {
    let policy = Bench.karmada()
    func network(_ network: NetworkSpec, _ profile: ControlPlaneProfile = Self.optedIn) -> FailoverForecast {
      Bench.forecast(Bench.scenario(profile, policy: policy, network: network))
    }
    expect(
      .hubInRegion, in: network(NetworkSpec(hub: HubSpec(region: "A"))),
      notIn: network(NetworkSpec(hub: HubSpec(region: "B"))))
    let spread = HubSpec(
      region: "A", storeRegions: ["A", "B", "C"], controllers: .init(regions: ["A", "B"]),
      scheduler: .init(regions: ["A", "C"]))
    expect(.hubInRegion, in: network(NetworkSpec(hub: HubSpec(region: "A"))), notIn: network(NetworkSpec(hub: spread)))
    for part in [
      HubSpec(region: "C", storeRegions: ["A", "A", "B"]), HubSpec(region: "C", controllers: .init(regions: ["A"])),
      HubSpec(region: "C", scheduler: .init(regions: ["A", "B"], instances: .shards)),
    ] {
      expect(.hubInRegion, in: network(NetworkSpec(hub: part)), notIn: network(NetworkSpec(hub: spread)))
    }
    let far = NetworkSpec(links: [.init(from: "hub", to: "A", roundTrip: .seconds(40))])
    expect(.timeoutBelowRoundTrip, in: network(far), notIn: network(NetworkSpec()))
    var odd = Self.optedIn
    odd.detection.hysteresis = .sustained(failure: .seconds(25), success: .seconds(30))
    expect(.thresholdRoundedUp, in: network(NetworkSpec(), odd), notIn: network(NetworkSpec()))
    let plain = Bench.scenario(Self.optedIn, policy: policy)
    expect(.notNoticed, in: Bench.forecast(plain, plane: .user), notIn: Bench.forecast(plain))
    expect(.notNoticed, in: Bench.forecast(plain, failure: .agent), notIn: Bench.forecast(plain))
    expect(.falseFailover, in: Bench.forecast(plain, failure: .partition), notIn: Bench.forecast(plain))
    expect(.firstFailurePublishes, in: kubeFed(), notIn: Bench.forecast(plain))
    expect(.replansEarly, in: kubeFed(), notIn: Bench.forecast(plain))
    let old = Bench.scenario(ProfileCatalog.federationV1, policy: .federationV1(FederationV1Policy()))
    expect(.serialProbes, in: Bench.forecast(old, failure: .blackholed), notIn: Bench.forecast(old))
  }

  @Test func `return`() {
    expect(.noFailback, in: kubeFed(), notIn: kubeFed(rebalance: true))
    expect(.staleCopies, in: karmada(), notIn: kubeFed())
    expect(.deletesOnReturn, in: kubeFed(), notIn: karmada())
  }

  @Test func `codes are unique, ascending, and all in the guide with their severity and meaning`() throws {
    let numbers = LintCode.catalogue.map(\.number)
    #expect(numbers == Set(numbers).sorted())
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let guide = try String(contentsOf: root.appendingPathComponent("docs/guides/explain-failover.md"), encoding: .utf8)
    for code in LintCode.catalogue {
      let row = "| \(code.name) | \(code.severity.rawValue) | \(code.meaning) | \(code.source) | \(code.fix) |"
      #expect(guide.contains(row), "docs/guides/explain-failover.md lacks: \(row)")
    }
    #expect(guide.matches(of: #/\| F\d{4} \|/#).count == LintCode.catalogue.count)
  }

  @Test func `equal findings of several workloads are one with all its objects`() throws {
    let finding = try #require(karmada(workloads: 3).findings.first { $0.code == LintCode.noFailback.name })
    #expect(finding.objects == ["shop/web-0", "shop/web-1", "shop/web-2"])
  }
}
