// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// The scheduler's queue: who is asked when, at what pace, and when a failure is tried again.

extension FederationRun {
  /// Triggers that reach the policy whatever it declares.
  static let alwaysHeard: SchedulingTriggers = [.created, .evicted, .retry, .rebalanceRequested, .relisted]

  /// Queues `workload` for a decision, once. Something new does not wait for the retry of an earlier failure; the
  /// prioritised queue forgets such failures, the rate-limited one only with a success.
  mutating func enqueue(_ workload: Int, _ trigger: SchedulingTriggers) {
    guard policies[workload] != nil,
      !trigger.isDisjoint(with: heardTriggers), isSchedulerUp(for: workload)
    else { return }
    if trigger != .relisted { hubWorkloads[workload].isObserved = false }
    if trigger != .retry {
      if profile.scheduling.queue == .prioritised { hubWorkloads[workload].failedAttempts = 0 }
      _ = simulation.cancel(hubWorkloads[workload].retry)
      hubWorkloads[workload].retry = .none
    }
    let waits = !hubWorkloads[workload].pendingTriggers.isEmpty
    hubWorkloads[workload].pendingTriggers.formUnion(trigger)
    markLosses(of: workload)
    guard !waits else { return }
    let shard = schedulerShard(of: workload)
    hubWorkloads[workload].queuedAt = now
    tell(.workloadQueued, workload: workload, value: 0)
    deciders[shard].queue.append(Int32(workload), priority: queuePriority(of: workload))
    if deciders[shard].busyWorkers < profile.scheduling.workers { callDecider(of: shard) }
  }

  /// An idle worker of `shard` begins with a decision.
  mutating func callDecider(of shard: Int) {
    deciders[shard].busyWorkers += 1
    _ = schedule(.decisionDue(shard: Int32(shard), process: deciders[shard].process), after: decisionSpan)
  }

  /// What a decision keeps its worker busy for until it is made: estimators that hang are waited for first.
  private var decisionSpan: SimulationDuration {
    profile.scheduling.decisionTime + (estimatorsHang ? profile.components.estimatorTimeout : .zero)
  }

  private func queuePriority(of workload: Int) -> Int32 {
    profile.scheduling.queue == .prioritised ? facts[workload].priority : 0
  }

  /// A worker of `shard` answers the oldest question; questions that turn out to be none cost no time. Then it is busy
  /// until its requests are granted; what is queued then it has begun with meanwhile.
  /// - Parameter process: The worker's; it ended with that.
  mutating func decideNext(in shard: Int, process: Int32) {
    guard hasWork(shard, process) else { return }
    var next = now
    while let place = deciders[shard].queue.popFirst() {
      let workload = Int(place)
      let trigger = hubWorkloads[workload].pendingTriggers
      hubWorkloads[workload].pendingTriggers = []
      markLosses(of: workload)
      tell(.workloadDequeued, workload: workload, value: (now - hubWorkloads[workload].queuedAt).nanoseconds)
      guard mayDecide(workload, trigger) else { continue }
      let oldestReport = readViews(of: workload)
      let decision = ask(workload, trigger: trigger)
      if let oldestReport { tell(.viewAged, workload: workload, value: (now - oldestReport).nanoseconds) }
      planAgainWhileUndecided(workload)
      guard let requests = take(decision, for: workload) else {
        tell(.questionSettled, workload: workload, value: 0)
        continue
      }
      next = deciders[shard].requests.take(requests, at: now)
      tell(.schedulerRequested, workload: workload, value: Int64(requests))
      tell(.decisionTook, workload: workload, value: (decisionSpan + (next - now)).nanoseconds)
      break
    }
    if !deciders[shard].queue.isEmpty {
      _ = schedule(.decisionDue(shard: Int32(shard), process: process), at: max(next, now + decisionSpan))
    } else if next > now {
      _ = schedule(.deciderFree(shard: Int32(shard), process: process), at: next)
    } else {
      deciders[shard].busyWorkers -= 1
    }
  }

  /// A worker that had nothing to do but to wait for its requests has got them. What was queued meanwhile was begun with
  /// when it came.
  mutating func releaseDecider(of shard: Int, process: Int32) {
    guard hasWork(shard, process) else { return }
    guard let next = deciders[shard].queue.first else {
      deciders[shard].busyWorkers -= 1
      return
    }
    let begun = hubWorkloads[Int(next)].queuedAt
    _ = schedule(.decisionDue(shard: Int32(shard), process: process), at: max(now, begun + decisionSpan))
  }

  /// Whether a worker of the `process` of `shard` goes on; it does not where fewer are wanted than there were.
  private mutating func hasWork(_ shard: Int, _ process: Int32) -> Bool {
    guard deciders[shard].process == process, isSchedulerUp(shard: shard) else { return false }
    guard deciders[shard].busyWorkers <= profile.scheduling.workers else {
      deciders[shard].busyWorkers -= 1
      return false
    }
    return true
  }

