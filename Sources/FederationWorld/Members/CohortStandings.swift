// SPDX-License-Identifier: GPL-3.0-or-later

// What follows from the counts of cohorts, worked out anew for those that were written to: at the
// end of each event, and before an answer is taken again.

extension FederationRun {
  /// Works out what follows from the counts of the cohorts that were written to. O(1) for each.
  mutating func settleCohorts() {
    let contacts = contacts
    while let (cohort, hasTurned) = cohorts.settleNext(serves: { contacts[$0].contains(.serving) }) {
      if hasTurned { noteWellness(of: cohort) }
      if followsCounts { followCount(of: cohort) }
    }
  }

  /// A cohort began or ceased to be well. O(those of the workload that are not).
  private mutating func noteWellness(of cohort: Int) {
    let workload = Int(cohorts[cohort].workload)
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
