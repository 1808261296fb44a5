// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results
import RunMetrics
import SchedulingPolicies
import TestSupport
import Testing

/// One failover step by step.
struct FailoverRecorderTests {
  @Test func `each phase has its first and its last moment, up to what was lost and until the repair`() {
    var log = HandMadeLog(workloads: 2, seconds: 3600)
    for workload in 0..<2 as Range<Int32> {
      log.add(0, .demandChanged, 4, workload: workload)
      log.add(0, .servingChanged, 4, workload: workload)
    }
    log.add(100, .faultBegan, 0)
    for workload in 0..<2 as Range<Int32> { log.add(100, .servingLostToFault, -4, workload: workload) }
    log.add(135, .readinessPublished, 0)
    log.add(435, .reactionDue)
    log.add(435, .evicted)
    log.add(437, .evicted, workload: 1)
    log.add(436, .assigned, 4, cluster: 1)
    log.add(438, .assigned, 6, workload: 1, cluster: 2)
    log.add(450, .servingChanged, 3, cluster: 1)
    log.add(455, .servingChanged, 4, workload: 1, cluster: 2)
    log.add(500, .assigned, 3, workload: 1, cluster: 2)
    log.add(900, .faultEnded, 0)
    log.add(950, .servingChanged, 1, cluster: 1)
    let found = log.outcome(withSeries: true).detail.failover
    var expected = FailoverTimeline(label: "cluster a", plane: "all", failedAt: 100)
    expected.repairedAt = 900
    expected.lostReplicas = 8
    expected.publishedAt = 135
    expected.actedAt = 435
    expected.evictions = .init(first: 435, last: 437)
    expected.decisions = .init(first: 436, last: 438)
    expected.placedReplicas = 8
    expected.ready = .init(first: 450, last: 455)
    expected.readyReplicas = 7
    #expect(found == expected)
    #expect(log.outcome().detail.failover == nil)
  }

  private func timeline(_ profile: ControlPlaneProfile, _ failures: [FailureSpec]) throws -> FailoverTimeline? {
    let workloads = (0..<3).map { Federations.workload("w\($0)", replicas: 20) }
    let scenario = Scenario(
      name: "steps", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)], failures: failures)
    let outcome = try #require(
      MeasuredRun.run(
        scenario: scenario, contender: 0, seed: 1,
        scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), withSeries: true,
        checksInvariants: true))
    return outcome.detail.failover
  }

  @Test func `the phases of a real run come in their order`() throws {
    let failures = [Federations.loss(of: "a", at: .hours(1), for: .hours(1))]
    for profile in [
      Federations.karmadaWithFailover, ProfileCatalog.kubeFed010, Federations.kubeAdmiralWithOperator,
    ] {
      let found = try #require(try timeline(profile, failures))
      #expect(found.failedAt == 3600 && found.repairedAt == 7200)
      #expect(found.lostReplicas == 30 && found.placedReplicas == 30 && found.readyReplicas == 30)
      let moments = [
        found.failedAt, found.publishedAt, found.actedAt, found.decisions?.first, found.ready?.first,
        found.ready?.last, found.repairedAt,
      ].compactMap { $0 }
      #expect(moments.count == 7 && moments == moments.sorted(), "\(profile.name): \(moments)")
    }
  }

  @Test func `who does not react has a publication and no more`() throws {
    let found = try #require(
      try timeline(ProfileCatalog.karmada118, [Federations.loss(of: "a", at: .hours(1), for: .hours(1))]))
    #expect(found.publishedAt != nil && found.actedAt == nil && found.evictions == nil && found.decisions == nil)
    #expect(found.readyReplicas == 0 && found.lostReplicas == 30)
  }

  @Test func `without a script the first fault that takes replicas is followed`() throws {
    let process = FailureSpec.process(
      FailureProcessSpec(level: .cluster, up: .exponential(mean: .hours(1)), down: .constant(.minutes(20))))
    let found = try #require(try timeline(Federations.karmadaWithFailover, [process]))
    #expect(found.lostReplicas > 0 && found.failedAt > 0)
    #expect(try timeline(Federations.karmadaWithFailover, []) == nil)
  }
}
