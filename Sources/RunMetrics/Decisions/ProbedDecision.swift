// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Scheduling

/// A reason to ask a policy, and when it came.
public struct QueuedReason: Hashable, Sendable {
  /// When it came.
  public var time: SimulationTime
  /// What came.
  public var triggers: SchedulingTriggers

  /// `triggers` came at `time`.
  public init(time: SimulationTime, triggers: SchedulingTriggers) {
    self.time = time
    self.triggers = triggers
  }
}

/// One cluster as the hub took it, and as it was.
public struct ClusterAsBelieved: Sendable {
  /// What the hub knew.
  public var view: ClusterView
  /// Since when the hub has published it as it does; nil: since before the run.
  public var publishedSince: SimulationTime?
  /// What was so.
  public var truth: MemberTruth
  /// Since when it has lacked each of `truth.lostPlanes`.
  public var lostSince: [SimulationTime]
  /// Replicas that the hub assigned to it; nil: none, and no object.
  public var assigned: Int32?
  /// What the hub last heard of its replicas, where the system listens.
  public var observed: ObservedReplicas?
}

/// One decision about a workload: what was asked and why, what the policy saw, what it answered, and what was so.
public struct ProbedDecision: Sendable {
  /// The question.
  public var request: SchedulingRequest
  /// What the policy saw of the fleet.
  public var snapshot: FederationSnapshot
  /// What it answered, with its reasons.
  public var decision: SchedulingDecision
  /// Whether it placed the workload before the run began, unqueued.
  public var isAtStart: Bool
  /// Why it was queued and when, oldest first; empty at the start.
  public var queued: [QueuedReason]
  /// Why the hub did not take the answer; nil: it took it.
  public var refusal: SchedulingFailure?
  /// The hub's record of the assignment after it.
  public var after: [AssignedReplicas]
  /// The clusters, by `ClusterIndex`; `assigned` is as it was before.
  public var clusters: [ClusterAsBelieved]

  /// When.
  public var time: SimulationTime { snapshot.time }

  /// Whether replicas were assigned elsewhere, or otherwise many, after it.
  public var changesAssignment: Bool {
    let before = request.current
    return before.count != after.count
      || before.contains { entry in !after.contains { $0 == entry } }
  }
}

/// What was believed and what was so of a workload at a moment, between two decisions.
public struct ProbedState: Sendable {
  /// Replicas that users want.
  public var demand: Int32
  /// Replicas that it lacks, by cause.
  public var losses: [(cause: LossCause, replicas: Int32)]
  /// Why it waits for a decision, oldest first; empty: it does not.
  public var queued: [QueuedReason]
  /// Its evictions that are to come.
  public var evictions: [PendingEviction]
  /// The clusters, by `ClusterIndex`.
  public var clusters: [ClusterAsBelieved]
}
