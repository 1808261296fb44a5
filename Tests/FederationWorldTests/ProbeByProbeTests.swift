// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import SchedulingPolicies
import SimulationEngine
import TestSupport
import Testing

@testable import FederationWorld

/// The closed form of detection against every probe made one by one, over random outages.
struct ProbeByProbeTests {
  /// A detector as its system writes it, probe after probe.
  private struct Detector {
    let rule: ControlPlaneProfile.Detection.Hysteresis
    var published = true
    /// Sustained: the last result and when it last differed from the one before.
    var last = true
    var stamp = SimulationTime(nanoseconds: .min / 4)
    /// Since the last change: probes since the published state changed.
    var run = 1_000_000

    /// Source: karmada `cluster_condition_cache.go`; kubeadmiral `cluster_status_cache.go`; kubefed
    /// `kubefedcluster/controller.go` thresholdAdjustedClusterStatus.
    mutating func probe(_ result: Bool, at time: SimulationTime) {
      let before = published
      switch rule {
      case .none: published = result
      case .sustained(let failure, let success):
        if result != last { stamp = time }
        last = result
        if result != published, time - stamp >= (result ? success : failure) { published = result }
      case .sinceLastChange(let failureProbes, let successProbes):
        if run >= (result ? successProbes : failureProbes) { published = result }
        run = published == before ? run + 1 : 1
      case .consecutive(let failureProbes, let successProbes):
        run = result == published ? 0 : (last == result ? run + 1 : 1)
        last = result
        if result != published, run >= (result ? successProbes : failureProbes) { published = result }
      }
    }
  }

  private struct Change: Equatable {
    var time: SimulationTime
    var isReady: Bool
  }

  /// Outages of 1 to `longest` seconds with as long pauses between them.
  private func outages(_ random: inout RandomStream, longest: UInt64) -> [FailureSpec] {
    var failures: [FailureSpec] = []
    var time = SimulationDuration.minutes(5)
    while time < .minutes(110) {
      let span = SimulationDuration.milliseconds(Int64(1 + random.uniformInteger(below: longest * 1000)))
      failures.append(Federations.loss(of: "a", at: time, for: span, plane: .hub))
      time += span + .milliseconds(Int64(1 + random.uniformInteger(below: longest * 1000)))
    }
    return failures
  }

  @Test(arguments: [
    ProfileCatalog.karmada118, ProfileCatalog.kubeAdmiral, ProfileCatalog.kubeFed010, ProfileCatalog.federationV1,
  ])
  func `what is published equals what each probe in turn would publish`(profile: ControlPlaneProfile) {
    let workloads = [Federations.workload(replicas: 2)]
    var published = 0
    for seed in 0..<120 as Range<UInt64> {
      var random = RandomStream(key: seed)
      let scenario = Scenario(
        name: "probes", horizon: .hours(2), fleet: Federations.fleet(named: ["a"]), workloads: workloads,
        contenders: [Federations.contender(of: profile, over: workloads)],
        failures: outages(&random, longest: [12, 45, 70, 300][Int(seed % 4)]))
      var run = FederationRun(
        scenario: scenario, contender: 0, seed: seed, scheduler: AllInFirst(), checksInvariants: true)
      var next = SimulationTime.zero + run.hubClusters[0].probePhase
      var detector = Detector(rule: profile.detection.hysteresis)
      var expected: [Change] = []
      while let time = run.simulation.peekTime {
        while next < time || next == time && run.hubClusters[0].isPublishedReady != run.clusters[0].isReachable {
          let before = detector.published
          detector.probe(run.clusters[0].isReachable, at: next)
          if detector.published != before { expected.append(Change(time: next, isReady: detector.published)) }
          next = next + profile.detection.period
        }
        guard run.step() else { break }
      }
      let found = run.observations.of(.readinessPublished).map { Change(time: $0.time, isReady: $0.value == 1) }
      #expect(found == expected, "seed \(seed)")
      published += found.count
    }
    #expect(published > 100)
  }

  @Test func `a longer threshold publishes no more losses, and none sooner`() {
    let workloads = [Federations.workload(replicas: 2)]
    for seed in 0..<40 as Range<UInt64> {
      var random = RandomStream(key: seed)
      let failures = outages(&random, longest: 90)
      var previous = Int.max
      var first = SimulationTime.zero
      for threshold in [10, 30, 60] as [Int64] {
        var profile = ProfileCatalog.karmada118
        profile.detection.hysteresis = .sustained(failure: .seconds(threshold), success: .seconds(10))
        let found = Runs.observations(
          Scenario(
            name: "probes", horizon: .hours(2), fleet: Federations.fleet(named: ["a"]), workloads: workloads,
            contenders: [Federations.contender(of: profile, over: workloads)], failures: failures),
          seed: seed, scheduler: AllInFirst()
        ).of(.readinessPublished).filter { $0.value == 0 }
        #expect(found.count <= previous)
        #expect((found.first?.time ?? .distantFuture) >= first)
        previous = found.count
        first = found.first?.time ?? .distantFuture
      }
    }
  }
}
