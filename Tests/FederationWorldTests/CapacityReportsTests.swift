// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SchedulingPolicies
import SimulationEngine
import TestSupport
import Testing

@testable import FederationWorld

/// The view of a member's capacity equals what periodic reports would have shown.
struct CapacityReportsTests {
  private func scenario(_ failures: [FailureSpec]) -> Scenario {
    let workloads = (0..<4).map { number in
      Federations.workload(
        "w\(number)", replicas: 20,
        demand: .diurnal(mean: 20, amplitude: 15, period: .hours(2), phase: .minutes(Int64(number) * 7)))
    }
    return Scenario(
      name: "reports", horizon: .hours(3), fleet: Federations.fleet(named: ["a", "b", "c"], nodes: 3),
      workloads: workloads,
      contenders: [Federations.contender(of: Federations.karmadaWithFailover, over: workloads)],
      failures: failures)
  }

  /// Runs the scenario and, beside it, reports made one by one; the number of comparisons made.
  private func compare(_ scenario: Scenario, seed: UInt64) -> Int {
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: seed,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), checksInvariants: true)
    let period = scenario.contenders[0].profile.propagation.statusPeriod
    let count = scenario.fleet.clusters.count
    var nextReport = (0..<count).map { SimulationTime.zero + run.hubClusters[$0].reportPhase }
    var reported = (0..<count).map { run.trueCapacity(of: $0) }
    var comparisons = 0
    while let next = run.simulation.peekTime {
      for cluster in 0..<count {
        while nextReport[cluster] < next {
          if run.hubClusters[cluster].isReporting { reported[cluster] = run.trueCapacity(of: cluster) }
          nextReport[cluster] = nextReport[cluster] + period
        }
      }
      let wasReady = (0..<count).map { run.hubClusters[$0].isPublishedReady }
      guard run.step() else { break }
      for cluster in 0..<count {
        // A member that is ready again is reported at once.
        if !wasReady[cluster], run.hubClusters[cluster].isPublishedReady {
          reported[cluster] = run.trueCapacity(of: cluster)
        }
        run.bringUpToDate(cluster)
        #expect(
          run.snapshot.clusters[cluster].capacity == reported[cluster], "seed \(seed), cluster \(cluster) at \(run.now)"
        )
        comparisons += 1
      }
    }
    return comparisons
  }

  @Test func `views equal reports made one by one, whatever changes between them`() {
    for seed in 0..<5 as Range<UInt64> { #expect(compare(scenario([]), seed: seed) > 1000) }
  }

  @Test func `a member out of reach keeps its last report until it is ready again`() {
    for plane in [FailurePlane.all, .hub] {
      let failures = [
        Federations.loss(of: "a", at: .minutes(40), for: .minutes(40), plane: plane),
        Federations.loss(of: "b", at: .minutes(100), for: .seconds(25), plane: plane),
      ]
      for seed in 0..<5 as Range<UInt64> { #expect(compare(scenario(failures), seed: seed) > 1000) }
    }
  }

  @Test func `the age of what a decision sees follows a period of reports that was changed`() {
    var changed = scenario([])
    let minute = Int64(90)
    changed.actions = [
      ActionSpec(at: .zero + .minutes(minute), kind: .setFlag(contender: nil, flag: "statusPeriod", value: "10m"))
    ]
    var profile = changed.contenders[0].profile
    profile.propagation.statusPeriod = .minutes(10)
    changed.contenders[0].profileChanges = [ProfileChange(action: 0, profile: profile)]
    var run = FederationRun(
      scenario: changed, contender: 0, seed: 1,
      scheduler: PolicyCatalog.scheduler(for: changed.contenders[0], fleet: changed.fleet), checksInvariants: true)
    var ages = 0
    var told = run.observations.count
    while run.step() {
      for observation in run.observations[told...] where observation.kind == .viewAged {
        let period = run.profile.propagation.statusPeriod.nanoseconds
        let seen = run.hubClusters.indices.map { cluster in
          let phase = run.hubClusters[cluster].reportPhase.nanoseconds
          let last = phase + (observation.time.nanoseconds - phase) / period * period
          return max(last, run.snapshot.clusters[cluster].reportedAt.nanoseconds)
        }
        #expect(observation.value == observation.time.nanoseconds - (seen.min() ?? 0), "at \(observation.time)")
        ages += observation.time >= .zero + .minutes(minute) ? 1 : 0
      }
      told = run.observations.count
    }
    #expect(ages > 10)
  }
}
