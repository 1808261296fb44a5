// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Scheduling
import SchedulingPolicies

/// Whole runs and what they told.
public enum Runs {
  /// All observations of a run, with conservation checked after every event; by the contender's own scheduler unless
  /// another is given.
  public static func observations(
    _ scenario: Scenario, contender: Int = 0, seed: UInt64 = 1, scheduler: (any ReplicaScheduler)? = nil
  ) -> [Observation] {
    var run = FederationRun(
      scenario: scenario, contender: contender, seed: seed,
      scheduler: scheduler
        ?? PolicyCatalog.scheduler(for: scenario.contenders[contender], fleet: scenario.fleet),
      checksInvariants: true)
    while run.step() {}
    run.checkInvariants()
    return run.observations
  }

  /// The digest of a run.
  public static func digest(
    _ scenario: Scenario, contender: Int = 0, seed: UInt64 = 1, scheduler: (any ReplicaScheduler)? = nil
  ) -> String {
    var digest = RunDigest()
    for observation in observations(scenario, contender: contender, seed: seed, scheduler: scheduler) {
      digest.add(observation)
    }
    return digest.text
  }
}

extension Sequence<Observation> {
  /// Those of `kind`, of one workload or cluster if given.
  public func of(
    _ kind: Observation.Kind, workload: Int? = nil, cluster: Int? = nil
  ) -> [Observation] {
    filter { observation in
      observation.kind == kind && (workload.map { Int32($0) == observation.workload } ?? true)
        && (cluster.map { Int32($0) == observation.cluster } ?? true)
    }
  }

  /// Replicas that serve at `time`, after all that happened then; of one workload or cluster if given.
  public func serving(at time: SimulationTime, workload: Int? = nil, cluster: Int? = nil) -> Int64 {
    reduce(0) { sum, observation in
      guard observation.time <= time,
        observation.kind == .servingChanged || observation.kind == .servingLostToFault,
        workload.map({ Int32($0) == observation.workload }) ?? true,
        cluster.map({ Int32($0) == observation.cluster }) ?? true
      else { return sum }
      return sum + observation.value
    }
  }

  /// Replicas that have a node at `time`.
  public func bound(at time: SimulationTime, workload: Int? = nil, cluster: Int? = nil) -> Int64 {
    of(.boundChanged, workload: workload, cluster: cluster).reduce(0) { $1.time <= time ? $0 + $1.value : $0 }
  }
}
