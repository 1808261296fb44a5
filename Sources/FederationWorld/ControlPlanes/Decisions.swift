// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SimulationEngine

// One decision: the question with what the hub knows, and its answer carried out.

extension FederationRun {
  /// Puts the question to the policy with the views as they are, unless its last answer stands.
  mutating func ask(_ workload: Int, trigger: SchedulingTriggers) -> SchedulingDecision {
    let decision = standingDecision(for: workload, trigger: trigger) ?? decide(workload, trigger: trigger)
    hubWorkloads[workload].decisions += 1
    let code: Int64 =
      switch decision.outcome {
      case .keep: 0
      case .assign: 1
      case .unschedulable: 2
      }
    noteAnswer(decision.outcome, for: workload)
    if code != 0 { observe(.decided, workload: workload, value: code) }
    return decision
  }

  /// What the policy answers. O(candidates) and what the policy takes.
  mutating func decide(_ workload: Int, trigger: SchedulingTriggers) -> SchedulingDecision {
    guard let policy = policies[workload] else {
      preconditionFailure("workload \(workload) has no policy under contender \(contender.name)")
    }
    snapshot.time = now
    let template = template(of: workload)
    let request = SchedulingRequest(
      workload: WorkloadIndex(workload), policy: policy, key: workloadNames[workload],
      uid: scenario.workloads[workload].uid, replicas: hubWorkloads[workload].replicas,
      requests: template.requests, hasRequests: template.hasRequests,
      candidates: hubWorkloads[workload].candidates, current: hubWorkloads[workload].assignment,
      observed: countsAlone(of: workload) ?? observedReplicas(of: workload),
      evicting: hubWorkloads[workload].evictions.map(\.cluster),
      isFresh: hubWorkloads[workload].wantsFresh, affinityGroup: hubWorkloads[workload].affinityGroup,
      applied: hubWorkloads[workload].applied, isPolicyApplied: hubWorkloads[workload].isPolicyApplied,
      accurateEstimates: accurateEstimates(for: workload), assumed: assumptions(for: workload),
      peers: peers(of: workload), trigger: trigger)
    var stream = RandomStream(
      seed: seed, purpose: .scheduler, entity: workloadKeys[workload], second: hubWorkloads[workload].decisions)
    let decision = scheduler.decide(request, on: snapshot, random: &stream)
    noteStandingAnswer(decision.outcome, of: workload)
    return decision
  }

  /// Carries an answer out: new numbers go to the members, what is left out is deleted there. O(assigned clusters).
  /// - Returns: Whether the assignment is another one than before.
  mutating func carryOut(_ assignment: [AssignedReplicas], for workload: Int) -> Bool {
    let changes = move(workload, to: assignment)
    let isChanged = !changes.isEmpty
    adopt(assignment, for: workload, changes: changes)
    dispatch(workload)
    if isChanged { bindingChanged(workload) }
    guard profile.system == .karmada, !hubWorkloads[workload].evictions.isEmpty else { return isChanged }
    if isChanged {
      // The result is a change of the binding: the scheduler looks once more, and only then has it seen all.
      enqueue(workload, .relisted)
    } else {
      hubWorkloads[workload].isObserved = true
      reviewEvictions(of: workload)
    }
    return isChanged
  }

  /// Says where an assignment that is to be adopted differs from the one in force, and withdraws what it leaves out.
  /// - Returns: In what they differ; nothing where it is the order alone.
  private mutating func move(_ workload: Int, to assignment: [AssignedReplicas]) -> [AssignmentChange] {
    let previous = hubWorkloads[workload].assignment
    guard assignment != previous else { return [] }
    let changes = changes(from: previous, to: assignment)
    // They are told in the order of the previous assignment, which the changes need not have.
    let left = changes.filter { $0.before > 0 && $0.after <= 0 }
    for entry in previous where left.contains(where: { $0.cluster == entry.cluster }) {
      noteFailover(of: workload, from: entry.cluster.index)
    }
    var gained: Int64 = 0
    for change in changes {
      gained += max(change.gain, 0)
      if change.gain != 0 || change.isRemoval {
        observe(
          change.gain > 0 ? .assigned : .unassigned, workload: workload, cluster: change.cluster.index,
          value: abs(change.gain))
      }
      if change.isRemoval { withdraw(workload, from: change.cluster) }
    }
    if !changes.isEmpty, switches.protectsFromOvercommit {
      for entry in assignment { assume(entry.replicas, of: workload, in: entry.cluster.index) }
    }
    let total = assignment.replicaTotal
    let moved = gained - max(0, total - hubWorkloads[workload].placedTotal)
    if moved > 0 { observe(.moved, workload: workload, value: moved) }
    return changes
  }

  /// Sends what is assigned to the members that do not have it yet, or not as the template is now, unless an old copy
  /// holds it back.
  mutating func dispatch(_ workload: Int) {
    guard hubWorkloads[workload].hasUnsent, !isHeldBack(workload) else { return }
    var isAllSent = true
    for place in hubWorkloads[workload].assignment.indices {
      let entry = hubWorkloads[workload].assignment[place]
      let known = Int(hubWorkloads[workload].assignedCohorts[place])
      let cohort = known >= 0 ? known : cohortIndex(workload: workload, cluster: entry.cluster.index)
      let replicas = overriddenReplicas(of: workload, in: entry.cluster, scheduled: entry.replicas)
      let isThere = cohorts[cohort].sent == replicas && cohorts[cohort].sentTemplate == hubWorkloads[workload].template
      if isThere { continue }
      if mayWrite(workload, to: entry.cluster) { send(replicas, to: cohort) } else { isAllSent = false }
    }
    hubWorkloads[workload].hasUnsent = !isAllSent
  }

