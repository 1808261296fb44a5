// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// The published timelines of a lost cluster, each with its window: over many seeds no value leaves it, and values come
/// near both ends.
struct FailoverTimelineTests {
  private static let lostAt = SimulationDuration.hours(1)

  /// `count` workloads of four replicas that start at once, all in `a`, with room for them in `b`.
  private func scenario(
    _ profile: ControlPlaneProfile, workloads count: Int = 1, tolerationSeconds: Int64? = 0,
    effect: FaultEffect = FaultEffect(), pull: Bool = false, optsIn: Bool = true,
    horizon: SimulationDuration = .hours(3)
  ) -> Scenario {
    var profile = profile
    profile.eviction.isEnabled = optsIn
    let workloads = (0..<count).map { Federations.workload("w\($0)", replicas: 4, startup: .zero) }
    var fleet = Federations.fleet(named: ["a", "b"], nodes: max(20, count / 4))
    fleet = Fleet(
      clusters: fleet.clusters.map { cluster in
        var cluster = cluster
        cluster.syncMode = pull ? .pull : .push
        return cluster
      })
    let keys = ["cluster.karmada.io/not-ready", "cluster.karmada.io/unreachable"]
    let tolerations = keys.map {
      Toleration(key: $0, operator: .exists, effect: .noExecute, tolerationSeconds: tolerationSeconds)
    }
    let policy = NativePolicy.karmada(KarmadaPolicy(tolerations: tolerations, scheduling: .aggregated))
    var contender = Federations.contender("k", profile: profile, workloads: count, policy: policy)
    contender.initialAssignments = workloads.map { _ in [ClusterReplicas(cluster: "a", replicas: 4)] }
    return Scenario(
      name: "timeline", horizon: horizon, fleet: fleet, workloads: workloads, contenders: [contender],
      failures: [
        .scripted(
          ScriptedFailureSpec(at: .zero + Self.lostAt, target: TargetSelector(cluster: "a"), effect: effect))
      ])
  }

  /// Seconds from the loss to the first observation of `kind`, seed by seed.
  private func delays(
    to kind: Observation.Kind, _ scenario: Scenario, seeds: Range<UInt64> = 0..<400
  ) -> [Double] {
    seeds.compactMap { seed in
      let found = Runs.observations(scenario, seed: seed).of(kind).first { $0.time > .zero + Self.lostAt }
      return found.map { ($0.time - (SimulationTime.zero + Self.lostAt)).seconds }
    }
  }

  private func expect(
    _ delays: [Double], within low: Double, _ high: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let margin = max(0.5, (high - low) * 0.02)
    let (least, most) = (delays.min() ?? .infinity, delays.max() ?? -.infinity)
    #expect(least >= low - 1e-9 && most <= high + 1e-9, "\(least) to \(most)", sourceLocation: sourceLocation)
    #expect(least <= low + margin && most >= high - margin, "\(least) to \(most)", sourceLocation: sourceLocation)
  }

  @Test func `A: a Push member that refuses is left 30 to 40 s after its loss, and replaced within 31 to 43 s`() {
    let scenario = scenario(ProfileCatalog.karmada118)
    expect(delays(to: .readinessPublished, scenario), within: 30, 40)
    let bound = delays(to: .boundChanged, scenario)
    #expect(bound.allSatisfy { $0 > 30.7 && $0 <= 43 })
    let tolerated = self.scenario(ProfileCatalog.karmada118, tolerationSeconds: 300)
    expect(delays(to: .evicted, tolerated), within: 330, 340)
  }

  @Test func `B: a Push member in a black hole is published 70 to 84 s after its loss`() {
    let scenario = scenario(ProfileCatalog.karmada118, effect: FaultEffect(.all, connections: .blackholed))
    expect(delays(to: .readinessPublished, scenario), within: 70, 84)
  }

  @Test func `C: a Pull member is unknown 30 to 45 s after its loss`() {
    let scenario = scenario(ProfileCatalog.karmada118, pull: true)
    expect(delays(to: .readinessPublished, scenario, seeds: 0..<1000), within: 30, 45)
  }

