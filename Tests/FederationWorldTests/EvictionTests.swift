// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// Taints, tolerations, the pace of evictions, and graceful eviction.
struct EvictionTests {
  private static let notReady = "cluster.karmada.io/not-ready"

  private static func withFailover(_ profile: ControlPlaneProfile) -> ControlPlaneProfile {
    var profile = profile
    profile.eviction.isEnabled = true
    return profile
  }

  /// Two clusters, `count` workloads, `a` lost from 1 h on for `span`.
  private func scenario(
    _ profile: ControlPlaneProfile, workloads count: Int = 1, tolerations: [Toleration] = [],
    span: SimulationDuration? = nil, plane: FailurePlane = .all, startup: SimulationDuration = .seconds(10),
    actions: [ActionSpec] = [], failures: [FailureSpec]? = nil,
    scheduling: KarmadaPolicy.Scheduling = .dynamicWeight
  ) -> Scenario {
    let workloads = (0..<count).map { Federations.workload("w\($0)", replicas: 4, startup: startup) }
    let policy = NativePolicy.karmada(KarmadaPolicy(tolerations: tolerations, scheduling: scheduling))
    return Scenario(
      name: "eviction", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"], nodes: 20),
      workloads: workloads,
      contenders: [Federations.contender("k", profile: profile, workloads: count, policy: policy)],
      failures: failures ?? [Federations.loss(of: "a", at: .hours(1), for: span, plane: plane)], actions: actions)
  }

  private func firstEviction(_ observations: [Observation]) -> SimulationDuration? {
    guard let published = observations.of(.readinessPublished).first, let evicted = observations.of(.evicted).first
    else { return nil }
    return evicted.time - published.time
  }

  private func toleration(seconds: Int64?) -> Toleration {
    Toleration(key: Self.notReady, operator: .exists, effect: .noExecute, tolerationSeconds: seconds)
  }

  @Test func `without a toleration Karmada evicts at once when the loss is published`() {
    #expect(firstEviction(Runs.observations(scenario(Federations.karmadaWithFailover))) == .zero)
  }

  @Test func `tolerating 300 s evicts 300 s after publication, tolerating for ever never`() {
    let profile = Federations.karmadaWithFailover
    let timed = Runs.observations(scenario(profile, tolerations: [toleration(seconds: 300)]))
    #expect(firstEviction(timed) == .seconds(300))
    let forever = Runs.observations(scenario(profile, tolerations: [toleration(seconds: nil)]))
    #expect(forever.of(.readinessPublished).count == 1)
    #expect(forever.of(.evicted).isEmpty)
  }

  @Test func `only the first matching toleration counts`() {
    let profile = Federations.karmadaWithFailover
    let order = [toleration(seconds: 60), toleration(seconds: nil), toleration(seconds: 0)]
    #expect(firstEviction(Runs.observations(scenario(profile, tolerations: order))) == .seconds(60))
    #expect(Runs.observations(scenario(profile, tolerations: order.reversed())).of(.evicted).count == 1)
  }

  @Test func `a member back before its toleration ends is not left`() {
    let profile = Federations.karmadaWithFailover
    let found = Runs.observations(scenario(profile, tolerations: [toleration(seconds: 300)], span: .minutes(4)))
    #expect(found.of(.readinessPublished).map(\.value) == [0, 1])
    #expect(found.of(.evicted).isEmpty && found.of(.moved).isEmpty)
  }

  @Test func `a second loss starts the toleration anew`() {
    let profile = Federations.karmadaWithFailover
    let losses = [
      Federations.loss(of: "a", at: .hours(1), for: .minutes(4)),
      Federations.loss(of: "a", at: .minutes(66), for: nil),
    ]
    let found = Runs.observations(
      scenario(profile, tolerations: [toleration(seconds: 300)], failures: losses))
    let published = found.of(.readinessPublished)
    #expect(published.map(\.value) == [0, 1, 0])
    #expect(found.of(.evicted).map(\.time) == [published[2].time + .seconds(300)])
  }

  @Test(arguments: [ProfileCatalog.karmada116, ProfileCatalog.karmada118])
  func `100 workloads leave at three per 2 s`(profile: ControlPlaneProfile) {
    let found = Runs.observations(scenario(Self.withFailover(profile), workloads: 100))
    let evicted = found.of(.evicted)
    let published = found.of(.readinessPublished).first?.time ?? .zero
    #expect(evicted.count == 100)
    for (place, eviction) in evicted.enumerated() {
      #expect(eviction.time - published == .seconds(2) * Int64(place / 3), "eviction \(place)")
    }
    #expect(Set(evicted.map(\.workload)).count == 100)
  }