  /// Whether the cluster is a member, and the policy's `suspension.dispatching` keeps nothing from it.
  func mayWrite(_ workload: Int, to cluster: ClusterIndex) -> Bool {
    guard snapshot.clusters[cluster.index].isJoined else { return false }
    guard facts[workload].mayStopDispatching, case .karmada(let policy)? = policies[workload] else { return true }
    return !policy.suspension.stopsDispatching(to: scenario.fleet.clusters[cluster.index].name)
  }

  /// Deletes the object in a cluster that is no longer assigned. KubeFed and Federation v1 leave members alone that
  /// they see as not ready: what becomes of the object is decided on return.
  mutating func withdraw(_ workload: Int, from cluster: ClusterIndex) {
    guard let cohort = existingCohort(workload: workload, cluster: cluster.index) else { return }
    let system = profile.system
    // Only Karmada deletes what a cluster that left still runs.
    if system != .karmada, !snapshot.clusters[cluster.index].isJoined { return }
    if system == .kubeFed || system == .federationV1, !hubClusters[cluster.index].isPublishedReady {
      cohortRecords[cohort].undeliveredSince = .distantFuture
      fence(cohort)
      return
    }
    send(-1, to: cohort)
  }

  /// Takes `assignment` as the record and says what it promises.
  /// - Parameter changes: In what it differs from the record, where that is known.
  mutating func adopt(
    _ assignment: [AssignedReplicas], for workload: Int, changes: [AssignmentChange]? = nil
  ) {
    setAssignment(assignment, of: workload, changes: changes)
    hubWorkloads[workload].placedTotal = assignment.replicaTotal
    hubWorkloads[workload].failedAttempts = 0
    _ = simulation.cancel(hubWorkloads[workload].retry)
    hubWorkloads[workload].retry = .none
    observeAssignment(of: workload)
    observe(
      .promiseChanged, workload: workload,
      value: max(hubWorkloads[workload].placedTotal, Int64(hubWorkloads[workload].replicas)))
  }

  /// Writes the hub's record of an assignment.
  mutating func setAssignment(
    _ assignment: [AssignedReplicas], of workload: Int, changes known: [AssignmentChange]? = nil
  ) {
    markLosses(of: workload)
    let previous = hubWorkloads[workload].assignment
    if assignment != previous {
      if !quotas.isEmpty {
        quotas.change(workload, from: quotaUsage(of: workload, previous), to: quotaUsage(of: workload, assignment))
      }
      let changes = known ?? changes(from: previous, to: assignment)
      for change in changes where change.gain != 0 {
        tell(.assignedChanged, workload: workload, cluster: change.cluster.index, value: change.gain)
      }
      if !changes.allSatisfy(\.isRemoval) { hubWorkloads[workload].hasUnsent = true }
      hubWorkloads[workload].record(assignment, cohorts: cohortsOfWorkload[workload])
    }
    noteBindingWritten(workload)
    forgetAssumptions(of: workload) { cluster in !assignment.contains { $0.cluster == cluster } }
    if hub.keepsHistory { hub.history.append(assignment, of: workload, at: now) }
  }

  /// In what two assignments differ beside their order: what `after` has otherwise, in its order, then what it leaves out.
  /// O(assigned clusters).
  private mutating func changes(
    from before: [AssignedReplicas], to after: [AssignedReplicas]
  ) -> [AssignmentChange] {
    var changes: [AssignmentChange] = []
    // Most answers name the clusters of the last one, in the same order.
    if before.namesClusters(of: after) {
      for (old, new) in zip(before, after) where old.replicas != new.replicas {
        changes.append(AssignmentChange(cluster: new.cluster, before: old.replicas, after: new.replicas))
      }
      return changes
    }
    for entry in before { previouslyAssigned[entry.cluster.index] = entry.replicas }
    for entry in after {
      let held = previouslyAssigned[entry.cluster.index]
      previouslyAssigned[entry.cluster.index] = -1
      if held != entry.replicas {
        changes.append(AssignmentChange(cluster: entry.cluster, before: held, after: entry.replicas))
      }
    }
    for entry in before where previouslyAssigned[entry.cluster.index] >= 0 {
      previouslyAssigned[entry.cluster.index] = -1
      changes.append(AssignmentChange(cluster: entry.cluster, before: entry.replicas, after: -1))
    }
    return changes
  }

  /// Says how many replicas of the workload are assigned in all.
  mutating func observeAssignment(of workload: Int) {
    let total = hubWorkloads[workload].assignment.replicaTotal
    observe(.assignmentChanged, workload: workload, value: total)
  }

  /// What an override policy writes over the scheduled number.
  func overriddenReplicas(of workload: Int, in cluster: ClusterIndex, scheduled: Int32) -> Int32 {
    guard facts[workload].hasReplicaOverrides, let policy = policies[workload] else { return scheduled }
    return Int32(
      clamping: policy.overriddenReplicas(in: scenario.fleet.clusters[cluster.index], scheduled: Int(scheduled)))
  }
}

/// In what one assignment differs from another in one cluster.
struct AssignmentChange {
  let cluster: ClusterIndex
  /// Replicas before; -1: it was not assigned.
  let before: Int32
  /// Replicas after; -1: it is assigned no more.
  let after: Int32

  var isRemoval: Bool { after < 0 }
  /// Replicas more.
  var gain: Int64 { Int64(max(after, 0)) - Int64(max(before, 0)) }
}
