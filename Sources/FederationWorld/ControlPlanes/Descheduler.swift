// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SimulationEngine

// Karmada's descheduler: replicas that have found no node for long are taken off, and the scheduler places them anew.
//
// Source: karmada `pkg/descheduler/descheduler.go`, `pkg/descheduler/core/helper.go`: every 2 minutes, Deployments
// divided by room or packed only; one estimator that does not answer drops the whole binding.

extension FederationRun {
  /// Whether the descheduler ever looks at `workload`.
  func isDescheduled(_ workload: Int) -> Bool {
    guard profile.components.hasDescheduler, profile.switches.usesAccurateEstimator,
      scenario.workloads[workload].kind.hasSuffix("Deployment"), case .karmada(let policy)? = policies[workload]
    else { return false }
    return policy.scheduling == .dynamicWeight || policy.scheduling == .aggregated
  }

  /// Its loop among the hub's, each of which begins at a random moment of its period.
  private static let deschedulerLoop: UInt64 = 2

  /// The first look at which replicas that wait since `since` have waited for long enough.
  func deschedulingTime(waitingSince since: SimulationTime) -> SimulationTime {
    let threshold = profile.components.unschedulableThreshold
    let interval = profile.components.deschedulingInterval
    var stream = RandomStream(seed: seed, purpose: .hubLoop, entity: Self.deschedulerLoop)
    let phase = SimulationDuration(
      nanoseconds: Int64(stream.uniformInteger(below: UInt64(max(interval.nanoseconds, 1)))))
    return nextTick(
      of: phase, every: interval,
      after: max(now, since + threshold - SimulationDuration(nanoseconds: 1)))
  }

  /// Takes the replicas without a node off the clusters that hold more than are ready.
  mutating func deschedule(_ workload: Int) {
    guard isSchedulerUp(for: workload), isDescheduled(workload) else { return }
    var assignment = hubWorkloads[workload].assignment
    var isChanged = false
    for place in assignment.indices {
      let cluster = assignment[place].cluster.index
      guard let cohort = existingCohort(workload: workload, cluster: cluster), clusters[cluster].isHeard else {
        return
      }
      if profile.components.failingEstimators.contains(scenario.fleet.clusters[cluster].name) { return }
      let ready = cohorts[cohort].ready
      let hasWaitedLong =
        cohortRecords[cohort].waitingSince + profile.components.unschedulableThreshold <= now
      let stuck = hasWaitedLong ? cohorts[cohort].waiting : 0
      guard ready < assignment[place].replicas, stuck > 0, stuck <= assignment[place].replicas else { continue }
      assignment[place].replicas = max(assignment[place].replicas - stuck, ready)
      observe(.unassigned, workload: workload, cluster: cluster, value: Int64(stuck))
      isChanged = true
    }
    guard isChanged else { return }
    setAssignment(assignment, of: workload)
    observeAssignment(of: workload)
    dispatch(workload)
    enqueue(workload, .replicasChanged)
  }
}