  @Test func `Karmada 1.15 leaves a lost member without a pace`() {
    let found = Runs.observations(scenario(Self.withFailover(ProfileCatalog.karmada115), workloads: 100))
    let published = found.of(.readinessPublished).first?.time
    #expect(found.of(.evicted).count == 100)
    #expect(found.of(.evicted).allSatisfy { $0.time == published })
  }

  @Test func `Karmada 1.13 taints 5 min after publication and tolerates it for another 5`() {
    let found = Runs.observations(scenario(Self.withFailover(ProfileCatalog.karmada113), workloads: 10))
    // The controller taints in a loop of 5 s.
    let after = firstEviction(found) ?? .zero
    #expect(after >= .seconds(600) && after < .seconds(605))
    #expect(Set(found.of(.evicted).map(\.time)).count == 1)
  }

  @Test func `what Karmada 1.13 injects does not tolerate a taint of another key`() {
    let taint = Taint(key: "maintenance", effect: .noExecute)
    let found = Runs.observations(
      scenario(
        Self.withFailover(ProfileCatalog.karmada113),
        actions: [
          ActionSpec(at: .zero + .hours(2), kind: .taint(taint), target: TargetSelector(cluster: "b"))
        ], failures: []))
    #expect(found.of(.evicted).map(\.time) == [.zero + .hours(2)])
  }

  @Test(arguments: [
    ProfileCatalog.karmada113, ProfileCatalog.karmada115, ProfileCatalog.karmada116, ProfileCatalog.karmada118,
  ])
  func `stock Karmada never evicts nor moves`(profile: ControlPlaneProfile) {
    let found = Runs.observations(scenario(profile, workloads: 10, span: .hours(2)))
    #expect(found.of(.readinessPublished).count == 2)
    #expect(found.of(.evicted).isEmpty && found.of(.moved).isEmpty)
  }

  @Test func `a taint by hand evicts, a pending toleration is not queued twice by another taint`() {
    // The second taint arrives while the first is tolerated: one eviction per workload, at the usual pace.
    let first = Taint(key: "maintenance", effect: .noExecute)
    let tolerated = Toleration(key: "maintenance", operator: .exists, tolerationSeconds: 600)
    let found = Runs.observations(
      scenario(
        Federations.karmadaWithFailover, workloads: 9, tolerations: [tolerated],
        actions: [
          ActionSpec(at: .zero + .hours(1), kind: .taint(first), target: TargetSelector(cluster: "a")),
          ActionSpec(
            at: .zero + .minutes(61), kind: .taint(Taint(key: "more", effect: .noSchedule)),
            target: TargetSelector(cluster: "a")),
        ], failures: []))
    let begin = SimulationTime.zero + .minutes(70)
    #expect(found.of(.evicted).map { ($0.time - begin).seconds } == [0, 0, 0, 2, 2, 2, 4, 4, 4])
  }

  @Test(arguments: ["failover", EvictionTests.notReady])
  func `a taint policy's own taints come with a loss and go when its conditions say so`(key: String) {
    func contender(removes: Bool) -> ContenderSpec {
      var contender = Federations.contender(
        "k", profile: Federations.karmadaWithFailover, workloads: 1,
        policy: .karmada(KarmadaPolicy(scheduling: .duplicated)))
      contender.taintPolicies = [
        KarmadaClusterTaintPolicy(
          name: "p", addOn: [.init(type: "Ready", isIn: false, statusValues: ["True"])],
          removeOn: removes ? [.init(type: "Ready", isIn: true, statusValues: ["True"])] : [],
          taints: [Taint(key: key, effect: .noExecute)])
      ]
      return contender
    }
    for removes in [true, false] {
      var scenario = scenario(Federations.karmadaWithFailover, span: .hours(1))
      scenario.contenders = [contender(removes: removes)]
      let found = Runs.observations(scenario)
      #expect(found.of(.evicted).count == 1)
      // A duplicated workload comes back to a member without hard taints, and to no other.
      #expect(found.serving(at: .zero + .hours(4), cluster: 0) == (removes ? 4 : 0), "removes: \(removes)")
    }
  }

  /// Karmada that waits for fresh news of the new copies.
  private static var careful: ControlPlaneProfile {
    var profile = Federations.karmadaWithFailover
    profile.switches.trustsStaleHealth = false
    return profile
  }

  @Test func `news from before the scale-up ends a graceful eviction at once`() {
    func lowest(_ profile: ControlPlaneProfile) -> Int64 {
      let found = Runs.observations(
        scenario(
          profile, startup: .seconds(60),
          actions: [
            ActionSpec(
              at: .zero + .hours(1), kind: .taint(Taint(key: "maintenance", effect: .noExecute)),
              target: TargetSelector(cluster: "a"))
          ], failures: []))
      return found.map(\.time).filter { $0 > .zero }.map { found.serving(at: $0) }.min() ?? 0
    }
    #expect(lowest(Federations.karmadaWithFailover) == 2)
    #expect(lowest(Self.careful) == 4)
  }

