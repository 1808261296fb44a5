// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a replica that users want does not serve. Every lost replica has exactly one cause at a time.
///
/// The pipeline is walked from its most advanced stage to its least: a replica that starts counts as starting, whatever
/// else is under way for the workload. Raw values are places in tables and are written to no file.
@frozen
public enum LossCause: UInt8, CaseIterable, Hashable, Sendable {
  /// It was lost with a cluster that the hub still publishes as ready, or with a node whose cluster does not yet count
  /// it as lost.
  case notDetected
  /// The loss is known and something will be done about it, but a delay that somebody set runs first: a toleration, the
  /// delay before a taint, a re-planning delay, an operator's wait, the toleration of a dead node.
  case tolerated
  /// Its eviction from the lost cluster is due and waits for an eviction worker.
  case queuedForEviction
  /// A decision that can place it is queued or being made.
  case queuedForScheduling
  /// It has no place: it waits in a member for a node, or the last decision found no cluster for it within free
  /// capacity and the limits of its policy.
  case noCapacity
  /// It is assigned to a cluster that the hub reaches, and the cluster's object does not say so yet.
  case propagating
  /// It is on a node and not ready yet.
  case starting
  /// It is assigned, but not sent to its cluster before an old copy elsewhere is gone.
  case blockedByOldCopy
  /// Nothing is under way: no rule, policy or person will move it until the failure is repaired.
  case nothingWillMoveIt
}
