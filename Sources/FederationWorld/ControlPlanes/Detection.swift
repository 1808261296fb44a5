// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// How the hub notices that a member is lost or back. While what probes find is what is published nothing happens: a
// probe becomes an event only when something changed, and until all has settled again.

extension FederationRun {
  /// Whether an agent in the member watches it and reports, and the hub waits for its lease.
  func isWatchedByLease(_ cluster: Int) -> Bool {
    scenario.fleet.clusters[cluster].syncMode == .pull && profile.detection.lease != nil
  }

  /// The hub can, or can no longer, reach the cluster; or its calls to it take another time, or fail in another way.
  mutating func reachabilityChanged(of cluster: Int) {
    if hearsFrom(cluster) {
      if hubClusters[cluster].isPublishedReady { resume(cluster) }
    } else if hubClusters[cluster].isReporting {
      noteChange(in: cluster)
      hubClusters[cluster].isReporting = false
      freezeHealth(in: cluster)
    }
    guard isWatched(cluster) else { return }
    if isWatchedByLease(cluster) { agentChanged(of: cluster) } else { watch(cluster) }
  }

  /// Whether news of the member comes in: its API answers the hub, or its agent reaches it.
  func hearsFrom(_ cluster: Int) -> Bool {
    isWatchedByLease(cluster) ? agentReachesHub(cluster) && isServingAPI(cluster) : clusters[cluster].isReachable
  }

  /// What a probe found, taken by the system's rule.
  ///
  /// Source: karmada `pkg/controllers/status/cluster_condition_cache.go`; kubeadmiral
  /// `federatedcluster/cluster_status_cache.go`; kubefed `kubefedcluster/controller.go` thresholdAdjustedClusterStatus.
  mutating func take(_ found: Bool, of cluster: Int) {
    let published = hubClusters[cluster].isPublishedReady
    if hubClusters[cluster].probing.isFirst {
      hubClusters[cluster].probing.isFirst = false
      hubClusters[cluster].probing.last = profile.detection.trustsFirstProbe ? found : published
      hubClusters[cluster].probing.changedAt = now
      hubClusters[cluster].probing.sincePublished = 1
      hubClusters[cluster].probing.differing = 0
      if profile.detection.trustsFirstProbe {
        if found != published { publish(found ? .ready : .notReady, of: cluster) }
        return
      }
    }
    var state = hubClusters[cluster].probing
    if found != state.last {
      state.last = found
      state.changedAt = now
    }
    let differs = found != published
    state.differing = differs ? state.differing + 1 : 0
    let isPublished: Bool
    switch profile.detection.hysteresis {
    case .none:
      isPublished = differs
    case .sustained(let failure, let success):
      isPublished = differs && now - state.changedAt >= (found ? success : failure)
    case .sinceLastChange(let failureProbes, let successProbes):
      isPublished = differs && state.sincePublished >= (found ? successProbes : failureProbes)
    case .consecutive(let failureProbes, let successProbes):
      isPublished = state.differing >= (found ? successProbes : failureProbes) && differs
    }
    state.sincePublished = isPublished ? 1 : state.sincePublished + 1
    if isPublished { state.differing = 0 }
    hubClusters[cluster].probing = state
    if isPublished { publish(found ? .ready : .notReady, of: cluster) }
  }

  /// Whether a probe more would change nothing, in whatever it finds now.
  func isSettled(_ cluster: Int) -> Bool {
    let state = hubClusters[cluster].probing
    let published = hubClusters[cluster].isPublishedReady
    if state.isFirst || state.last != published || probeFinds(cluster) != published { return false }
    switch profile.detection.hysteresis {
    case .none, .sustained, .consecutive: return true
    case .sinceLastChange(let failureProbes, let successProbes):
      return state.sincePublished >= max(failureProbes, successProbes)
    }
  }

  /// Writes the member's readiness down, and lets happen what follows.
  mutating func publish(_ readiness: ClusterView.Readiness, of cluster: Int) {
    let isReady = readiness == .ready
    let wasReady = hubClusters[cluster].isPublishedReady
    hubClusters[cluster].isPublishedReady = isReady
    let before = snapshot.clusters[cluster].readiness
    guard before != readiness else { return }
    snapshot.clusters[cluster].readiness = readiness
    forgetAnswers(around: cluster)
    observe(.readinessPublished, cluster: cluster, value: isReady ? 1 : 0)
    noteReaction(to: cluster, isAhead: false)
    if isReady { forgetFalseFailovers(in: cluster) }
    if isReady != wasReady {
      readinessFlipped(of: cluster)
      _ = simulation.cancel(hubClusters[cluster].replan)
      hubClusters[cluster].replan = .none
      let reaction = profile.reaction
      if let delay = isReady ? reaction.availableDelay : reaction.unavailableDelay {
        noteReaction(to: cluster, isAhead: true)
        hubClusters[cluster].replan = schedule(.replanDue(cluster: Int32(cluster)), after: delay)
      }
    }
    if isReady {
      if hearsFrom(cluster) {
        resume(cluster)
        report(cluster, at: now)
      }
      clearReadinessTaints(of: cluster)
    } else {
      setNotReadyTaints(on: cluster)
    }
  }

  /// The member reports again, and what did not reach it is on its way.
  private mutating func resume(_ cluster: Int) {
    if !hubClusters[cluster].isReporting {
      hubClusters[cluster].isReporting = true
      hubClusters[cluster].lastChange = now
      thawHealth(in: cluster)
      hearMissedChanges(in: cluster, afterList: false)
    }
    deliverLeftovers(to: cluster)
  }

  /// Runs the policy for every workload that may use the cluster whose readiness changed.
  mutating func replan(around cluster: Int) {
    hubClusters[cluster].replan = .none
    noteReaction(to: cluster, isAhead: false)
    if !hubClusters[cluster].isPublishedReady { observe(.reactionDue, cluster: cluster) }
    for workload in workloadsOfCluster[cluster] { enqueue(Int(workload), .readinessChanged) }
  }

  func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  /// The first of `phase`, `phase + period`, ... strictly after `time`.
  func nextTick(of phase: SimulationDuration, every period: SimulationDuration, after time: SimulationTime)
    -> SimulationTime
  {
    let step = max(period.nanoseconds, 1)
    return SimulationTime(
      nanoseconds: phase.nanoseconds + (floorDivide(time.nanoseconds - phase.nanoseconds, step) + 1) * step)
  }
}