  @Test func `on a living member the old copy stays until the new one is ready`() {
    let found = Runs.observations(
      scenario(
        Self.careful, startup: .seconds(60),
        actions: [
          ActionSpec(
            at: .zero + .hours(1), kind: .taint(Taint(key: "maintenance", effect: .noExecute)),
            target: TargetSelector(cluster: "a"))
        ], failures: []))
    let evicted = found.of(.evicted).first?.time ?? .distantFuture
    let stopped = found.of(.servingChanged, cluster: 0).last { $0.value < 0 }?.time ?? .zero
    let started = found.of(.servingChanged, cluster: 1).last { $0.value > 0 }?.time ?? .distantFuture
    #expect(evicted == .zero + .hours(1))
    // A decision (15 ms), propagation (700 ms), 60 s of starting; then feedback (500 ms) and propagation.
    #expect(started == evicted + .milliseconds(60_715))
    #expect(stopped == started + .milliseconds(1200))
    let times = found.map(\.time)
    #expect(times.allSatisfy { found.serving(at: $0) >= 4 || $0 == .zero })
    #expect(found.serving(at: .zero + .hours(4), cluster: 0) == 0)
    #expect(found.serving(at: .zero + .hours(4), cluster: 1) == 4)
  }

  @Test func `an old copy goes after 10 min though the new one is not ready`() {
    let found = Runs.observations(
      scenario(
        Self.careful, startup: .hours(1),
        actions: [
          ActionSpec(
            at: .zero + .hours(1), kind: .taint(Taint(key: "maintenance", effect: .noExecute)),
            target: TargetSelector(cluster: "a"))
        ], failures: []))
    let stopped = found.of(.servingChanged, cluster: 0).last { $0.value < 0 }?.time
    #expect(stopped == .zero + .hours(1) + .seconds(600) + .milliseconds(700))
    #expect(found.serving(at: .zero + .minutes(90)) == 2)
  }

  @Test func `on a dead member the old copy stays until it is back, and goes at a retry of the backoff`() {
    for seed in 0..<20 as Range<UInt64> {
      let found = Runs.observations(
        scenario(Federations.karmadaWithFailover, span: .hours(1)), seed: seed)
      let failed = SimulationTime.zero + .hours(1)
      let returned = SimulationTime.zero + .hours(2)
      #expect(found.bound(at: returned, cluster: 0) == 2)
      // It runs again beside the new one: a surplus until the deletion arrives.
      #expect(found.serving(at: returned + .seconds(30)) == 6)
      let gone = found.of(.boundChanged, cluster: 0).first { $0.value < 0 }?.time ?? .distantFuture
      let published = found.of(.readinessPublished).last?.time ?? .zero
      #expect(gone >= published)
      // The last wait is at most 1000 s, counted from the retry before.
      #expect(gone - returned <= .seconds(1000 + 40))
      #expect(failed < gone)
      #expect(found.serving(at: .zero + .hours(4)) == 4)
    }
  }

  @Test func `KubeAdmiral moves nothing alone, and 300 s after publication with an operator`() {
    func run(_ profile: ControlPlaneProfile, seed: UInt64) -> [Observation] {
      var scenario = scenario(profile)
      scenario.contenders = [Federations.contender(of: profile, over: scenario.workloads)]
      return Runs.observations(scenario, seed: seed)
    }
    for seed in 0..<20 as Range<UInt64> {
      let alone = run(ProfileCatalog.kubeAdmiral, seed: seed)
      #expect(alone.of(.readinessPublished).count == 1)
      #expect(alone.of(.moved).isEmpty && alone.of(.decided).count == 1)
      let operated = run(Federations.kubeAdmiralWithOperator, seed: seed)
      let published = operated.of(.readinessPublished).first?.time ?? .zero
      #expect(operated.of(.moved).map(\.time) == [published + .milliseconds(300_005)])
      #expect(operated.of(.moved).first?.value == 2)
    }
  }

  @Test func `a member that is ready again asks no KubeAdmiral scheduler`() {
    var scenario = scenario(ProfileCatalog.kubeAdmiral, span: .hours(1))
    scenario.contenders = [Federations.contender(of: ProfileCatalog.kubeAdmiral, over: scenario.workloads)]
    let found = Runs.observations(scenario)
    #expect(found.of(.readinessPublished).count == 2)
    #expect(found.of(.decided).count == 1)
  }
}
