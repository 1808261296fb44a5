// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling

/// Kubernetes Federation v1: the annotations on a workload, the planner that KubeFed inherited, ready clusters only.
///
/// Source: kubernetes-retired/federation 804bb9f `pkg/federatedtypes/scheduling.go`, `pkg/federation-controller/sync`.
public struct FederationV1Scheduler: ReplicaScheduler {
  private let fleet: PlanningFleet
  private let keepsOverflow: Bool
  private let memory: DecisionMemory<ReplicaPreferenceColumns>

  /// The scheduler of one run over `fleet`. O(n log n).
  public init(fleet: Fleet, profile: ControlPlaneProfile) {
    precondition(
      profile.system == .federationV1, "profile \(profile.name) of \(profile.system), not of Federation v1")
    self.fleet = PlanningFleet(fleet: fleet)
    memory = DecisionMemory(ReplicaPreferenceColumns(fleetCount: fleet.clusters.count))
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

  /// Clusters that are ready, and the replicas counted in them. A fewest number below 0, which annotations may have, tells
  /// an object without replicas from none.
  ///
  /// Source: `scheduling.go` schedule.
  public var inputs: SchedulingInputs { .counts }

  /// The clusters that satisfy every requirement of the cluster-selector annotation.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    let policy = Self.policy(of: policy)
    return self.fleet.indices { index in
      policy.clusterSelector.allSatisfy { $0.matches(fleet.clusters[index].labels) }
    }
  }

  /// O(n) for n candidates and each round of the planner. Clusters that are not ready are invisible: they are named in no answer.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let policy = Self.policy(of: request.policy)
    let planning = ReplicaPreferencePlanning(
      rebalance: policy.rebalance, preferences: policy.clusters, keepsOverflow: keepsOverflow)
    return memory.use { columns in
      let outcome = planning.decide(request, on: snapshot, fleet: fleet, in: &columns)
      guard request.wantsExplanation else { return SchedulingDecision(outcome) }
      let explanations = planning.explain(
        outcome, request: request, snapshot: snapshot,
        exclusion: "cluster does not match the cluster-selector annotation", in: columns)
      return SchedulingDecision(outcome, explanations: explanations)
    }
  }

  private static func policy(of policy: NativePolicy) -> FederationV1Policy {
    guard case .federationV1(let policy) = policy else {
      preconditionFailure("a policy of \(policy.system) for the scheduler of Federation v1")
    }
    return policy
  }
}
