// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// From the hub's record to the member's object, and what does not arrive.

extension FederationRun {
  /// Sends `replicas` (-1: delete) for a cohort's object; it arrives after the system's delay, the round trip, and what
  /// the hub's bucket and the member's make it wait.
  mutating func send(_ replicas: Int32, to cohort: Int) {
    if replicas < 0, fence(cohort) { return }
    cohorts[cohort].sent = replicas
    hubWorkloads[Int(cohorts[cohort].workload)].hasUnsent = true
    markLosses(of: Int(cohorts[cohort].workload))
    let cluster = Int(cohorts[cohort].cluster)
    cohorts[cohort].sentTemplate = hubWorkloads[Int(cohorts[cohort].workload)].template
    let written = hubRequests[controllerShard(of: cluster)].take(1, at: now)
    let granted = hubClusters[cluster].requests.take(profile.propagation.requestsPerObject, at: written)
    tell(
      replicas < 0 ? .objectDeleted : .objectWritten, workload: Int(cohorts[cohort].workload), cluster: cluster,
      value: (granted - now).nanoseconds)
    cohortRecords[cohort].lastWrite &+= 1
    // The bucket of requests to a Pull member is its agent's.
    cohortRecords[cohort].leavesHubAt = isWatchedByLease(cluster) ? written : granted
    _ = schedule(
      .workArrives(cohort: Int32(cohort), replicas: replicas, write: cohortRecords[cohort].lastWrite),
      at: granted + profile.propagation.delay + callTime(of: cluster))
  }

  /// Whether the cluster is written to now: its own agent, or the hub, must reach it, and the hub know it to be ready.
  func takesWork(_ cluster: Int) -> Bool {
    guard clusters[cluster].isHeard, hubClusters[cluster].isPublishedReady else { return false }
    return isWatchedByLease(cluster) ? isStoreUp : isWatched(cluster)
  }

  /// The write of number `write` arrives, unless a later one has: what is tried again is the latest.
  mutating func receiveWork(_ cohort: Int, replicas: Int32, write: UInt32) {
    guard write > cohortRecords[cohort].arrivedWrite else { return }
    cohortRecords[cohort].arrivedWrite = write
    guard takesWork(Int(cohorts[cohort].cluster)) else {
      cohortRecords[cohort].undeliveredSince = min(cohortRecords[cohort].undeliveredSince, now)
      return
    }
    // A write that was still being retried is overtaken.
    cohortRecords[cohort].undeliveredSince = .distantFuture
    setDesired(replicas, of: cohort)
  }

  /// A member is back: each write that failed happens at its next retry.
  mutating func deliverLeftovers(to cluster: Int) {
    guard takesWork(cluster) else { return }
    for cohort in clusters[cluster].cohorts {
      let since = cohortRecords[Int(cohort)].undeliveredSince
      guard since != .distantFuture else { continue }
      _ = schedule(.deliveryRetried(cohort: cohort), at: nextRetry(failingSince: since))
    }
  }

  /// The controllers that write to `cluster`, down since `stop`, were started anew. They have forgotten how often each
  /// write failed, and make it again; so they do with what still waited in a bucket of theirs. The agent of a Pull member
  /// remembers, but is told of everything once its way to the hub is open again.
  ///
  /// Source: client-go `tools/cache` (a list at the start hands every object on), `util/workqueue` (in memory).
  mutating func resendLeftovers(to cluster: Int, since stop: SimulationTime) {
    let isTaken = takesWork(cluster)
    let isForgotten = isTaken || !isWatchedByLease(cluster)
    for place in clusters[cluster].cohorts {
      let cohort = Int(place)
      let record = cohortRecords[cohort]
      let waited = record.arrivedWrite != record.lastWrite && record.leavesHubAt > stop
      guard waited || isForgotten && record.undeliveredSince != .distantFuture else { continue }
      cohortRecords[cohort].arrivedWrite = cohortRecords[cohort].lastWrite
      cohortRecords[cohort].undeliveredSince = now
      if isTaken { send(cohorts[cohort].sent, to: cohort) }
    }
  }

  /// The first retry from now on of a write that first failed at `since`: waits of 5 ms, 10 ms, ... up to the limit.
  ///
  /// Source: client-go `util/workqueue/default_rate_limiters.go` ItemExponentialFailureRateLimiter.
  private func nextRetry(failingSince since: SimulationTime) -> SimulationTime {
    let limit = profile.propagation.deletionRetryLimit
    var wait = SimulationDuration.milliseconds(5)
    var attempt = since
    while attempt < now {
      if wait >= limit {
        let missing = (now - attempt).nanoseconds
        attempt = attempt + limit * ((missing + limit.nanoseconds - 1) / limit.nanoseconds)
      } else {
        attempt = attempt + wait
        wait = min(wait * 2, limit)
      }
    }
    return attempt
  }

  mutating func retryDelivery(of cohort: Int) {
    let isUndelivered = cohortRecords[cohort].undeliveredSince != .distantFuture
    guard isUndelivered, takesWork(Int(cohorts[cohort].cluster)) else { return }
    cohortRecords[cohort].undeliveredSince = .distantFuture
    // It writes what is wanted now: whatever else is on its way is older, or the same.
    cohortRecords[cohort].arrivedWrite = cohortRecords[cohort].lastWrite
    setDesired(cohorts[cohort].sent, of: cohort)
  }

  /// Waiting replicas will be noticed when they have waited long enough.
  mutating func scheduleUnschedulableCheck(of cohort: Int) {
    if isDescheduled(Int(cohorts[cohort].workload)), cohortRecords[cohort].unschedulableCheck == .none {
      let time = deschedulingTime(waitingSince: cohortRecords[cohort].waitingSince)
      cohortRecords[cohort].unschedulableCheck = schedule(.unschedulableFor(cohort: Int32(cohort)), at: time)
      return
    }
    scheduleMigrationReview(of: Int(cohorts[cohort].workload), after: Self.migrationEventDelay)
    guard cohortRecords[cohort].unschedulableCheck == .none, let patience = reaction.unschedulableDelay else { return }
    cohortRecords[cohort].unschedulableCheck = schedule(
      .unschedulableFor(cohort: Int32(cohort)), at: max(now, cohortRecords[cohort].waitingSince + patience))
  }

  mutating func noticeUnschedulable(_ cohort: Int) {
    cohortRecords[cohort].unschedulableCheck = .none
    guard cohorts[cohort].waiting > 0 else { return }
    let workload = Int(cohorts[cohort].workload)
    if isDescheduled(workload) {
      deschedule(workload)
      if cohorts[cohort].waiting > 0 { scheduleUnschedulableCheck(of: cohort) }
    } else {
      enqueue(workload, .unschedulableReplicas)
    }
  }
}
