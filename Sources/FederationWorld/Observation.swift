// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Something that happened, as observers see it: metrics, traces and the digest are made of these and of nothing else.
@frozen
public struct Observation: Hashable, Sendable, BitwiseCopyable {
  /// What happened. `workload` and `cluster` are places in the scenario; -1 where there is none.
  @frozen
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// `value` more (or fewer) replicas of the workload are ready and reachable in the cluster.
    case servingChanged = 1
    /// `value` (negative) replicas stopped serving because of the fault that began last.
    case servingLostToFault
    /// The workload's users want `value` replicas from now on.
    case demandChanged
    /// The contender's own objects promise `value` replicas of the workload from now on.
    case promiseChanged
    /// `value` more (or fewer) replicas are in the cluster without a node.
    case waitingChanged
    /// `value` more (or fewer) replicas occupy a node of the cluster.
    case boundChanged
    /// Replicas of the workload in the cluster cost `value` billionths of a dollar per hour more (or less).
    case costChanged
    /// The assignment of the workload in the cluster grew by `value` by a decision.
    case assigned
    /// The assignment of the workload in the cluster shrank by `value` by a decision.
    case unassigned
    /// A decision moved `value` replicas of the workload, growth of the demand left out.
    case moved
    /// `value` ready replicas were stopped on a serving cluster because the hub asked for fewer.
    case stoppedHealthy
    /// The workload was evicted from the cluster.
    case evicted
    /// The policy answered; `value`: 0 keep, 1 assign, 2 unschedulable.
    case decided
    /// Fault unit `value` began.
    case faultBegan
    /// Fault unit `value` ended; what it broke is still broken at this observation.
    case faultEnded
    /// The cluster lost a plane or regained it (the negative): 1 dead, 2 cut off from the hub, 3 cut off from users, 4
    /// its API down, 5 its agent dead, 6 slow (`FailurePlane.number`).
    case clusterLost
    /// The hub published the cluster as ready (1) or not (0).
    case readinessPublished
    /// `value` nodes of the cluster went down (positive) or came back (negative).
    case nodesLost
    /// The workload has `value` replicas assigned in all, whether their clusters have room or not.
    case assignmentChanged
    /// A component of the hub went down or came back (the negative): 1 everything, 2 the store, 3 the controllers, 4 the
    /// scheduler (`HubComponent.number`).
    case hubLost
    /// `value` nodes of the cluster were added (negative: removed) by an autoscaler or an operator.
    case nodesAdded
    /// The cluster's nodes offer `value` thousandths of a core more (or fewer).
    case capacityChanged
    /// The cluster's nodes cost `value` billionths of a dollar per hour more (or less), idle ones included.
    case provisionedCostChanged
    /// The provider had no node to give.
    case stockOut
    /// Replicas of the workload took `value` thousandths of a core more (or fewer) than the workload asked for at the
    /// start; follows a `boundChanged` after an edit of its requests.
    case boundCPUCorrected
    /// A rebalancing of the workload was asked for and counts for nothing, being no later than its last scheduling.
    case rebalanceIgnored
    /// The manager gave up waiting for the lists of `value` members and starts anew.
    case managerExited = 40
    /// `value` more (or fewer) replicas of the workload are lost to `cause`.
    case lossChanged = 50
    /// `value` more (or fewer) replicas of the workload serve twice: where the hub no longer assigns them, and beyond
    /// the demand.
    case doubleRunningChanged
    /// The wait is over after which the hub acts on a lost member: for the workload, or for all (-1).
    case reactionDue
    /// The hub took the workload off a member it holds not ready, where `value` replicas were in fact lost.
    case trueFailover
    /// The hub took the workload off a member it holds not ready, where `value` replicas in fact served.
    case falseFailover
    /// A dead member is back, or the run is over, and nothing had moved the `value` replicas lost there.
    case missedFailover
    /// A question about the workload came into the scheduler's queue.
    case workloadQueued = 80
    /// The question about the workload left the queue after `value` nanoseconds.
    case workloadDequeued
    /// `value` questions were lost with the process that queued them.
    case questionsForgotten
    /// The workload is to stay as it is: the question was none.
    case questionSettled
    /// An answer about the workload was written; `value`: 1 it changed the assignment, 0 it did not.
    case answerWritten
    /// A decision about the workload kept its worker for `value` nanoseconds: thinking, and waiting for requests.
    case decisionTook
    /// The decision cost the scheduler `value` requests to the hub's API.
    case schedulerRequested
    /// The oldest report on a ready candidate that a decision about the workload looked at was made `value` nanoseconds ago.
    case viewAged
    /// The workload has `value` more (or fewer) replicas assigned to the cluster, by whatever it was.
    case assignedChanged
    /// A replica became ready `value` nanoseconds after it got its node, or was started anew on it.
    case replicaStarted
    /// The workload's object in the cluster was written, after `value` nanoseconds in the buckets of the hub and the member.
    case objectWritten
    /// The same of its deletion.
    case objectDeleted
    /// As `boundCPUCorrected`, in bytes of memory.
    case boundMemoryCorrected
    /// The cluster's nodes offer `value` bytes of memory more (or fewer).
    case memoryCapacityChanged

    /// Whether it is part of a run's digest. What is told for metrics alone follows from the rest and is left out, so that
    /// a metric more is no other run.
    @inlinable public var isDigested: Bool { rawValue < Kind.workloadQueued.rawValue }
  }
  /// When.
  public var time: SimulationTime
  /// How much.
  public var value: Int64
  /// Which workload.
  public var workload: Int32
  /// Which cluster.
  public var cluster: Int32
  /// What.
  public var kind: Kind
  /// Why; it means something for `.lossChanged` alone.
  public var cause: LossCause

  /// An observation.
  @inlinable
  public init(
    time: SimulationTime, kind: Kind, workload: Int32 = -1, cluster: Int32 = -1, value: Int64 = 0,
    cause: LossCause = .notDetected
  ) {
    self.time = time
    self.kind = kind
    self.workload = workload
    self.cluster = cluster
    self.value = value
    self.cause = cause
  }
}
