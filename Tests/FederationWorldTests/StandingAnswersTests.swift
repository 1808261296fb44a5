// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SchedulingPolicies
import Synchronization
import TestSupport
import Testing

@testable import FederationWorld

/// Answers that are taken again without asking.
struct StandingAnswersTests {
  /// Counts how often a policy is asked, and may keep to itself what it reads.
  private final class AskedScheduler: ReplicaScheduler {
    let policy: any ReplicaScheduler
    let inputs: SchedulingInputs
    let asked = Mutex(0)

    init(_ policy: any ReplicaScheduler, saysWhatItReads: Bool) {
      self.policy = policy
      inputs = saysWhatItReads ? policy.inputs : .everything
    }

    var triggers: SchedulingTriggers { policy.triggers }

    func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
      self.policy.candidates(for: policy, workload: workload, in: fleet)
    }

    func decide(
      _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
    ) -> SchedulingDecision {
      asked.withLock { $0 += 1 }
      return policy.decide(request, on: snapshot, random: &random)
    }
  }

  private func run(
    _ scenario: Scenario, seed: UInt64, saysWhatItReads: Bool
  ) -> (observations: [Observation], asked: Int) {
    let scheduler = AskedScheduler(
      PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), saysWhatItReads: saysWhatItReads)
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: seed, scheduler: scheduler, checksInvariants: false)
    while run.step() {}
    return (run.observations, scheduler.asked.withLock { $0 })
  }

  @Test(arguments: [ProfileCatalog.kubeFed010, ProfileCatalog.federationV1])
  func `forty random federations go the same way with fewer questions`(profile: ControlPlaneProfile) {
    var asked = (always: 0, whereNeeded: 0)
    for seed in 0..<40 as Range<UInt64> {
      var random = RandomFederation(seed: seed)
      let scenario = random.scenario(profile: profile)
      let always = run(scenario, seed: seed, saysWhatItReads: false)
      let whereNeeded = run(scenario, seed: seed, saysWhatItReads: true)
      #expect(always.observations == whereNeeded.observations, "seed \(seed)")
      #expect(whereNeeded.asked <= always.asked)
      asked = (asked.always + always.asked, asked.whereNeeded + whereNeeded.asked)
    }
    #expect(asked.whereNeeded > 0 && asked.whereNeeded < asked.always, "\(asked)")
  }

  /// One workload of 30 in three clusters; how often its policy is asked after the start, and decided about.
  private func questions(
    actions: [ActionSpec] = [], failures: [FailureSpec] = []
  ) -> (asked: Int, decided: Int) {
    let workloads = [Federations.workload(replicas: 30)]
    let scenario = Scenario(
      name: "questions", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b", "c"]), workloads: workloads,
      contenders: [Federations.contender(of: ProfileCatalog.kubeFed010, over: workloads)], failures: failures,
      actions: actions)
    let found = run(scenario, seed: 1, saysWhatItReads: true)
    return (found.asked - 1, found.observations.of(.decided).count { $0.time > .zero })
  }

  @Test func `replicas that become ready set off a plan and no question`() {
    let found = questions(actions: [ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "web", replicas: 33))])
    // Asked for the edit, and when the members have what it gives them; the starts and their ends change no count.
    #expect(found.asked >= 1 && found.asked < found.decided, "\(found)")
  }

  @Test func `a quiet run asks nobody`() {
    let found = questions()
    #expect(found.asked == 0 && found.decided == 0)
  }

  @Test func `readiness that changes, changes the question`() {
    let found = questions(failures: [Federations.loss(of: "a", at: .hours(1), for: .hours(1))])
    // Without the member, and with it again.
    #expect(found.asked >= 2, "\(found)")
  }

  @Test func `policies of Karmada and KubeAdmiral read more than counts`() {
    let fleet = Federations.fleet(named: ["a"])
    for profile in ProfileCatalog.profiles {
      let contender = Federations.contender(of: profile, over: [Federations.workload(replicas: 3)])
      let expected: SchedulingInputs =
        switch profile.system {
        case .kubeFed: .countsAboveZero
        case .federationV1: .counts
        case .karmada, .kubeAdmiral: .everything
        }
      #expect(PolicyCatalog.scheduler(for: contender, fleet: fleet).inputs == expected)
    }
  }
}