  @Test func `C: a Pull member whose API alone is down is published as a Push member is`() {
    let scenario = scenario(ProfileCatalog.karmada118, effect: FaultEffect(.api), pull: true)
    expect(delays(to: .readinessPublished, scenario), within: 30, 40)
  }

  @Test func `D: Karmada 1.13 leaves a Push member after 10:30 to 10:45, a Pull member after 9:50 to 10:05`() {
    expect(
      delays(to: .evicted, scenario(ProfileCatalog.karmada113, tolerationSeconds: 300), seeds: 0..<1000),
      within: 630, 645)
    expect(
      delays(to: .evicted, scenario(ProfileCatalog.karmada113, tolerationSeconds: 300, pull: true), seeds: 0..<1000),
      within: 590, 605)
  }

  @Test(arguments: [
    ProfileCatalog.karmada113, ProfileCatalog.karmada115, ProfileCatalog.karmada116, ProfileCatalog.karmada118,
  ])
  func `E: with the defaults of 1.12 and later nothing moves`(profile: ControlPlaneProfile) {
    let found = Runs.observations(scenario(profile, optsIn: false))
    #expect(found.of(.readinessPublished).count == 1)
    #expect(found.of(.evicted).isEmpty && found.of(.moved).isEmpty)
    #expect(found.serving(at: .zero + .hours(2)) == 0)
  }

  @Test func `F: purge mode Directly holds a dead member's new copies back until the task's 10 min are over`() throws {
    // A target that ran the workload before would count as healthy at once; b never did.
    var scenario = scenario(ProfileCatalog.karmada118)
    var policy = try #require(scenario.contenders[0].policies[0]?.karmada)
    policy.clusterPurgeMode = .directly
    scenario.contenders[0].policies[0] = .karmada(policy)
    for seed in 0..<20 as Range<UInt64> {
      let found = Runs.observations(scenario, seed: seed)
      let evicted = found.of(.evicted).first?.time ?? .zero
      let bound = found.of(.boundChanged).first { $0.time > evicted }?.time ?? .distantFuture
      #expect(bound >= evicted + .seconds(600) && bound <= evicted + .seconds(606))
    }
    // Up to 1.14 nobody waits.
    scenario.contenders[0].profile.eviction.directRecheck = nil
    let found = Runs.observations(scenario)
    let evicted = found.of(.evicted).first?.time ?? .zero
    let bound = found.of(.boundChanged).first { $0.time > evicted && $0.value > 0 }?.time ?? .distantFuture
    #expect(bound < evicted + .seconds(2))
  }

  /// Seconds from the first eviction of 1,000 workloads to the last one, and to the last decision.
  private func spans(_ profile: ControlPlaneProfile) -> (evictions: Double, decisions: Double) {
    let found = Runs.observations(scenario(profile, workloads: 1000))
    let evicted = found.of(.evicted).map(\.time)
    let first = evicted.first ?? .zero
    #expect(evicted.count == 1000)
    #expect(found.serving(at: .zero + .hours(3)) == 4000)
    let decided = found.of(.decided).last?.time ?? .zero
    return (((evicted.last ?? .zero) - first).seconds, (decided - first).seconds)
  }

  @Test func `G: 1,000 bindings leave in 666 s by three workers, in 2,000 s by one`() {
    let three = spans(ProfileCatalog.karmada118).evictions
    #expect(three >= 664 && three <= 668, "\(three)")
    var single = ProfileCatalog.karmada118
    single.eviction.workers = 1
    let one = spans(single).evictions
    #expect(one >= 1996 && one <= 2000, "\(one)")
  }

  @Test func `G: at 5 a second the queue's bucket makes it 90 s, and the scheduler's requests more`() {
    var fast = ProfileCatalog.karmada118
    fast.eviction.ratePerSecond = 5
    let spans = spans(fast)
    #expect(spans.evictions >= 85 && spans.evictions <= 95, "\(spans.evictions)")
    // 60 requests at once, then 40 a second, 5 a decision.
    #expect(spans.decisions >= 120 && spans.decisions <= 130, "\(spans.decisions)")
  }
}
