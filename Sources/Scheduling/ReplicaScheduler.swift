// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness

/// A scheduling policy: a function from a question and what is known to an answer.
///
/// A conforming type may own a cache, but only one that cannot change an answer: equal request, snapshot and stream give
/// an equal decision. It never sees the true state of the fleet, and it schedules no events; everything timed around a
/// decision belongs to the control plane.
public protocol ReplicaScheduler: Sendable {
  /// Which changes make the control plane ask again.
  var triggers: SchedulingTriggers { get }

  /// The clusters that the workload's policy can ever use: what names, labels and fields decide, and nothing that
  /// changes during a run. Called once per workload and policy. Ascending.
  func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex]

  /// Whether `candidates` looks at nothing of a workload but its kind, so that workloads of one policy can share a list.
  /// False unless the type says otherwise.
  var candidatesFollowPolicyAndKind: Bool { get }

  /// What `decide` reads of what changes during a run. Everything, unless the type says otherwise.
  var inputs: SchedulingInputs { get }

  /// Where the replicas should be now.
  ///
  /// Called per decision; cost should follow `request.candidates`, not the fleet.
  /// - Parameters:
  ///   - request: The workload and its present state.
  ///   - snapshot: What the control plane knows, which may be old.
  ///   - random: The stream for ties that the system itself breaks at random; the seed, workload and attempt key it.
  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision
}

extension ReplicaScheduler {
  /// The careful answer.
  public var candidatesFollowPolicyAndKind: Bool { false }

  /// The careful answer.
  public var inputs: SchedulingInputs { .everything }
}

/// What a policy reads of what changes during a run. While none of it changes, the policy's last answer stands, and the
/// control plane may take it again without asking.
public enum SchedulingInputs: Sendable {
  /// Anything in the request and the snapshot, and the random stream.
  case everything
  /// Nothing but the policy, the key, the wanted replicas, the candidates, which of them are members and which of those
  /// are ready, which hold an object, and of each object ``ObservedReplicas/counted`` and how many replicas found no node.
  /// No draw from the random stream. An observation may then say the count for both `desired` and `ready`.
  case counts
  /// The same; an object that counts for 0 replicas is read as none.
  case countsAboveZero
}
