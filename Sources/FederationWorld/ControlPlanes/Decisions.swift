// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SimulationEngine

// One scheduler worker: a queue without duplicates, a decision at a time, its answer carried out.

extension FederationRun {
  /// Triggers that reach the policy whatever it declares.
  private static let alwaysHeard: SchedulingTriggers = [.created, .evicted, .retry, .rebalanceRequested]

  /// Queues `workload` for a decision, once.
  mutating func enqueue(_ workload: Int, _ trigger: SchedulingTriggers) {
    guard policies[workload] != nil,
      !trigger.isDisjoint(with: scheduler.triggers.union(Self.alwaysHeard))
    else { return }
    let waits = !hubWorkloads[workload].pendingTriggers.isEmpty
    hubWorkloads[workload].pendingTriggers.formUnion(trigger)
    if !waits { decisionQueue.append(Int32(workload)) }
    guard !isDeciding else { return }
    isDeciding = true
    _ = schedule(.decisionDue, after: profile.scheduling.decisionTime)
  }

  /// Answers the oldest question; questions that turn out to be none cost no time.
  mutating func decideNext() {
    while let place = decisionQueue.popFirst() {
      let workload = Int(place)
      let trigger = hubWorkloads[workload].pendingTriggers
      hubWorkloads[workload].pendingTriggers = []
      let decision = ask(workload, trigger: trigger)
      switch decision.outcome {
      case .keep:
        hubWorkloads[workload].wantsFresh = false
        noteHealth(of: workload)
        continue
      case .assign(let assignment):
        hubWorkloads[workload].affinityGroup = decision.affinityGroup
        hubWorkloads[workload].wantsFresh = false
        hubWorkloads[workload].lastScheduledTime = now
        carryOut(assignment, for: workload)
      case .unschedulable:
        recordFailure(decision.outcome, of: workload)
      }
      break
    }
    if decisionQueue.isEmpty {
      isDeciding = false
    } else {
      _ = schedule(.decisionDue, after: profile.scheduling.decisionTime)
    }
  }

  /// Puts the question to the policy with what the hub knows now.
  mutating func ask(_ workload: Int, trigger: SchedulingTriggers) -> SchedulingDecision {
    guard let policy = policies[workload] else {
      preconditionFailure("workload \(workload) has no policy under contender \(contender.name)")
    }
    if profile.system == .karmada || profile.system == .kubeAdmiral {
      for candidate in hubWorkloads[workload].candidates { bringUpToDate(candidate.index) }
    }
    snapshot.time = now
    let hub = hubWorkloads[workload]
    let request = SchedulingRequest(
      workload: WorkloadIndex(workload), policy: policy, key: workloadNames[workload],
      uid: scenario.workloads[workload].uid, replicas: hub.replicas,
      requests: templates[Int(hub.template)].requests, hasRequests: templates[Int(hub.template)].hasRequests,
      candidates: hub.candidates, current: hub.assignment, observed: observedReplicas(of: workload),
      evicting: hub.evictions.map(\.cluster), isFresh: hub.wantsFresh,
      affinityGroup: hub.affinityGroup, trigger: trigger)
    var stream = RandomStream(
      seed: seed, purpose: .scheduler, entity: workloadKeys[workload], second: hub.decisions)
    hubWorkloads[workload].decisions += 1
    let decision = scheduler.decide(request, on: snapshot, random: &stream)
    let code: Int64 =
      switch decision.outcome {
      case .keep: 0
      case .assign: 1
      case .unschedulable: 2
      }
    if code != 0 { observe(.decided, workload: workload, value: code) }
    return decision
  }

  /// What members last said of the workload. A member out of reach is remembered as it was.
  private func observedReplicas(of workload: Int) -> [ObservedReplicas] {
    guard profile.system != .karmada else { return [] }
    let patience = unschedulablePatience(of: workload)
    return cohortsOfWorkload[workload].compactMap { place in
      let cohort = cohorts[Int(place)]
      guard cohort.exists else { return nil }
      let isReachable = clusters[Int(cohort.cluster)].isReachable
      // The pods of a member out of reach cannot be listed, so none of them counts as stuck.
      let isStuck = isReachable && patience.map { cohort.waiting > 0 && cohort.waitingSince + $0 <= now } ?? false
      return ObservedReplicas(
        cluster: ClusterIndex(cohort.cluster), desired: cohort.desired,
        ready: isReachable ? cohort.ready : cohort.ready + cohort.lost, unschedulable: isStuck ? cohort.waiting : 0)
    }
  }

