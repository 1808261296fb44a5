// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// When policies are asked, and what carrying out their answers does.
struct DecisionsTests {
  private func scenario(
    _ profile: ControlPlaneProfile, workloads: [WorkloadSpec], clusters: [String] = ["a", "b", "c"],
    nodes: Int = 10, failures: [FailureSpec] = [], actions: [ActionSpec] = [], start: Scenario.Start = .placed
  ) -> Scenario {
    Scenario(
      name: "decisions", horizon: .hours(4), start: start, fleet: Federations.fleet(named: clusters, nodes: nodes),
      workloads: workloads, contenders: [Federations.contender(of: profile, over: workloads)], failures: failures,
      actions: actions)
  }

  // 5 replicas over 170:110:60, scaled to 6 after an hour

  private func weighted(_ profile: ControlPlaneProfile) -> [Observation] {
    var profile = profile
    profile.eviction.isEnabled = true
    let workload = Federations.workload(
      replicas: 5, startup: .minutes(10), demand: .steps([.init(at: .zero + .hours(1), replicas: 6)]))
    let weights = [("a", 170), ("b", 110), ("c", 60)].map { name, weight in
      KarmadaPolicy.StaticWeight(target: .init(clusterNames: [name]), weight: Int64(weight))
    }
    var scenario = scenario(profile, workloads: [workload])
    scenario.contenders = [
      Federations.contender(
        "k", profile: profile, workloads: 1, policy: .karmada(KarmadaPolicy(scheduling: .staticWeight(weights))))
    ]
    return Runs.observations(scenario)
  }

  private func serving(_ found: [Observation], at time: SimulationTime) -> [Int64] {
    (0..<3).map { found.serving(at: time, cluster: $0) }
  }

  @Test func `Karmada 1.15 goes from 3, 2, 0 to 4, 1, 1 with four ready for 600 s`() {
    let found = weighted(ProfileCatalog.karmada115)
    let scaled = SimulationTime.zero + .hours(1)
    #expect(serving(found, at: scaled) == [3, 2, 0])
    #expect(serving(found, at: .zero + .hours(2)) == [4, 1, 1])
    // A decision (15 ms) and propagation (700 ms) later one stops; 600 s later both new ones are ready.
    let carriedOut = scaled + .milliseconds(715)
    let changes = found.of(.servingChanged).filter { $0.time > .zero }
    #expect(changes.map(\.time) == [carriedOut, carriedOut + .seconds(600), carriedOut + .seconds(600)])
    #expect(found.serving(at: carriedOut) == 4)
    #expect(found.serving(at: carriedOut + .milliseconds(599_999)) == 4)
    #expect(found.serving(at: carriedOut + .seconds(600)) == 6)
    #expect(found.of(.stoppedHealthy).map(\.value) == [1])
    #expect(found.of(.moved).map(\.value) == [1])
  }

  @Test func `Karmada 1.16 goes from 2, 2, 1 to 3, 2, 1 and stops none`() {
    let found = weighted(ProfileCatalog.karmada116)
    #expect(serving(found, at: .zero + .hours(1)) == [2, 2, 1])
    #expect(serving(found, at: .zero + .hours(2)) == [3, 2, 1])
    #expect(found.of(.servingChanged).allSatisfy { $0.value > 0 })
    #expect(found.of(.stoppedHealthy).isEmpty && found.of(.moved).isEmpty)
  }

  // Timelines

