// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// To which cause each lost replica is counted, and when.
struct LossAttributionTests {
  private static let lossTime = SimulationTime.zero + .hours(1)

  /// Two clusters; `a` is lost from 1 h on for `span`, by default for two hours.
  private func scenario(
    _ contender: (WorkloadSpec) -> ContenderSpec, replicas: Int = 40, span: SimulationDuration? = .hours(2),
    plane: FailurePlane = .all, nodes: Int = 20, demand: DemandSpec = .constant, actions: [ActionSpec] = [],
    failures: [FailureSpec]? = nil
  ) -> Scenario {
    let workload = Federations.workload(replicas: replicas, demand: demand)
    return Scenario(
      name: "causes", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"], nodes: nodes),
      workloads: [workload], contenders: [contender(workload)],
      failures: failures ?? [Federations.loss(of: "a", at: .hours(1), for: span, plane: plane)], actions: actions)
  }

  private func karmada(
    _ profile: ControlPlaneProfile = Federations.karmadaWithFailover, tolerating seconds: Int64? = nil,
    scheduling: KarmadaPolicy.Scheduling = .dynamicWeight
  ) -> (WorkloadSpec) -> ContenderSpec {
    let tolerations =
      seconds.map { [Toleration(operator: .exists, effect: .noExecute, tolerationSeconds: $0)] } ?? []
    let policy = NativePolicy.karmada(KarmadaPolicy(tolerations: tolerations, scheduling: scheduling))
    return { _ in Federations.contender("k", profile: profile, workloads: 1, policy: policy) }
  }

  private func stock(_ profile: ControlPlaneProfile) -> (WorkloadSpec) -> ContenderSpec {
    { Federations.contender(of: profile, over: [$0]) }
  }

  /// Replica-seconds by cause until 4 h.
  private func lost(_ found: [Observation]) -> [LossCause: Double] {
    var lost: [LossCause: Double] = [:]
    for observation in found.of(.lossChanged) {
      let rest = (SimulationTime.zero + .hours(4) - observation.time).seconds
      lost[observation.cause, default: 0] += Double(observation.value) * rest
    }
    return lost.filter { abs($0.value) > 1e-6 }
  }

  private func published(_ found: [Observation], is value: Int64 = 0) -> Double {
    let time = found.of(.readinessPublished, cluster: 0).first { $0.value == value }?.time ?? .zero
    return (time - Self.lossTime).seconds
  }

  @Test func `opted in with 300 s, Karmada loses 30 to 40 s to detection, 300 s to the toleration, then seconds`() {
    for seed in 0..<20 as Range<UInt64> {
      let found = Runs.observations(scenario(karmada(tolerating: 300)), seed: seed)
      let lost = lost(found)
      let detection = published(found)
      #expect(detection > 30 && detection <= 40)
      #expect(abs((lost[.notDetected] ?? 0) - 20 * detection) < 1e-6)
      #expect(abs((lost[.tolerated] ?? 0) - 20 * 300) < 1e-6)
      #expect(abs((lost[.starting] ?? 0) - 20 * 10) < 1e-6)
      #expect((lost[.queuedForScheduling] ?? 0) > 0 && (lost[.queuedForScheduling] ?? 99) < 20)
      #expect((lost[.propagating] ?? 0) > 0 && (lost[.propagating] ?? 99) < 40)
      #expect(Set(lost.keys) == [.notDetected, .tolerated, .queuedForScheduling, .propagating, .starting])
    }
  }

  @Test(arguments: [
    ProfileCatalog.karmada115, ProfileCatalog.karmada116, ProfileCatalog.karmada118, ProfileCatalog.kubeAdmiral,
  ])
  func `where nothing reacts, all that is lost after detection is moved by nothing`(profile: ControlPlaneProfile) {
    let found = Runs.observations(scenario(stock(profile)))
    let lost = lost(found)
    #expect(Set(lost.keys) == [.notDetected, .nothingWillMoveIt, .starting])
    #expect(abs((lost[.notDetected] ?? 0) - 20 * published(found)) < 1e-6)
    #expect(abs((lost[.nothingWillMoveIt] ?? 0) - 20 * (7200 - published(found))) < 1e-6)
    #expect(abs((lost[.starting] ?? 0) - 20 * 10) < 1e-6)
  }

  @Test(arguments: ProfileCatalog.profiles + [Federations.karmadaWithFailover])
  func `replicas that serve behind a partition are no loss`(profile: ControlPlaneProfile) {
    let found = Runs.observations(scenario(stock(profile), plane: .hub))
    #expect(lost(found).isEmpty)
    #expect(!found.of(.readinessPublished).isEmpty)
  }

  @Test(arguments: ProfileCatalog.profiles + [Federations.karmadaWithFailover])
  func `what users cannot reach and every hub believes in, nothing moves`(profile: ControlPlaneProfile) {
    let lost = lost(Runs.observations(scenario(stock(profile), plane: .user)))
    #expect(Set(lost.keys) == [.nothingWillMoveIt])
    #expect(abs((lost[.nothingWillMoveIt] ?? 0) - 20 * 7200) < 1e-6)
  }

  @Test(arguments: [ProfileCatalog.kubeFed010, ProfileCatalog.federationV1])
  func `KubeFed and Federation v1 wait 63 s after detection`(profile: ControlPlaneProfile) {
    let found = Runs.observations(scenario(stock(profile)))
    let lost = lost(found)
    #expect(abs((lost[.notDetected] ?? 0) - 20 * published(found)) < 1e-6)
    #expect(abs((lost[.tolerated] ?? 0) - 20 * 63) < 1e-6)
    #expect((lost[.nothingWillMoveIt] ?? 0) == 0 && (lost[.starting] ?? 0) >= 20 * 10 - 1e-6, "\(lost)")
  }