  /// Carries an answer out: new numbers go to the members, what is left out is deleted there. O(assigned clusters).
  private mutating func carryOut(_ assignment: [AssignedReplicas], for workload: Int) {
    let previous = hubWorkloads[workload].assignment
    for entry in previous { previouslyAssigned[entry.cluster.index] = entry.replicas }
    var gained: Int64 = 0
    for entry in assignment {
      let cluster = entry.cluster.index
      let before = previouslyAssigned[cluster]
      previouslyAssigned[cluster] = -1
      let change = Int64(entry.replicas) - Int64(max(before, 0))
      if change > 0 { gained += change }
      if change != 0 {
        observe(change > 0 ? .assigned : .unassigned, workload: workload, cluster: cluster, value: abs(change))
      }
      let cohort = cohortIndex(workload: workload, cluster: cluster)
      let replicas = overriddenReplicas(of: workload, in: entry.cluster, scheduled: entry.replicas)
      if before < 0 || cohorts[cohort].sent != replicas { send(replicas, to: cohort) }
    }
    for entry in previous where previouslyAssigned[entry.cluster.index] >= 0 {
      previouslyAssigned[entry.cluster.index] = -1
      observe(
        .unassigned, workload: workload, cluster: entry.cluster.index, value: Int64(entry.replicas))
      withdraw(workload, from: entry.cluster)
    }
    let total = assignment.reduce(0) { $0 + Int64($1.replicas) }
    let moved = gained - max(0, total - hubWorkloads[workload].placedTotal)
    if moved > 0 { observe(.moved, workload: workload, value: moved) }
    adopt(assignment, for: workload)
    noteHealth(of: workload)
  }

  /// Deletes the object in a cluster that is no longer assigned. KubeFed and Federation v1 leave members alone that
  /// they see as not ready: what becomes of the object is decided on return.
  private mutating func withdraw(_ workload: Int, from cluster: ClusterIndex) {
    guard let cohort = existingCohort(workload: workload, cluster: cluster.index) else { return }
    let system = profile.system
    // Only Karmada deletes what a cluster that left still runs.
    if system != .karmada, !snapshot.clusters[cluster.index].isJoined { return }
    if system == .kubeFed || system == .federationV1, !hubClusters[cluster.index].isPublishedReady { return }
    send(-1, to: cohort)
  }

  /// Takes `assignment` as the record and says what it promises.
  mutating func adopt(_ assignment: [AssignedReplicas], for workload: Int) {
    hubWorkloads[workload].assignment = assignment
    hubWorkloads[workload].placedTotal = assignment.reduce(0) { $0 + Int64($1.replicas) }
    hubWorkloads[workload].failedAttempts = 0
    _ = simulation.cancel(hubWorkloads[workload].retry)
    hubWorkloads[workload].retry = .none
    observeAssignment(of: workload)
    observe(
      .promiseChanged, workload: workload,
      value: max(hubWorkloads[workload].placedTotal, Int64(hubWorkloads[workload].replicas)))
  }

  /// Says how many replicas of the workload are assigned in all.
  mutating func observeAssignment(of workload: Int) {
    let total = hubWorkloads[workload].assignment.reduce(0) { $0 + Int64($1.replicas) }
    observe(.assignmentChanged, workload: workload, value: total)
  }

  /// Keeps to the system's habit after "nothing fits": clear, keep, try again.
  mutating func recordFailure(_ outcome: SchedulingOutcome, of workload: Int) {
    guard case .unschedulable(_, let clears, let retries) = outcome else { return }
    if clears, !hubWorkloads[workload].assignment.isEmpty {
      for entry in hubWorkloads[workload].assignment {
        observe(.unassigned, workload: workload, cluster: entry.cluster.index, value: Int64(entry.replicas))
        if let cohort = existingCohort(workload: workload, cluster: entry.cluster.index) { send(-1, to: cohort) }
      }
      hubWorkloads[workload].assignment = []
      hubWorkloads[workload].placedTotal = 0
      observeAssignment(of: workload)
    }
    observe(.promiseChanged, workload: workload, value: Int64(hubWorkloads[workload].replicas))
    guard retries else { return }
    let pace = profile.scheduling
    let shift = min(hubWorkloads[workload].failedAttempts, 40)
    let (wait, overflow) = pace.retryBase.nanoseconds.multipliedReportingOverflow(by: 1 << Int64(shift))
    hubWorkloads[workload].failedAttempts += 1
    _ = simulation.cancel(hubWorkloads[workload].retry)
    hubWorkloads[workload].retry = schedule(
      .retryDue(workload: Int32(workload)),
      after: overflow ? pace.retryLimit : min(SimulationDuration(nanoseconds: wait), pace.retryLimit))
  }

  mutating func retryDecision(of workload: Int) {
    hubWorkloads[workload].retry = .none
    enqueue(workload, .retry)
  }

  /// What an override policy writes over the scheduled number.
  func overriddenReplicas(of workload: Int, in cluster: ClusterIndex, scheduled: Int32) -> Int32 {
    guard let policy = policies[workload] else { return scheduled }
    return Int32(
      clamping: policy.overriddenReplicas(in: scenario.fleet.clusters[cluster.index], scheduled: Int(scheduled)))
  }
}