  /// What a decision about `workload` costs in requests, or `isChanged` being false, one that left everything as it was.
  ///
  /// Source: karmada `pkg/scheduler/scheduler.go`: a patch of the spec if the result is another one, one of the status,
  /// and two events. The patch of the spec causes a second pass: of a divided workload a patch of the status, of a
  /// duplicated one a decision like the first. Here it is one of its own only while an eviction waits for it.
  private func requestsOfDecision(of workload: Int, isChanged: Bool = true) -> Int {
    let pace = profile.scheduling
    guard profile.system == .karmada else { return pace.requests }
    let unchanged = max(0, pace.duplicatedRequests - pace.requests + 1)
    guard isChanged else { return unchanged }
    guard facts[workload].isDuplicated else { return pace.requests }
    let comesAgain = hubWorkloads[workload].pendingTriggers.contains(.relisted)
    return comesAgain ? max(0, pace.duplicatedRequests - unchanged) : pace.duplicatedRequests
  }

  /// Carries an answer out and says what it cost in requests; nil when it was none.
  private mutating func take(_ decision: SchedulingDecision, for workload: Int) -> Int? {
    switch decision.outcome {
    case .keep:
      hubWorkloads[workload].wantsFresh = false
      hubWorkloads[workload].isObserved = true
      hubWorkloads[workload].failedAttempts = 0
      reviewEvictions(of: workload)
      return nil
    case .assign(let assignment):
      if let refusal = refusal(of: assignment, for: workload) {
        recordFailure(.unschedulable(refusal, clearsAssignment: false, retries: true), of: workload)
        // A quota is a bound like room; a write that was refused is only tried again.
        hubWorkloads[workload].foundNoRoom = refusal.kind == .quotaExceeded
        markLosses(of: workload)
        return requestsOfDecision(of: workload)
      }
      hubWorkloads[workload].affinityGroup = decision.affinityGroup
      hubWorkloads[workload].noteScheduled(with: policies[workload])
      hubWorkloads[workload].wantsFresh = false
      hubWorkloads[workload].lastScheduledTime = now
      let isChanged = carryOut(assignment, for: workload)
      tell(.answerWritten, workload: workload, value: isChanged ? 1 : 0)
      return requestsOfDecision(of: workload, isChanged: isChanged)
    case .unschedulable:
      recordFailure(decision.outcome, of: workload)
      return requestsOfDecision(of: workload)
    }
  }

  /// Keeps to the system's habit after "nothing fits": clear, keep, try again.
  mutating func recordFailure(_ outcome: SchedulingOutcome, of workload: Int) {
    guard case .unschedulable(let failure, let clears, let retries) = outcome else { return }
    if clears, !hubWorkloads[workload].assignment.isEmpty {
      for entry in hubWorkloads[workload].assignment {
        observe(.unassigned, workload: workload, cluster: entry.cluster.index, value: Int64(entry.replicas))
        if let cohort = existingCohort(workload: workload, cluster: entry.cluster.index) { send(-1, to: cohort) }
      }
      setAssignment([], of: workload)
      hubWorkloads[workload].placedTotal = 0
      observeAssignment(of: workload)
    }
    observe(.promiseChanged, workload: workload, value: Int64(hubWorkloads[workload].replicas))
    guard retries else {
      hubWorkloads[workload].failedAttempts = 0
      return
    }
    _ = simulation.cancel(hubWorkloads[workload].retry)
    hubWorkloads[workload].retry = schedule(
      .retryDue(workload: Int32(workload)), at: retryTime(of: workload, after: failure.kind))
    hubWorkloads[workload].failedAttempts += 1
  }

  /// When a failure is tried again.
  ///
  /// Source: client-go `util/workqueue/default_rate_limiters.go` (the longer of doubling waits and the shared bucket);
  /// karmada `pkg/scheduler/internal/queue` (a back-off of 1 s to 10 s from the time of queueing, looked at every
  /// second; without room: older than 5 min, looked at every 30 s).
  private mutating func retryTime(of workload: Int, after kind: SchedulingFailure.Kind) -> SimulationTime {
    let pace = profile.scheduling
    let attempts = hubWorkloads[workload].failedAttempts
    switch pace.queue {
    case .rateLimited:
      let (wait, overflow) = pace.retryBase.nanoseconds.multipliedReportingOverflow(by: 1 << Int64(min(attempts, 40)))
      let own = overflow ? pace.retryLimit : min(SimulationDuration(nanoseconds: wait), pace.retryLimit)
      return max(now + own, deciders[schedulerShard(of: workload)].retries.take(1, at: now))
    case .prioritised where kind == .unschedulable:
      return nextTick(of: queueScanPhase, every: Self.unschedulableScan, after: now + Self.unschedulableAge)
    case .prioritised:
      let backOff = SimulationDuration.seconds(min(10, 1 << Int64(min(attempts, 4))))
      return nextTick(
        of: queueScanPhase, every: .seconds(1),
        after: max(now, hubWorkloads[workload].queuedAt + backOff - SimulationDuration(nanoseconds: 1)))
    }
  }

  private static let unschedulableAge = SimulationDuration.minutes(5)
  private static let unschedulableScan = SimulationDuration.seconds(30)

  mutating func retryDecision(of workload: Int) {
    hubWorkloads[workload].retry = .none
    enqueue(workload, .retry)
  }
}
