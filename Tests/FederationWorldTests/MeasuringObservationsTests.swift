// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// What the world tells for metrics alone.
struct MeasuringObservationsTests {
  private func scenario(
    _ profile: ControlPlaneProfile = Federations.karmadaWithFailover, replicas: Int = 6, failures: [FailureSpec] = [],
    actions: [ActionSpec] = []
  ) -> Scenario {
    let workloads = [Federations.workload(replicas: replicas, startup: .seconds(30))]
    return Scenario(
      name: "told", horizon: .hours(3), fleet: Federations.fleet(named: ["a", "b", "c"]), workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)], failures: failures, actions: actions)
  }

  @Test func `in random federations assignments add up, and no question gets lost`() {
    for profile in ProfileCatalog.profiles + [Federations.karmadaWithFailover] {
      for seed in 0..<6 as Range<UInt64> {
        var random = RandomFederation(seed: seed)
        let scenario = random.scenario(profile: profile)
        var run = FederationRun(
          scenario: scenario, contender: 0, seed: seed,
          scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet))
        while run.step() {}
        let label = Comment(rawValue: "\(profile.name), seed \(seed)")
        for workload in scenario.workloads.indices {
          var sums = Array(repeating: Int64(0), count: scenario.fleet.clusters.count)
          for told in run.observations.of(.assignedChanged, workload: workload) {
            sums[Int(told.cluster)] += told.value
          }
          var expected = Array(repeating: Int64(0), count: sums.count)
          for entry in run.assignment(of: workload) { expected[entry.cluster.index] = Int64(entry.replicas) }
          #expect(sums == expected, label)
        }
        let queued = run.observations.of(.workloadQueued).count
        let gone = run.observations.of(.workloadDequeued).count
        let forgotten = run.observations.of(.questionsForgotten).reduce(0) { $0 + Int($1.value) }
        #expect(queued - gone - forgotten == run.deciders.reduce(0) { $0 + $1.queue.count }, label)
        let waits = run.observations.of(.workloadDequeued).map(\.value)
        #expect(waits.allSatisfy { $0 >= 0 }, label)
      }
    }
  }

  @Test func `replicas that move start once, for as long as their law says`() {
    let found = Runs.observations(
      scenario(failures: [Federations.loss(of: "a", at: .hours(1), for: nil)]))
    let starts = found.of(.replicaStarted)
    // Two of six were in a; those of the start are no starts.
    #expect(starts.count == 2)
    #expect(starts.allSatisfy { $0.value == 30_000_000_000 && $0.cluster > 0 })
  }

  @Test func `replicas that return with their cluster start again`() {
    let found = Runs.observations(
      scenario(ProfileCatalog.karmada118, failures: [Federations.loss(of: "a", at: .hours(1), for: .minutes(10))]))
    #expect(found.of(.replicaStarted).map(\.cluster) == [0, 0])
  }

  @Test func `a decision of 0.1 s keeps its worker so long, and its answer is written`() {
    var profile = Federations.karmadaWithFailover
    profile.scheduling.decisionTime = .milliseconds(100)
    profile.scheduling.apiRate = nil
    let found = Runs.observations(
      scenario(
        profile, actions: [ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "web", replicas: 9))]))
    #expect(found.of(.decisionTook).allSatisfy { $0.value == 100_000_000 })
    #expect(found.of(.workloadQueued).first?.time == .zero + .hours(1))
    #expect(found.of(.workloadDequeued).first?.value == 100_000_000)
    let written = found.of(.answerWritten).filter { $0.value == 1 }
    #expect(written.map(\.time) == [.zero + .hours(1) + .milliseconds(100)])
    #expect(found.of(.assignedChanged).filter { $0.time > .zero }.reduce(0) { $0 + $1.value } == 3)
    // One object in each cluster is written anew, and nothing makes it wait.
    #expect(found.of(.objectWritten).count == 3)
    #expect(found.of(.objectWritten).allSatisfy { $0.value >= 0 })
  }

  @Test func `views are at most a status period old while all is well, and older of a lost member`() {
    var profile = ProfileCatalog.karmada118
    profile.propagation.statusPeriod = .seconds(10)
    let scale = ActionSpec(at: .zero + .minutes(61), kind: .scale(workload: "web", replicas: 9))
    let well = Runs.observations(scenario(profile, actions: [scale])).of(.viewAged)
    #expect(!well.isEmpty && well.allSatisfy { (0...10_000_000_000).contains($0.value) })
    // The scale-up comes before the loss is published: its last report stands still.
    let early = ActionSpec(at: .zero + .hours(1) + .seconds(20), kind: .scale(workload: "web", replicas: 9))
    let lost = Runs.observations(
      scenario(profile, failures: [Federations.loss(of: "a", at: .hours(1), for: nil)], actions: [early]))
    #expect((lost.of(.viewAged).first?.value ?? 0) >= 20_000_000_000)
    // What is published as lost is looked at by nobody.
    let late = Runs.observations(
      scenario(profile, failures: [Federations.loss(of: "a", at: .minutes(30), for: nil)], actions: [scale]))
    #expect(late.of(.viewAged).allSatisfy { $0.value <= 10_000_000_000 })
    #expect(Runs.observations(scenario(ProfileCatalog.kubeFed010, actions: [scale])).of(.viewAged).isEmpty)
  }

  @Test func `a scheduler that ends forgets what it has queued`() {
    var profile = Federations.karmadaWithFailover
    profile.scheduling.decisionTime = .seconds(10)
    let found = Runs.observations(
      scenario(
        profile,
        failures: [
          .scripted(
            ScriptedFailureSpec(at: .zero + .hours(1) + .seconds(5), span: .minutes(10), hub: .scheduler))
        ],
        actions: [ActionSpec(at: .zero + .hours(1), kind: .scale(workload: "web", replicas: 9))]))
    #expect(found.of(.questionsForgotten).map(\.value) == [1])
    #expect(found.serving(at: .zero + .hours(2)) == 9)
  }

  @Test func `an edit of memory corrects what is bound`() {
    var changed = scenario(
      replicas: 4,
      actions: [
        ActionSpec(at: .zero + .hours(1), kind: .edit(workload: "web", path: "requests.memory", value: "1Gi"))
      ])
    var spec = changed.workloads[0]
    spec.requests.memoryBytes = 1 << 30
    changed.workloadEdits = [WorkloadEdit(action: 0, workload: 0, spec: spec)]
    let found = Runs.observations(changed, scheduler: EqualShares())
    #expect(found.of(.boundMemoryCorrected).reduce(0) { $0 + $1.value } == 4 * 512 << 20)
    #expect(found.of(.boundCPUCorrected).isEmpty)
  }
}
