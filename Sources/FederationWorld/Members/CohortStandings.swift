// SPDX-License-Identifier: GPL-3.0-or-later

// What follows from the counts of cohorts, kept up to date at the end of each event for those that were written to.

extension FederationRun {
  /// Works out what follows from the counts of the cohorts that were written to. O(1) for each.
  mutating func settleCohorts() {
    while let cohort = cohorts.nextWritten() {
      let (workload, cluster) = (Int(cohorts[cohort].workload), Int(cohorts[cohort].cluster))
      if cohorts.renewStanding(of: cohort, isServing: contacts[cluster].contains(.serving)) {
        noteWellness(of: cohort, workload)
      }
      if decidesByCountsAlone { count(cohort) }
    }
  }

  /// A cohort began or ceased to be well. O(those of the workload that are not).
  private mutating func noteWellness(of cohort: Int, _ workload: Int) {
    if !cohorts.standing(of: cohort).contains(.isWell) {
      lossBook[workload].unwell.append(Int32(cohort))
    } else if let place = lossBook[workload].unwell.firstIndex(of: Int32(cohort)) {
      lossBook[workload].unwell.swapAt(place, lossBook[workload].unwell.count - 1)
      lossBook[workload].unwell.removeLast()
    }
  }

  /// To be called when users or the hub get through to a cluster, or do no more. O(cohorts of the cluster).
  mutating func contactChanged(of cluster: Int) {
    for cohort in clusters[cluster].cohorts { cohorts.mark(Int(cohort)) }
  }
}
