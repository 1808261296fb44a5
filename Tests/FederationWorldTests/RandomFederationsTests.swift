// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// Random small federations under every profile, with conservation checked after every event.
struct RandomFederationsTests {
  @Test(arguments: ProfileCatalog.profiles)
  func `sixty random federations run to their end with everything conserved`(profile: ControlPlaneProfile) {
    var events = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomFederation(seed: seed)
      let scenario = random.scenario(profile: profile)
      var run = FederationRun(
        scenario: scenario, contender: 0, seed: seed,
        scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), checksInvariants: true)
      var clock = SimulationTime.zero
      while run.step() {
        #expect(run.now >= clock)
        clock = run.now
      }
      run.checkInvariants()
      events += run.eventCount
      compareWithObservations(run, seed: seed)
    }
    #expect(events > 3000)
  }

  /// What observers were told adds up to what is.
  private func compareWithObservations(_ run: borrowing FederationRun, seed: UInt64) {
    let clusters = run.clusters.count
    var serving = Array(repeating: Int64(0), count: run.hubWorkloads.count * clusters)
    var waiting = serving
    var bound = serving
    var offered = run.scenario.fleet.clusters.map(\.allocatable.cpuMillicores)
    for observation in run.observations where observation.workload >= 0 && observation.cluster >= 0 {
      let place = Int(observation.workload) * clusters + Int(observation.cluster)
      switch observation.kind {
      case .servingChanged, .servingLostToFault: serving[place] += observation.value
      case .waitingChanged: waiting[place] += observation.value
      case .boundChanged: bound[place] += observation.value
      default: break
      }
      let isNegative = serving[place] < 0 || waiting[place] < 0 || bound[place] < 0
      #expect(!isNegative, "seed \(seed): \(observation) leaves less than nothing")
    }
    for observation in run.observations where observation.kind == .capacityChanged {
      offered[Int(observation.cluster)] += observation.value
    }
    #expect(offered == run.clusters.map(\.allocatable.cpuMillicores), "seed \(seed)")
    for cohort in run.cohorts {
      let place = Int(cohort.workload) * clusters + Int(cohort.cluster)
      let isServing = run.clusters[Int(cohort.cluster)].isServing
      #expect(serving[place] == (isServing ? Int64(cohort.ready - cohort.hidden) : 0), "seed \(seed)")
      #expect(waiting[place] == Int64(cohort.waiting), "seed \(seed)")
      #expect(bound[place] == Int64(cohort.starting + cohort.ready + cohort.lost + cohort.terminating), "seed \(seed)")
    }
    for (workload, hub) in run.hubWorkloads.enumerated() where !hub.assignment.isEmpty {
      let said = run.observations.last { $0.kind == .assignmentChanged && $0.workload == Int32(workload) }?.value
      #expect(said == hub.assignment.reduce(0) { $0 + Int64($1.replicas) }, "seed \(seed)")
    }
  }

  @Test func `every contender of a seed meets the same faults`() {
    for seed in 0..<10 as Range<UInt64> {
      var faults: [[Observation]] = []
      for profile in ProfileCatalog.profiles {
        var random = RandomFederation(seed: seed)
        let base = random.scenario(profile: ProfileCatalog.karmada118)
        var scenario = base
        scenario.contenders = [Federations.contender(of: profile, over: base.workloads)]
        let found = Runs.observations(scenario, seed: seed)
        faults.append(
          found.filter { [.faultBegan, .faultEnded, .clusterLost, .hubLost, .demandChanged].contains($0.kind) })
      }
      #expect(faults.allSatisfy { $0 == faults[0] }, "seed \(seed)")
    }
  }

  @Test func `all lines of action occur in these federations`() {
    // A test that never meets a mechanism proves nothing about it.
    var kinds: Set<Observation.Kind> = []
    for profile in ProfileCatalog.profiles {
      for seed in 0..<10 as Range<UInt64> {
        var random = RandomFederation(seed: seed)
        let scenario = random.scenario(profile: profile)
        kinds.formUnion(Runs.observations(scenario, seed: seed).map(\.kind))
      }
    }
    // A manager exits when lists hang for minutes after its start; `TrapTests` has that. Processes with a queue that end,
    // and edits of memory, are in `MeasuringObservationsTests`.
    #expect(
      Set(Observation.Kind.allCases).subtracting(kinds) == [
        .managerExited, .questionsForgotten, .boundMemoryCorrected,
      ])
  }
}
