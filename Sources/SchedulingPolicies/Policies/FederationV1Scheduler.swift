// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling

/// Kubernetes Federation v1: the annotations on a workload, the planner that KubeFed inherited, ready clusters only.
///
/// Source: kubernetes-retired/federation 804bb9f `pkg/federatedtypes/scheduling.go`, `pkg/federation-controller/sync`.
public struct FederationV1Scheduler: ReplicaScheduler {
  private let directory: ClusterDirectory
  private let keepsOverflow: Bool

  /// The scheduler of one run over `fleet`. O(n log n).
  public init(fleet: Fleet, profile: ControlPlaneProfile) {
    precondition(
      profile.system == .federationV1, "profile \(profile.name) of \(profile.system), not of Federation v1")
    directory = ClusterDirectory(fleet: fleet)
    keepsOverflow = profile.switches.keepsOverflow
  }

  /// Any event of the object or a member plans again; taints do not exist here.
  public var triggers: SchedulingTriggers {
    [
      .created, .replicasChanged, .policyChanged, .readinessChanged, .membershipChanged, .unschedulableReplicas,
      .memberObjectChanged, .retry,
    ]
  }

  /// A policy and a kind decide alone.
  public var candidatesFollowPolicyAndKind: Bool { true }

  /// The clusters that satisfy every requirement of the cluster-selector annotation.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    let policy = Self.policy(of: policy)
    return directory.indices { index in
      policy.clusterSelector.allSatisfy { $0.matches(fleet.clusters[index].labels) }
    }
  }

  /// O(n log n) for n candidates. Clusters that are not ready are invisible: they are named in no answer.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let policy = Self.policy(of: request.policy)
    let planning = ReplicaPreferencePlanning(
      rebalance: policy.rebalance, preferences: policy.clusters, keepsOverflow: keepsOverflow)
    let result = planning.decide(request, on: snapshot, directory: directory)
    guard request.wantsExplanation else { return SchedulingDecision(result.outcome) }
    let explanations = planning.explain(
      result.outcome, columns: result.columns, clusters: result.clusters, request: request, snapshot: snapshot,
      exclusion: "cluster does not match the cluster-selector annotation")
    return SchedulingDecision(result.outcome, explanations: explanations)
  }

  private static func policy(of policy: NativePolicy) -> FederationV1Policy {
    guard case .federationV1(let policy) = policy else {
      preconditionFailure("a policy of \(policy.system) for the scheduler of Federation v1")
    }
    return policy
  }
}
