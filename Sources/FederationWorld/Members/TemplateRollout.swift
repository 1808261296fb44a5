// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

// A member's object gets another template: its replicas are replaced a part at a time.

extension FederationRun {
  /// The member's object takes the template that the hub sent last; replicas of another one begin to be replaced.
  mutating func adoptTemplate(of cohort: Int) {
    let next = cohorts[cohort].sentTemplate
    let before = cohortRecords[cohort].template
    guard next != before else { return }
    let cluster = Int(cohorts[cohort].cluster)
    touch(cohorts[cohort].cluster)
    noteChange(in: cluster)
    let waiting = Int64(cohorts[cohort].waiting)
    clusters[cluster].allocating.add(templates[Int(before)].requests, times: -waiting)
    clusters[cluster].allocating.add(templates[Int(next)].requests, times: waiting)
    cohortRecords[cohort].template = next
    cohortRecords[cohort].outdated = 0
    var replica = cohorts[cohort].firstReplica
    while replica >= 0 {
      if isOutdated(Int(replica)) { cohortRecords[cohort].outdated += 1 }
      replica = replicas[Int(replica)].next
    }
    // What waited may fit now.
    noteRoom(in: cluster)
    advanceRollout(of: cohort)
  }

  /// Whether a replica counts and was started from another template than its object has now.
  func isOutdated(_ replica: Int) -> Bool {
    replicas[replica].stage != .terminating
      && replicas[replica].template != cohortRecords[Int(replicas[replica].cohort)].template
  }

  /// Replaces outdated replicas: those that are not ready at once, ready ones as long as less than a quarter of the
  /// object, but one at least, is not ready.
  ///
  /// Source: kubernetes `pkg/controller/deployment/rolling.go`, maxUnavailable 25 % rounded down. Without the surge of
  /// 25 % that a Deployment adds where there is room.
  mutating func advanceRollout(of cohort: Int) {
    guard cohortRecords[cohort].outdated > 0, clusters[Int(cohorts[cohort].cluster)].isManaged else { return }
    let limit = max(1, cohorts[cohort].desired / 4)
    var replaced: Int32 = 0
    var replica = cohorts[cohort].firstReplica
    while replica >= 0 {
      let next = replicas[Int(replica)].next
      if isOutdated(Int(replica)),
        replicas[Int(replica)].stage != .ready || cohorts[cohort].desired - cohorts[cohort].ready < limit
      {
        terminate(Int(replica))
        replaced += 1
      }
      replica = next
    }
    guard replaced > 0 else { return }
    addWaiting(replaced, to: cohort)
    placeWaiting(of: cohort)
  }
}