  @Test func `KubeFed plans again 63 to 73 s after a loss, and 23 to 33 s after the return if nothing else happens`() {
    var profile = ProfileCatalog.kubeFed010
    profile.reaction.memberEventDelay = nil
    for seed in 0..<50 as Range<UInt64> {
      let found = Runs.observations(
        scenario(
          profile, workloads: [Federations.workload(replicas: 9)],
          failures: [Federations.loss(of: "a", at: .hours(1), for: .hours(1))]), seed: seed)
      let decided = found.of(.decided).map(\.time).filter { $0 > .zero }
      // One decision takes 20 ms.
      #expect(decided.count == 2)
      guard decided.count == 2 else { continue }
      let lost = (decided[0] - (SimulationTime.zero + .hours(1))).seconds - 0.02
      let returned = (decided[1] - (SimulationTime.zero + .hours(2))).seconds - 0.02
      #expect(lost > 63 && lost <= 73, "\(lost)")
      #expect(returned > 23 && returned <= 33, "\(returned)")
      #expect(found.of(.moved).first?.value == 3)
    }
  }

  @Test func `Federation v1 plans again 63 to 103 s after a loss`() {
    for seed in 0..<50 as Range<UInt64> {
      let found = Runs.observations(
        scenario(
          ProfileCatalog.federationV1, workloads: [Federations.workload(replicas: 9)],
          failures: [Federations.loss(of: "a", at: .hours(1), for: nil)]), seed: seed)
      let decided = found.of(.moved).first.map { ($0.time - (SimulationTime.zero + .hours(1))).seconds - 0.05 } ?? 0
      #expect(decided > 63 && decided <= 103, "\(decided)")
    }
  }

  @Test func `Karmada's first replicas start elsewhere 31 to 43 s after a loss`() {
    for seed in 0..<50 as Range<UInt64> {
      let found = Runs.observations(
        scenario(
          Federations.karmadaWithFailover, workloads: [Federations.workload(replicas: 9)],
          failures: [Federations.loss(of: "a", at: .hours(1), for: nil)]), seed: seed)
      let bound = found.of(.boundChanged).first { $0.time > .zero }
      let seconds = bound.map { ($0.time - (SimulationTime.zero + .hours(1))).seconds } ?? 0
      #expect(seconds > 30.7 && seconds <= 43, "\(seconds)")
    }
  }

  @Test func `one worker decides one workload after the other`() {
    let workloads = (0..<20).map { Federations.workload("w\($0)", replicas: 2) }
    let found = Runs.observations(
      scenario(Federations.karmadaWithFailover, workloads: workloads, start: .empty))
    let times = found.of(.decided).map { $0.time.nanoseconds }
    // 15 ms each while the burst of 60 requests lasts, 5 requests a decision; then 5 at 40 a second.
    #expect(times.prefix(12) == (1...12).map { Int64($0) * 15_000_000 }[...])
    let later = zip(times.dropFirst(14), times.dropFirst(15)).map { $1 - $0 }
    #expect(later.allSatisfy { $0 == 125_000_000 }, "\(later)")
    #expect(found.of(.decided).map(\.workload) == Array(0..<20))
  }

