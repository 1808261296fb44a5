// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// What becomes of a Karmada binding after each outcome of a decision: its targets, and when it is tried again. Each row
/// is a switch, and each side of it is shown.
struct OutcomeTests {
  private static let hour = SimulationTime.zero + .hours(1)

  /// One workload `web` over clusters of ten nodes of 16 cores, and whatever else `others` are.
  private func scenario(
    _ profile: ControlPlaneProfile, _ policy: KarmadaPolicy, replicas: Int = 4, clusters: [String] = ["a", "b"],
    others: [WorkloadSpec] = [], initial: [ClusterReplicas]? = nil, actions: [ActionSpec] = [],
    quotas: [KarmadaResourceQuota] = [], start: Scenario.Start = .placed
  ) -> Scenario {
    let workloads = [Federations.workload(replicas: replicas)] + others
    var contender = Federations.contender(
      "k", profile: profile, workloads: workloads.count, policy: .karmada(policy))
    contender.initialAssignments[0] = initial
    contender.quotas = quotas
    return Scenario(
      name: "outcome", horizon: .hours(4), start: start, fleet: Federations.fleet(named: clusters),
      workloads: workloads, contenders: [contender], actions: actions)
  }

  private func scale(_ workload: String = "web", to replicas: Int, at time: SimulationTime = hour) -> ActionSpec {
    ActionSpec(at: time, kind: .scale(workload: workload, replicas: replicas))
  }

  private func karmada(_ change: (inout ControlPlaneProfile) -> Void = { _ in }) -> ControlPlaneProfile {
    // By sums: a cluster holds 320 replicas of half a core.
    var profile = ProfileCatalog.karmada118
    profile.switches.usesResourceModels = false
    change(&profile)
    return profile
  }

  private var prioritised: ControlPlaneProfile { karmada { $0.scheduling.queue = .prioritised } }

  /// When `web` was decided about after an hour, in seconds after it, with the code of the answer.
  private func decisions(_ found: [Observation]) -> [(seconds: Double, code: Int64)] {
    found.of(.decided, workload: 0).filter { $0.time >= Self.hour }.map { (($0.time - Self.hour).seconds, $0.value) }
  }

  /// Replicas of `web` assigned in all at the end.
  private func assigned(_ found: [Observation]) -> Int64? { found.of(.assignmentChanged, workload: 0).last?.value }

  // Success

  @Test func `success replaces the targets and is not tried again`() {
    let found = Runs.observations(
      scenario(karmada(), KarmadaPolicy(scheduling: .dynamicWeight), actions: [scale(to: 10)]))
    #expect(decisions(found).map(\.code) == [1])
    #expect(assigned(found) == 10 && found.serving(at: .zero + .hours(2)) == 10)
    // The other side: what was placed before is left alone by events that change nothing of it.
    let idle = Runs.observations(
      scenario(
        karmada(), KarmadaPolicy(scheduling: .dynamicWeight),
        actions: [ActionSpec(at: Self.hour, kind: .cordon, target: TargetSelector(cluster: "a"))]))
    #expect(decisions(idle).isEmpty)
  }

  // No cluster fits

  /// The only cluster that the policy allows leaves the federation at 1 h and joins again at 2 h.
  private func withoutClusters(clears: Bool) -> [Observation] {
    let only = KarmadaPolicy(clusterAffinity: .init(clusterNames: ["a"]), scheduling: .duplicated)
    let actions = [(Self.hour, ActionSpec.Kind.leave), (.zero + .hours(2), .join)].map { time, kind in
      ActionSpec(at: time, kind: kind, target: TargetSelector(cluster: "a"))
    }
    return Runs.observations(
      scenario(karmada { $0.switches.clearsTargetsWhenNothingFits = clears }, only, actions: actions))
  }

  @Test func `NoClusterFit clears the targets and is not tried again until an event of the binding or a cluster`() {
    let found = withoutClusters(clears: true)
    let noon = SimulationTime.zero + .minutes(119)
    #expect(found.serving(at: Self.hour) == 4 && found.serving(at: noon) == 0)
    #expect(found.of(.unassigned, workload: 0).map(\.value) == [4])
    let codes = decisions(found)
    #expect(codes.filter { $0.seconds < 3600 }.map(\.code) == [2], "one failure, nothing more for an hour")
    // The return is such an event.
    #expect(codes.first { $0.code == 1 }.map { $0.seconds >= 3600 && $0.seconds < 3601 } == true)
    #expect(found.serving(at: .zero + .hours(3)) == 4)
  }

