// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

// Belief against truth: whether what the hub moved away from a member it holds not ready was in fact lost there, and
// what was lost and nobody moved.

extension FederationRun {
  /// To be called before a dead cluster's replicas are counted as lost: what served there by the hub's wish has to be
  /// moved, or is missed.
  mutating func noteStranded(in cluster: Int) {
    for cohort in clusters[cluster].cohorts {
      let place = Int(cohort)
      let served = clusters[cluster].userFaults == 0 ? cohorts[place].ready - cohorts[place].hidden : 0
      let isStranded = served > 0 && holds(Int(cohorts[place].workload), cluster)
      cohortRecords[place].stranded = isStranded ? served : 0
      if isStranded { clusters[cluster].hasStranded = true }
    }
  }

  /// To be called when the hub takes all replicas of `workload` off `cluster`. It counts when the hub holds the cluster
  /// not ready, once in each outage as the hub sees it; a drain of a ready cluster does not.
  mutating func noteFailover(of workload: Int, from cluster: Int) {
    guard !hubClusters[cluster].isPublishedReady, hubWorkloads[workload].replicas > 0,
      let cohort = existingCohort(workload: workload, cluster: cluster)
    else { return }
    if cohortRecords[cohort].stranded > 0 {
      observe(.trueFailover, workload: workload, cluster: cluster, value: Int64(cohortRecords[cohort].stranded))
      cohortRecords[cohort].stranded = 0
    } else if !cohorts[cohort].wasFalselyMoved, servingReplicas(of: cohort) > 0 {
      cohorts[cohort].wasFalselyMoved = true
      observe(.falseFailover, workload: workload, cluster: cluster, value: Int64(servingReplicas(of: cohort)))
    }
  }

  /// The outage is over as the hub sees it.
  mutating func forgetFalseFailovers(in cluster: Int) {
    for cohort in clusters[cluster].cohorts where cohorts[Int(cohort)].wasFalselyMoved {
      cohorts[Int(cohort)].wasFalselyMoved = false
    }
  }

  /// What was lost with `cluster` and not moved until now was missed.
  mutating func noteMissedFailovers(in cluster: Int, at time: SimulationTime) {
    guard clusters[cluster].hasStranded else { return }
    clusters[cluster].hasStranded = false
    for cohort in clusters[cluster].cohorts where cohortRecords[Int(cohort)].stranded > 0 {
      tell(
        .missedFailover, workload: Int(cohorts[Int(cohort)].workload), cluster: cluster,
        value: Int64(cohortRecords[Int(cohort)].stranded), at: time)
      cohortRecords[Int(cohort)].stranded = 0
    }
  }

  /// Says once, at the horizon, what is still lost and not moved. The clock does not reach the horizon.
  mutating func noteMissedFailoversAtEnd() {
    for cluster in clusters.indices { noteMissedFailovers(in: cluster, at: end) }
  }
}