  @Test func `an operator's wait is tolerated time`() {
    let lost = lost(Runs.observations(scenario(stock(Federations.kubeAdmiralWithOperator))))
    #expect(abs((lost[.tolerated] ?? 0) - 20 * 300) < 1e-6)
    #expect(lost[.nothingWillMoveIt] == nil)
  }

  @Test func `a toleration without end is moved by nothing`() {
    let forever = Toleration(operator: .exists, effect: .noExecute)
    let policy = NativePolicy.karmada(KarmadaPolicy(tolerations: [forever], scheduling: .dynamicWeight))
    let found = Runs.observations(
      scenario { _ in
        Federations.contender("k", profile: Federations.karmadaWithFailover, workloads: 1, policy: policy)
      })
    let lost = lost(found)
    #expect(abs((lost[.nothingWillMoveIt] ?? 0) - 20 * (7200 - published(found))) < 1e-6)
    #expect(lost[.tolerated] == nil)
  }

  @Test func `evictions behind others wait in the queue`() {
    let workloads = (0..<30).map { Federations.workload("w\($0)", replicas: 4) }
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .dynamicWeight))
    let scenario = Scenario(
      name: "queue", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"], nodes: 20), workloads: workloads,
      contenders: [
        Federations.contender("k", profile: Federations.karmadaWithFailover, workloads: 30, policy: policy)
      ],
      failures: [Federations.loss(of: "a", at: .hours(1), for: .hours(2))])
    let found = Runs.observations(scenario)
    // Until each workload is evicted it waits with its two replicas.
    let due = found.of(.readinessPublished).first?.time ?? .zero
    let waited = found.of(.evicted).reduce(0) { $0 + 2 * ($1.time - due).seconds }
    #expect(found.of(.evicted).count == 30 && waited > 100)
    #expect(abs((lost(found)[.queuedForEviction] ?? 0) - waited) < 1e-6)
  }

  @Test func `without room elsewhere the lost replicas have no capacity`() {
    // 64 cores each: 100 replicas of half a core leave room for 28 in b.
    let lost = lost(Runs.observations(scenario(karmada(), replicas: 200, nodes: 4)))
    #expect((lost[.noCapacity] ?? 0) > 72 * 7000)
    #expect(lost[.nothingWillMoveIt] == nil)
  }

  @Test func `growth is decided, sent and started; its causes follow each other`() {
    let demand = DemandSpec.steps([.init(at: .zero + .hours(2), replicas: 60)])
    let found = Runs.observations(scenario(karmada(), demand: demand, failures: []))
    let rises = found.of(.lossChanged).filter { $0.value > 0 }.map(\.cause)
    let order = rises.enumerated().filter { $0 == 0 || rises[$0 - 1] != $1 }.map(\.element)
    #expect(order == [.queuedForScheduling, .propagating, .starting])
    #expect(found.of(.lossChanged).allSatisfy { $0.time >= .zero + .hours(2) })
    #expect(abs((lost(found)[.starting] ?? 0) - 20 * 10) < 1e-6)
  }

  @Test func `replicas of a dead node are noticed after 40 s and tolerated for 300 s`() {
    let pool = FailureSpec.scripted(
      at: Self.lossTime, span: .hours(2), target: TargetSelector(cluster: "a", nodePool: "default"), plane: .all)
    let lost = lost(Runs.observations(scenario(stock(ProfileCatalog.karmada118), failures: [pool])))
    #expect(abs((lost[.notDetected] ?? 0) - 20 * 40) < 1e-6)
    #expect(abs((lost[.tolerated] ?? 0) - 20 * 300) < 1e-6)
    // All nodes are down: from then on they wait for one.
    #expect(abs((lost[.noCapacity] ?? 0) - 20 * (7200 - 340)) < 1e-6)
  }

  @Test func `a duplicated workload that has enough left loses nothing`() {
    let found = Runs.observations(scenario(karmada(scheduling: .duplicated)))
    #expect(found.of(.lossChanged).isEmpty)
  }

  @Test(arguments: ProfileCatalog.profiles)
  func `in random federations every loss has its cause at every moment, and none is left over`(
    profile: ControlPlaneProfile
  ) {
    for seed in 0..<30 as Range<UInt64> {
      var random = RandomFederation(seed: seed)
      let scenario = random.scenario(profile: profile)
      var run = FederationRun(
        scenario: scenario, contender: 0, seed: seed,
        scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet),
        checksInvariants: true)
      while run.step() {
        for workload in scenario.workloads.indices { run.checkLosses(of: workload) }
      }
      #expect(run.lossBook.unexplained == 0, "seed \(seed)")
    }
  }

  @Test(arguments: ProfileCatalog.profiles + [Federations.karmadaWithFailover])
  func `twice of everything loses twice to each cause`(profile: ControlPlaneProfile) {
    // Instant decisions and unpaced evictions: queues are what does not scale.
    var profile = profile
    profile.eviction.ratePerSecond = nil
    func causes(_ factor: Int) -> [LossCause: Double] {
      lost(Runs.observations(scenario(stock(profile), replicas: 40 * factor, nodes: 20 * factor)))
    }
    let (once, twice) = (causes(1), causes(2))
    #expect(!once.isEmpty && Set(once.keys) == Set(twice.keys))
    for (cause, value) in once { #expect(abs((twice[cause] ?? 0) - 2 * value) < 1e-3, "\(cause)") }
  }
}