  @Test func `without clearsTargetsWhenNothingFits the targets stay, and it is not tried again either`() {
    let found = withoutClusters(clears: false)
    #expect(found.of(.unassigned, workload: 0).isEmpty)
    // What a cluster that left held is deleted whatever the binding says, and is there again with the cluster.
    #expect(found.serving(at: .zero + .minutes(119)) == 0 && found.serving(at: .zero + .hours(3)) == 4)
    #expect(decisions(found).filter { $0.seconds < 3600 }.map(\.code) == [2])
  }

  // No room

  /// One cluster with room for 320: `web` asks for 200 beside 200 of `other`, which shrinks 90 s later.
  private func crowded(_ profile: ControlPlaneProfile, seed: UInt64 = 1) -> [Observation] {
    Runs.observations(
      scenario(
        profile, KarmadaPolicy(scheduling: .dynamicWeight), clusters: ["a"],
        others: [Federations.workload("other", replicas: 200)],
        actions: [scale(to: 200), scale("other", to: 1, at: Self.hour + .seconds(90))]), seed: seed)
  }

  @Test func `Unschedulable keeps the targets; the prioritised queue looks at it again after 5:00 to 5:30`() {
    var waits: [Double] = []
    for seed in 0..<300 as Range<UInt64> {
      let found = crowded(prioritised, seed: seed)
      let decisions = decisions(found)
      #expect(decisions.map(\.code) == [2, 1], "seed \(seed): \(decisions)")
      guard decisions.count == 2 else { continue }
      // Room is there after 90 s, and is no event: it waits for the flush. A decision takes 15 ms.
      waits.append(decisions[1].seconds - decisions[0].seconds - 0.015)
      #expect(found.bound(at: Self.hour + .seconds(299), workload: 0) == 4)
    }
    let (least, most) = (waits.min() ?? 0, waits.max() ?? 0)
    #expect(least >= 300 && most <= 330, "\(least) to \(most)")
    #expect(least <= 300.6 && most >= 329.4, "\(least) to \(most)")
  }

  @Test func `the rate-limited queue tries again after 5 ms, 10 ms, ..., and so finds the room at the next doubling`() {
    let found = crowded(karmada())
    let decisions = decisions(found)
    #expect(decisions.count > 10 && decisions.dropLast().allSatisfy { $0.code == 2 })
    // Waits so far add up to the next one: at most twice the 90 s until there is room.
    #expect((decisions.last?.seconds).map { $0 > 90 && $0 < 182 } == true, "\(decisions.last?.seconds ?? 0)")
    #expect(decisions.last?.code == 1 && assigned(found) == 200)
  }

  @Test func `a new edit forgets the waiting in either queue`() {
    for profile in [prioritised, karmada()] {
      var scenario = scenario(
        profile, KarmadaPolicy(scheduling: .dynamicWeight), clusters: ["a"],
        actions: [scale(to: 500), scale(to: 100, at: Self.hour + .seconds(200))])
      scenario.horizon = .minutes(64)
      let decisions = decisions(Runs.observations(scenario))
      #expect(decisions.last?.code == 1)
      #expect(decisions.last.map { abs($0.seconds - 200.015) < 0.02 } == true, "\(decisions.last?.seconds ?? 0)")
    }
  }

  // Errors of the selection

  /// Three clusters at least are asked for, and there are two; one target and a scale-up.
  private func tooFewGroups(_ profile: ControlPlaneProfile) -> [Observation] {
    let policy = KarmadaPolicy(
      spreadConstraints: [.init(field: .cluster, minimumGroups: 3, maximumGroups: 3)], scheduling: .dynamicWeight)
    return Runs.observations(
      scenario(
        profile, policy, initial: [ClusterReplicas(cluster: "a", replicas: 4)], actions: [scale(to: 6)]))
  }

  @Test func `SchedulerError keeps the targets and backs off 1, 2, 4, 8, 10, 10 s for ever in the prioritised queue`() {
    let found = tooFewGroups(prioritised)
    let decisions = decisions(found)
    #expect(decisions.allSatisfy { $0.code == 2 })
    let gaps = zip(decisions, decisions.dropFirst()).map { $1.seconds - $0.seconds }
    // Looked at every second, and counted from when it was queued: the first wait ends at the scan after its second.
    #expect(gaps.first.map { $0 > 0.98 && $0 <= 2.001 } == true, "\(gaps.prefix(1))")
    #expect(gaps.dropFirst().prefix(5).map { ($0 * 1000).rounded() } == [2000, 4000, 8000, 10_000, 10_000])
    #expect(decisions.count > 1000, "three hours at 10 s each")
    #expect(assigned(found) == 4 && found.serving(at: .zero + .hours(4)) == 4)
  }

