// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// KubeAdmiral's auto-migration: a controller that counts pods without a node in each member and writes what it found
// beside the object, from where the scheduler takes it. It looks some time after a change, never at other times.
//
// Source: kubeadmiral 19de01c `pkg/controllers/automigration/{controller,util}.go`.

extension FederationRun {
  /// From a change of a pod or object to the controller's look at it.
  static let migrationEventDelay = SimulationDuration.seconds(10)

  /// The controller will look at the workload after `delay`, or earlier if that was planned.
  mutating func scheduleMigrationReview(of workload: Int, after delay: SimulationDuration) {
    guard facts[workload].migrationThreshold != nil else { return }
    let time = now + delay
    if hubWorkloads[workload].migrationReview != .none {
      guard time < hubWorkloads[workload].migrationReviewTime else { return }
      _ = simulation.cancel(hubWorkloads[workload].migrationReview)
    }
    hubWorkloads[workload].migrationReviewTime = time
    hubWorkloads[workload].migrationReview = schedule(.migrationReviewDue(workload: Int32(workload)), at: time)
  }

  /// The controller that has the workload stops, and with it the look that was ahead.
  mutating func stopMigrationReview(of workload: Int) {
    _ = simulation.cancel(hubWorkloads[workload].migrationReview)
    hubWorkloads[workload].migrationReview = .none
  }

  /// Writes what members can hold beside the object; a change of it runs the scheduler at once. The next look is when
  /// more replicas cross the threshold. A controller that is down looks when it is back.
  mutating func reviewMigration(of workload: Int) {
    hubWorkloads[workload].migrationReview = .none
    guard isWatched(workload: workload), let threshold = facts[workload].migrationThreshold else { return }
    var found: [ObservedReplicas] = []
    var nextCrossing = SimulationTime.distantFuture
    for place in cohortsOfWorkload[workload] where cohorts[Int(place)].exists {
      let cohort = cohorts[Int(place)]
      let isReachable = clusters[Int(cohort.cluster)].isReachable
      let ready = isReachable ? cohort.ready : cohort.ready + cohort.lost
      // The pods of a member out of reach cannot be listed: it has an entry only while its object says all are ready.
      guard isReachable || ready == cohort.desired else { continue }
      var unschedulable: Int32 = 0
      if cohort.waiting > 0 {
        let crossing = cohortRecords[Int(place)].waitingSince + threshold
        if crossing <= now { unschedulable = cohort.waiting } else { nextCrossing = min(nextCrossing, crossing) }
      }
      found.append(Self.entry(of: cohort, unschedulable: unschedulable))
    }
    if nextCrossing != .distantFuture { scheduleMigrationReview(of: workload, after: nextCrossing - now) }
    guard found != hubWorkloads[workload].migration else { return }
    hubWorkloads[workload].migration = found
    enqueue(workload, .unschedulableReplicas)
  }

  /// What is written of one member: how many replicas have a node, and, where some have gone without for too long, how
  /// many it can hold. Both are numbers of their own: an entry does not change with the object's spec.
  private static func entry(of cohort: Cohort, unschedulable: Int32) -> ObservedReplicas {
    let scheduled = cohort.desired - cohort.waiting
    return ObservedReplicas(
      cluster: ClusterIndex(cohort.cluster), desired: scheduled + unschedulable,
      ready: unschedulable > 0 ? 0 : scheduled, unschedulable: unschedulable)
  }

  /// From "not ready" to the NoExecute taint; nil: nobody sets one. KubeAdmiral sets none; the switch behaves as if an
  /// operator did at once.
  var notReadyTaintDelay: SimulationDuration? {
    profile.notReadyTaintDelay
  }
}
