// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// The old copy of an evicted workload: how long it stays, and what it holds up.
//
// Source: karmada `pkg/controllers/gracefuleviction/evictiontask.go`, `pkg/controllers/binding/common.go`.

extension FederationRun {
  /// Writes down that `workload` leaves `cluster`, and what becomes of its copy there.
  mutating func beginEvictionTask(
    of workload: Int, from cluster: Int, mode: KarmadaPolicy.PurgeMode, grace: SimulationDuration
  ) {
    let evictions = hubWorkloads[workload].evictions
    guard !evictions.contains(where: { $0.cluster.index == cluster }) else { return }
    var task = HubWorkload.EvictionTask(cluster: ClusterIndex(cluster), mode: mode, endsAt: now + grace)
    if mode != .never {
      task.timeout = schedule(
        .gracefulTimeout(workload: Int32(workload), cluster: Int32(cluster)), at: task.endsAt)
    }
    let spot = evictions.firstIndex { $0.cluster.index > cluster } ?? evictions.count
    hubWorkloads[workload].evictions.insert(task, at: spot)
    guard mode == .directly, let cohort = existingCohort(workload: workload, cluster: cluster) else { return }
    send(-1, to: cohort)
    if let recheck = profile.eviction.directRecheck, hubWorkloads[workload].recheck == .none {
      hubWorkloads[workload].recheck = schedule(.heldBackRecheck(workload: Int32(workload)), after: recheck)
    }
  }

  /// Whether new copies of `workload` wait for an old one to be gone.
  func isHeldBack(_ workload: Int) -> Bool {
    guard profile.eviction.directRecheck != nil else { return false }
    return hubWorkloads[workload].evictions.contains { task in
      guard task.mode == .directly,
        let cohort = existingCohort(workload: workload, cluster: task.cluster.index)
      else { return false }
      return cohorts[cohort].exists || cohorts[cohort].terminating > 0
    }
  }

  /// Looks again whether the old copy is gone.
  mutating func recheckHeldBack(_ workload: Int) {
    markLosses(of: workload)
    hubWorkloads[workload].recheck = .none
    guard isWatched(workload: workload) else { return }
    if isHeldBack(workload), let recheck = profile.eviction.directRecheck {
      hubWorkloads[workload].recheck = schedule(.heldBackRecheck(workload: Int32(workload)), after: recheck)
    } else {
      dispatch(workload)
    }
  }

  /// Lets the old copies go when the scheduler has seen the binding as it is and every target is known to be healthy.
  ///
  /// What is known may be old: a target that ran the workload before counts as healthy until it says otherwise, so that
  /// the old copy can go before the new replicas are up.
  mutating func reviewEvictions(of workload: Int) {
    guard !hubWorkloads[workload].evictions.isEmpty, isWatched(workload: workload) else { return }
    for task in hubWorkloads[workload].evictions where task.mode != .never && task.endsAt <= now {
      endEviction(of: workload, from: task.cluster.index)
    }
    guard isKnownHealthy(workload) else { return }
    for task in hubWorkloads[workload].evictions where task.mode != .never {
      endEviction(of: workload, from: task.cluster.index)
    }
  }

  /// Every assigned cluster is known to be healthy, and the scheduler has nothing left to look at.
  private func isKnownHealthy(_ workload: Int) -> Bool {
    guard hubWorkloads[workload].isObserved, hubWorkloads[workload].pendingTriggers.isEmpty else { return false }
    let assignment = hubWorkloads[workload].assignment
    return !assignment.isEmpty
      && assignment.indices.allSatisfy { place in
        let (entry, cohort) = (assignment[place], Int(hubWorkloads[workload].assignedCohorts[place]))
        guard cohort >= 0 else { return false }
        if profile.switches.trustsStaleHealth { return knownHealth(of: cohort) == .healthy }
        return isHealthy(cohort) && cohorts[cohort].desired == cohorts[cohort].sent
          && cohorts[cohort].sent == overriddenReplicas(of: workload, in: entry.cluster, scheduled: entry.replicas)
      }
  }

  /// The time of an old copy is up.
  mutating func endTimedEviction(of workload: Int, from cluster: Int) {
    // A controller that is down finds the task when it is back.
    if isWatched(workload: workload) { endEviction(of: workload, from: cluster) }
  }

  /// The old copy is let go.
  mutating func endEviction(of workload: Int, from cluster: Int) {
    guard let place = hubWorkloads[workload].evictions.firstIndex(where: { $0.cluster.index == cluster }) else {
      return
    }
    _ = simulation.cancel(hubWorkloads[workload].evictions[place].timeout)
    hubWorkloads[workload].evictions.remove(at: place)
    markLosses(of: workload)
    if !holds(workload, cluster), let cohort = existingCohort(workload: workload, cluster: cluster),
      cohorts[cohort].sent >= 0
    {
      send(-1, to: cohort)
    }
    if !isHeldBack(workload) { dispatch(workload) }
    enqueue(workload, .taintsChanged)
  }
}