  @Test func `what does not fit is tried again after 5 ms, 10 ms, 20 ms and so on`() {
    // By grades a node with 8 to 16 cores free has room for 16 halves: 14 nodes hold both only after the first shrank.
    let workloads = [Federations.workload("first", replicas: 200), Federations.workload("second", replicas: 200)]
    let found = Runs.observations(
      scenario(
        Federations.karmadaWithFailover, workloads: workloads, clusters: ["a"], nodes: 14,
        actions: [
          ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "first", replicas: 1))
        ]))
    let failed = found.of(.decided, workload: 1).filter { $0.value == 2 }.map(\.time)
    #expect(failed.count > 10)
    var wait = SimulationDuration.milliseconds(5)
    for (earlier, later) in zip(failed, failed.dropFirst()) {
      // The wait, then a decision of 15 ms; decisions of the other workload may come between.
      #expect(later - earlier >= wait + .milliseconds(15) && later - earlier <= wait + .milliseconds(300))
      wait = min(wait * 2, .seconds(1000))
    }
    #expect(found.of(.assignmentChanged, workload: 1).last?.value == 200)
    #expect(found.serving(at: .zero + .hours(4), workload: 1) == 200)
  }

  @Test func `after a success the waits begin at 5 ms again`() {
    let actions = [(1, 200), (2, 10), (3, 200)].map { hours, replicas in
      ActionSpec(at: .zero + .hours(Int64(hours)), kind: .scale(workload: "web", replicas: replicas))
    }
    let found = Runs.observations(
      scenario(
        Federations.karmadaWithFailover, workloads: [Federations.workload(replicas: 5)], clusters: ["a"], nodes: 4,
        actions: actions))
    for hour in [1, 3] as [Int64] {
      let begin = SimulationTime.zero + .hours(hour)
      let failed = found.of(.decided).filter { $0.value == 2 && $0.time >= begin }.prefix(3).map { $0.time - begin }
      #expect(failed == [.milliseconds(15), .milliseconds(35), .milliseconds(60)], "at \(hour) h")
    }
  }

  @Test func `a full recomputation is done on request alone`() {
    let found = Runs.observations(
      scenario(
        Federations.karmadaWithFailover, workloads: [Federations.workload(replicas: 9)],
        failures: [Federations.loss(of: "a", at: .hours(1), for: .minutes(30))],
        actions: [ActionSpec(at: .zero + .hours(3), kind: .rebalance(workload: nil))]))
    // Karmada never moves back on its own.
    #expect(found.serving(at: .zero + .minutes(179), cluster: 0) == 0)
    #expect(found.serving(at: .zero + .hours(4), cluster: 0) == 3)
  }

  // Replicas without a node

  /// `a` has room for 8, `b` for 320; 20 replicas by equal weights.
  private func crowded(_ profile: ControlPlaneProfile, _ policy: NativePolicy) -> [Observation] {
    let large = Federations.fleet(named: ["b"])
    let small = Federations.fleet(named: ["a"], nodes: 1, cores: 4)
    var scenario = scenario(profile, workloads: [Federations.workload(replicas: 20)])
    scenario.fleet = Fleet(clusters: small.clusters + large.clusters)
    scenario.contenders = [Federations.contender("x", profile: profile, workloads: 1, policy: policy)]
    return Runs.observations(scenario)
  }

  @Test func `KubeFed plans around replicas that found no node for 60 s`() {
    let found = crowded(ProfileCatalog.kubeFed010, Federations.kubeFed(replicas: 20, rebalance: false))
    #expect(found.serving(at: .zero) == 18)
    #expect(found.of(.decided).prefix(2).map(\.time) == [.zero, .zero + .milliseconds(60_020)])
    #expect(found.serving(at: .zero + .hours(1), cluster: 1) == 12)
    #expect(found.serving(at: .zero + .hours(1)) == 20)
  }

  @Test func `KubeAdmiral moves them with auto-migration alone`() {
    func placements(_ migration: KubeAdmiralPolicy.AutoMigration?) -> [Observation] {
      let weights = ["a", "b"].map { KubeAdmiralPolicy.Placement(cluster: $0, weight: 1) }
      return crowded(
        ProfileCatalog.kubeAdmiral,
        .kubeAdmiral(KubeAdmiralPolicy(divides: true, placements: weights, autoMigration: migration)))
    }
    let off = placements(nil)
    #expect(off.serving(at: .zero + .hours(4)) == 18 && off.of(.decided).count == 1)
    let on = placements(.init())
    #expect(on.of(.moved).first?.time == .zero + .milliseconds(60_005))
    #expect(on.serving(at: .zero + .hours(1)) == 20)
    #expect(on.of(.waitingChanged).reduce(0) { $0 + $1.value } == 0)
  }

  @Test func `Karmada leaves them where they are`() {
    let weights = ["a", "b"].map { KarmadaPolicy.StaticWeight(target: .init(clusterNames: [$0]), weight: 1) }
    let found = crowded(
      Federations.karmadaWithFailover, .karmada(KarmadaPolicy(scheduling: .staticWeight(weights))))
    #expect(found.of(.decided).count == 1 && found.serving(at: .zero + .hours(4)) == 18)
  }
}
