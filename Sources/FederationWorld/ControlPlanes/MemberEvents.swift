// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// What the hub hears of its members' objects, and what that sets off: KubeFed and Federation v1 plan a workload anew
// after any change of its object in any member, so that a lost cluster is planned around long before its own delay is
// over if anything else happens. KubeAdmiral's auto-migration looks at the same changes.
//
// Source: kubernetes-retired/federation 804bb9f `sync/controller.go` (reviewDelay), kubefed d6f10d2
// `pkg/controller/schedulingpreference/controller.go` (EnqueueForRetry), `pkg/controller/util/worker.go`.

extension FederationRun {
  /// The reactions of the contender's profile.
  var reaction: ControlPlaneProfile.Reaction { profile.reaction }
  /// The switches of the contender's profile.
  var switches: ControlPlaneProfile.Switches { profile.switches }

  /// From a plan that saw replicas without a node, but not for long enough, to the next one: the worker's retry delay.
  private static let retryDelay = SimulationDuration.seconds(10)

  /// Whether changes in `cluster` reach the hub: its watch is up.
  private func hears(_ cluster: Int) -> Bool {
    clusters[cluster].isReachable && hubClusters[cluster].isPublishedReady && hubClusters[cluster].isListed
      && snapshot.clusters[cluster].isJoined
  }

  /// To be called when the object of a cohort changes in its member: its spec is written, or its ready count changes.
  /// What happens out of the hub's hearing is heard with the next list. O(1).
  mutating func objectChanged(_ cohort: Int) {
    // The placed start of a run is no change.
    guard simulation.processedCount > 0, profile.system != .karmada else { return }
    if hears(Int(cohorts[cohort].cluster)) {
      hear(of: Int(cohorts[cohort].workload))
    } else {
      cohorts[cohort].hasUnheardChange = true
    }
  }

  /// The hub's watch of `cluster` is up again: it hears of what it missed, after a list of every object there.
  mutating func hearMissedChanges(in cluster: Int, afterList: Bool) {
    guard profile.system != .karmada, hears(cluster) else { return }
    for cohort in clusters[cluster].cohorts where cohorts[Int(cohort)].hasUnheardChange || afterList {
      let isNews = cohorts[Int(cohort)].hasUnheardChange || cohorts[Int(cohort)].exists
      cohorts[Int(cohort)].hasUnheardChange = false
      if isNews { hear(of: Int(cohorts[Int(cohort)].workload)) }
    }
  }

  /// The hub hears of a change of the workload's object in some member: once per workload until it has acted on it.
  private mutating func hear(of workload: Int) {
    if facts[workload].isPlannedByPreference {
      guard let delay = reaction.memberEventDelay else { return }
      scheduleEarlyPlan(of: workload, after: delay)
    } else {
      scheduleMigrationReview(of: workload, after: Self.migrationEventDelay)
    }
  }

  private mutating func scheduleEarlyPlan(of workload: Int, after delay: SimulationDuration) {
    guard hubWorkloads[workload].earlyPlan == .none else { return }
    hubWorkloads[workload].earlyPlan = schedule(.memberEventDue(workload: Int32(workload)), after: delay)
  }

  /// A change that was heard of is acted on.
  mutating func planEarly(_ workload: Int) {
    hubWorkloads[workload].earlyPlan = .none
    enqueue(workload, .memberObjectChanged)
  }

  /// To be called after each plan: KubeFed plans again soon while the last member it lists has replicas that have been
  /// without a node, but not for long enough to count. The original lists members in the order of a Go map; here it is
  /// the fleet's.
  ///
  /// Source: kubefed d6f10d2 `pkg/schedulingtypes/replicascheduler.go` (only the last cluster's answer is kept).
  mutating func planAgainWhileUndecided(_ workload: Int) {
    guard profile.system == .kubeFed, facts[workload].isPlannedByPreference, let patience = reaction.unschedulableDelay,
      let last = hubWorkloads[workload].candidates.last(where: { isReadyMember($0.index) }),
      let cohort = existingCohort(workload: workload, cluster: last.index)
    else { return }
    guard cohorts[cohort].waiting > 0, cohortRecords[cohort].waitingSince + patience > now else { return }
    scheduleEarlyPlan(of: workload, after: Self.retryDelay)
  }

  /// Whether the hub counts `cluster` as a member that is ready.
  func isReadyMember(_ cluster: Int) -> Bool {
    hubClusters[cluster].isPublishedReady && snapshot.clusters[cluster].isJoined
  }

  /// To be called when a workload's turn has come; false: it comes again later.
  mutating func mayDecide(_ workload: Int, _ trigger: SchedulingTriggers) -> Bool {
    if waitsForGate(workload, trigger) { return false }
    settleStaleCopies(of: workload, trigger)
    return true
  }

  /// What members last said of the workload. A member out of reach is remembered as it was.
  func observedReplicas(of workload: Int) -> [ObservedReplicas] {
    switch profile.system {
    case .karmada: return []
    case .kubeAdmiral: return hubWorkloads[workload].migration
    case .kubeFed, .federationV1: break
    }
    var observed: [ObservedReplicas] = []
    observed.reserveCapacity(cohortsOfWorkload[workload].count)
    for cohort in cohortsOfWorkload[workload] {
      if let replicas = observedReplicas(ofCohort: Int(cohort)) { observed.append(replicas) }
    }
    return observed
  }

  /// What the member last said of one cohort; nil: nobody counts on what does not exist, or is being deleted.
  func observedReplicas(ofCohort place: Int) -> ObservedReplicas? {
    let cohort = cohorts[place]
    guard cohort.exists, cohort.sent >= 0 else { return nil }
    let isReachable = contacts[Int(cohort.cluster)].contains(.reachable)
    // The pods of a member out of reach cannot be listed, so none of them counts as stuck.
    var isStuck = false
    if isReachable, cohort.waiting > 0, let patience = reaction.unschedulableDelay {
      isStuck = cohortRecords[place].waitingSince + patience <= now
    }
    // Pods that are started but not ready carry the condition too, and so do those on a dead node and those that are
    // being stopped.
    return ObservedReplicas(
      cluster: ClusterIndex(cohort.cluster), desired: cohort.desired,
      ready: cohort.ready + (isReachable ? cohort.unnoticedReady : cohort.lost),
      unschedulable: isStuck ? cohort.waiting : 0,
      running: cohort.ready + cohort.starting + cohort.lost + cohort.terminating)
  }
}