  @Test func `in the rate-limited queue its waits double to 1000 s`() {
    let found = tooFewGroups(karmada())
    let gaps = zip(decisions(found), decisions(found).dropFirst()).map { $1.seconds - $0.seconds }
    #expect(gaps.prefix(4).map { ($0 * 1000).rounded() } == [20, 25, 35, 55])
    #expect((gaps.max() ?? 0) > 900 && (gaps.max() ?? 0) <= 1000.02)
    #expect(assigned(found) == 4)
  }

  // Quotas

  private func withQuota(enforced: Bool, _ queue: ControlPlaneProfile.SchedulingPace.Queue = .prioritised)
    -> [Observation]
  {
    let profile = karmada {
      $0.switches.enforcesQuotas = enforced
      $0.scheduling.queue = queue
    }
    // 3 cores hold six replicas of half a core; the other namespace's quota is nobody's business.
    let quotas = [
      KarmadaResourceQuota(name: "shop", namespace: "shop", cpuMillicores: 3000),
      KarmadaResourceQuota(name: "none", namespace: "elsewhere", cpuMillicores: 0),
    ]
    return Runs.observations(
      scenario(
        profile, KarmadaPolicy(scheduling: .dynamicWeight),
        actions: [scale(to: 8), scale(to: 6, at: .zero + .hours(2))], quotas: quotas))
  }

  @Test func `QuotaExceeded keeps the targets and backs off to 10 s; what fits the quota is taken at once`() {
    let found = withQuota(enforced: true)
    #expect(found.serving(at: .zero + .minutes(119)) == 4)
    let before = decisions(found).map(\.seconds).filter { $0 < 3600 }
    let gaps = zip(before, before.dropFirst()).map { $1 - $0 }
    #expect(gaps.dropFirst(5).allSatisfy { abs($0 - 10) < 1e-6 } && gaps.count > 300)
    #expect(found.serving(at: .zero + .hours(3)) == 6)
    // What is missing meanwhile has found no room within its bounds.
    let causes = Set(found.of(.lossChanged).filter { $0.time > Self.hour + .seconds(1) && $0.value > 0 }.map(\.cause))
    #expect(!causes.contains(.nothingWillMoveIt), "\(causes)")
  }

  @Test func `in the rate-limited queue a refused quota doubles its waits`() {
    let before = decisions(withQuota(enforced: true, .rateLimited)).map(\.seconds).filter { $0 < 3600 }
    let gaps = zip(before, before.dropFirst()).map { ($1 - $0) * 1000 }
    #expect(gaps.prefix(3).map { $0.rounded() } == [20, 25, 35])
  }

  @Test func `a quota that nobody enforces refuses nothing`() {
    let found = withQuota(enforced: false)
    #expect(found.serving(at: .zero + .minutes(119)) == 8)
    #expect(decisions(found).map(\.code) == [1, 1])
  }

  // Writes that the API refuses

  private func refusing(_ share: Double, seed: UInt64 = 1) -> [Observation] {
    Runs.observations(
      scenario(
        karmada {
          $0.components.refusedWrites = share
          $0.scheduling.queue = .prioritised
        }, KarmadaPolicy(scheduling: .dynamicWeight), actions: [scale(to: 8)]), seed: seed)
  }

  @Test func `refusedWrites of all writes leave the targets for ever, of none change them at once`() {
    let all = refusing(1)
    #expect(decisions(all).count > 1000 && assigned(all) == 4)
    // It is tried again all the time: what is missing waits for the scheduler.
    let hours = all.of(.lossChanged).filter { $0.cause == .queuedForScheduling }.reduce(0) { $0 + $1.value }
    #expect(hours == 4)
    let none = refusing(0)
    #expect(decisions(none).map(\.code) == [1] && assigned(none) == 8)
  }

  @Test func `refusedWrites of half of them take a geometric number of tries, and then success`() {
    var tries = 0
    for seed in 0..<200 as Range<UInt64> {
      let found = refusing(0.5, seed: seed)
      #expect(assigned(found) == 8, "seed \(seed)")
      tries += decisions(found).count
    }
    // 2 in the mean, with a standard deviation of 1.41 / 14.1.
    #expect(abs(Double(tries) / 200 - 2) < 0.4, "\(tries)")
  }
}
