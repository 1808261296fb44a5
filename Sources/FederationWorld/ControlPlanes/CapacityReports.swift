// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

// What the hub knows of free capacity: reports every status period, never as events. A report shows what was true at
// its moment, so it is enough to keep the last state that a report has seen and to bring it up to date on a change or a
// read.

extension FederationRun {
  /// The last report of `cluster` at or before `time`; before the first one, a time before the start.
  private func lastReport(of cluster: Int, at time: SimulationTime) -> SimulationTime {
    let period = profile.propagation.statusPeriod.nanoseconds
    let phase = hubClusters[cluster].reportPhase.nanoseconds
    return SimulationTime(nanoseconds: phase + floorDivide(time.nanoseconds - phase, period) * period)
  }

  /// To be called before anything changes that a report shows: if a report was made since the last change, it saw the
  /// state as it is now. O(1) but for the grades.
  mutating func noteChange(in cluster: Int) {
    guard cluster < hubClusters.count else { return }
    hubClusters[cluster].isViewCurrent = false
    // No report is later than a change at this moment.
    guard hubClusters[cluster].isReporting, hubClusters[cluster].lastChange < now else { return }
    bringUpToDate(cluster)
    hubClusters[cluster].isViewCurrent = false
    hubClusters[cluster].lastChange = now
  }

  /// Brings the view of `cluster` to its last report.
  /// - Returns: When that was; nil: none comes in.
  @discardableResult
  mutating func bringUpToDate(_ cluster: Int) -> SimulationTime? {
    guard let last = latestReport(of: cluster) else { return nil }
    if last > hubClusters[cluster].lastChange { report(cluster, at: last) }
    return last
  }

  /// When the last report was made that shows the present state and is not in the view yet; nil: there is none.
  func unreadReport(of cluster: Int) -> SimulationTime? {
    guard let last = latestReport(of: cluster), last > hubClusters[cluster].lastChange else { return nil }
    return last
  }

  /// The last report of `cluster` until now; nil: none comes in.
  private func latestReport(of cluster: Int) -> SimulationTime? {
    hubClusters[cluster].isReporting ? lastReport(of: cluster, at: now) : nil
  }

  /// Writes the present state into the view, as reported at `time`.
  mutating func report(_ cluster: Int, at time: SimulationTime) {
    if !hubClusters[cluster].isViewCurrent { writeView(of: cluster) }
    snapshot.clusters[cluster].reportedAt = time
    hubClusters[cluster].lastChange = max(hubClusters[cluster].lastChange, time)
  }

  private mutating func writeView(of cluster: Int) {
    hubClusters[cluster].isViewCurrent = true
    snapshot.clusters[cluster].capacity.allocatable = clusters[cluster].allocatable.resources
    snapshot.clusters[cluster].capacity.allocated = clusters[cluster].allocated.resources
    snapshot.clusters[cluster].capacity.allocating = clusters[cluster].allocating.resources
    for (grade, count) in zip(snapshot.clusters[cluster].capacity.nodesPerGrade.indices, grades.counts(of: cluster)) {
      snapshot.clusters[cluster].capacity.nodesPerGrade[grade] = count
    }
  }

  /// Brings the views of the candidates of `workload` to their last reports, where the system looks at capacity.
  /// O(candidates).
  /// - Returns: The oldest report on a ready one; nil: nobody looks at any.
  mutating func readViews(of workload: Int) -> SimulationTime? {
    guard looksAtCapacity else { return nil }
    var oldest: SimulationTime?
    for candidate in hubWorkloads[workload].candidates {
      let cluster = candidate.index
      let last = bringUpToDate(cluster)
      guard snapshot.clusters[cluster].isJoined, snapshot.clusters[cluster].readiness == .ready else { continue }
      // A report that showed nothing new is one all the same.
      let reportedAt = snapshot.clusters[cluster].reportedAt
      let seenAt = max(reportedAt, last ?? reportedAt)
      oldest = min(oldest ?? seenAt, seenAt)
    }
    return oldest
  }

  /// The present state as a report.
  func trueCapacity(of cluster: Int) -> ReportedCapacity {
    ReportedCapacity(
      allocatable: clusters[cluster].allocatable.resources, allocated: clusters[cluster].allocated.resources,
      allocating: clusters[cluster].allocating.resources, nodesPerGrade: Array(grades.counts(of: cluster)))
  }
}
