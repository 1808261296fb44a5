// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// How the hub notices that a member is lost or back. Probes are never events: what they will find is known until
// something changes, so each change computes the moment of publication in closed form.

extension FederationRun {
  /// The first probe of `cluster` strictly after `time`.
  func nextProbe(of cluster: Int, after time: SimulationTime) -> SimulationTime {
    let period = profile.detection.period.nanoseconds
    let phase = hubClusters[cluster].probePhase.nanoseconds
    return SimulationTime(nanoseconds: phase + (floorDivide(time.nanoseconds - phase, period) + 1) * period)
  }

  func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  /// The hub can, or can no longer, reach the cluster.
  mutating func reachabilityChanged(of cluster: Int) {
    let isReachable = clusters[cluster].isReachable
    if !isReachable {
      noteChange(in: cluster)
      hubClusters[cluster].isReporting = false
    }
    _ = simulation.cancel(hubClusters[cluster].publication)
    hubClusters[cluster].publication = .none
    guard isReachable != hubClusters[cluster].isPublishedReady else {
      // Back to what is published before the clock ran out: a blip.
      hubClusters[cluster].agreedAt = now
      if isReachable { resume(cluster) }
      return
    }
    // A blip between two probes was not seen, and does not restart the clock.
    if nextProbe(of: cluster, after: hubClusters[cluster].agreedAt) <= now {
      hubClusters[cluster].firstDifferingProbe = nextProbe(of: cluster, after: now)
    }
    let time = publication(of: cluster, ready: isReachable)
    hubClusters[cluster].publication = schedule(
      .readinessPublished(cluster: Int32(cluster)), at: max(time, now), priority: .high)
  }

  /// When the hub will publish the new state if it lasts.
  private func publication(of cluster: Int, ready: Bool) -> SimulationTime {
    let detection = profile.detection
    let first = hubClusters[cluster].firstDifferingProbe
    switch detection.hysteresis {
    case .none:
      return first
    case .sustained(let failure, let success):
      let threshold = (ready ? success : failure).nanoseconds
      let period = detection.period.nanoseconds
      let probes = max((threshold + period - 1) / period, 0)
      return first + detection.period * probes
    case .sinceLastChange(let failureProbes, let successProbes), .consecutive(let failureProbes, let successProbes):
      let probes = Int64(ready ? successProbes : failureProbes)
      return max(first, hubClusters[cluster].publishedAt + detection.period * probes)
    }
  }

  mutating func publishReadiness(of cluster: Int) {
    let isReady = clusters[cluster].isReachable
    hubClusters[cluster].publication = .none
    hubClusters[cluster].isPublishedReady = isReady
    hubClusters[cluster].publishedAt = now
    snapshot.clusters[cluster].readiness = isReady ? .ready : .notReady
    observe(.readinessPublished, cluster: cluster, value: isReady ? 1 : 0)
    noteReaction(to: cluster, isAhead: false)
    if isReady { forgetFalseFailovers(in: cluster) }
    _ = simulation.cancel(hubClusters[cluster].replan)
    let reaction = profile.reaction
    if let delay = isReady ? reaction.availableDelay : reaction.unavailableDelay {
      noteReaction(to: cluster, isAhead: true)
      hubClusters[cluster].replan = schedule(.replanDue(cluster: Int32(cluster)), after: delay)
    }
    if isReady {
      resume(cluster)
      report(cluster, at: now)
      clearReadinessTaints(of: cluster)
    } else {
      setNotReadyTaints(on: cluster)
    }
  }

  /// The member reports again, and what did not reach it is on its way.
  private mutating func resume(_ cluster: Int) {
    hubClusters[cluster].isReporting = true
    hubClusters[cluster].lastChange = now
    deliverLeftovers(to: cluster)
  }

  /// Runs the policy for every workload that may use the cluster whose readiness changed.
  mutating func replan(around cluster: Int) {
    hubClusters[cluster].replan = .none
    noteReaction(to: cluster, isAhead: false)
    if !hubClusters[cluster].isPublishedReady { observe(.reactionDue, cluster: cluster) }
    for workload in workloadsOfCluster[cluster] { enqueue(Int(workload), .readinessChanged) }
  }
}
