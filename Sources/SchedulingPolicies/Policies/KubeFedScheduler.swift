// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling

/// KubeFed: placement and overrides, or a ReplicaSchedulingPreference that writes both.
///
/// Source: kubefed d6f10d2 `pkg/controller/util/placement.go`, `pkg/schedulingtypes/{plugin,replicascheduler}.go`.
/// Without a preference every selected cluster gets the template's replicas, ready or not. With one the ready clusters
/// share the total, and every call plans anew.
public struct KubeFedScheduler: ReplicaScheduler {
  private let fleet: PlanningFleet
  private let keepsOverflow: Bool
  private let memory: DecisionMemory<ReplicaPreferenceColumns>

  /// The scheduler of one run over `fleet`. O(n log n).
  public init(fleet: Fleet, profile: ControlPlaneProfile) {
    precondition(profile.system == .kubeFed, "profile \(profile.name) of \(profile.system), not of KubeFed")
    self.fleet = PlanningFleet(fleet: fleet)
    memory = DecisionMemory(ReplicaPreferenceColumns(fleetCount: fleet.clusters.count))
    keepsOverflow = profile.switches.keepsOverflow
  }

  /// Any event of the object, its preference or a member; taints do not exist here.
  public var triggers: SchedulingTriggers {
    [
      .created, .replicasChanged, .policyChanged, .readinessChanged, .membershipChanged, .unschedulableReplicas,
      .memberObjectChanged, .retry,
    ]
  }

  /// A policy and a kind decide alone.
  public var candidatesFollowPolicyAndKind: Bool { true }

  /// Clusters that are ready, and the replicas counted in them. No bound is below 0, so that 0 replicas are kept as none are.
  ///
  /// Source: `replicascheduler.go` GetSchedulingResult, clustersReplicaState; `pkg/controller/util/planner/planner.go`.
  public var inputs: SchedulingInputs { .countsAboveZero }

  /// With a preference all clusters, or those that the selector of the target matches if the preference says so;
  /// without one, those that the placement names or selects.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    let policy = Self.policy(of: policy)
    if let scheduling = policy.scheduling {
      guard scheduling.intersectWithClusterSelector else { return self.fleet.indices { _ in true } }
      return self.fleet.indices { policy.clusterSelector?.matches(fleet.clusters[$0].labels) ?? false }
    }
    if let names = policy.placementClusters {
      let named = names.compactMap(self.fleet.index(of:)).sorted()
      return named.indices.filter { $0 == 0 || named[$0] != named[$0 - 1] }.map { named[$0] }
    }
    return self.fleet.indices { policy.clusterSelector?.matches(fleet.clusters[$0].labels) ?? false }
  }

  /// O(n) for n candidates and each round of the planner.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let policy = Self.policy(of: request.policy)
    guard let scheduling = policy.scheduling else { return placeByTemplate(policy, request, snapshot) }
    let planning = ReplicaPreferencePlanning(
      rebalance: scheduling.rebalance,
      preferences: scheduling.clusters.isEmpty ? Self.equalShares : scheduling.clusters, keepsOverflow: keepsOverflow)
    return memory.use { columns in
      let outcome = planning.decide(request, on: snapshot, fleet: fleet, in: &columns)
      guard request.wantsExplanation else { return SchedulingDecision(outcome) }
      let explanations = planning.explain(
        outcome, request: request, snapshot: snapshot,
        exclusion: "cluster does not match the clusterSelector of the target", in: columns)
      return SchedulingDecision(outcome, explanations: explanations)
    }
  }

  /// Source: `pkg/apis/scheduling/v1alpha1`: no preferences at all mean equal weights.
  private static let equalShares = [ClusterPreference(cluster: "*", weight: 1)]

  private func placeByTemplate(
    _ policy: KubeFedPolicy, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> SchedulingDecision {
    let members = request.candidates.filter { snapshot.clusters[$0.index].isJoined }
    var assigned = members.map { AssignedReplicas(cluster: $0, replicas: request.replicas) }
    for override in policy.replicaOverrides {
      guard let cluster = self.fleet.index(of: override.cluster),
        let position = members.ascendingPosition(of: cluster)
      else { continue }
      assigned[position].replicas = Int32(clamping: max(0, override.replicas))
    }
    guard request.wantsExplanation else { return SchedulingDecision(.assign(assigned)) }
    let explanations = snapshot.clusters.indices.map { index in
      let cluster = ClusterIndex(index)
      guard let position = members.ascendingPosition(of: cluster) else {
        let isCandidate = request.candidates.ascendingPosition(of: cluster) != nil
        let reason = isCandidate ? snapshot.clusters[index].absenceReason : "cluster is not in the placement"
        return ClusterExplanation(cluster: cluster, isFeasible: false, reasons: [reason])
      }
      let isOverridden = assigned[position].replicas != request.replicas
      return ClusterExplanation(
        cluster: cluster, isFeasible: true, reasons: isOverridden ? ["an override sets /spec/replicas"] : [],
        assigned: assigned[position].replicas)
    }
    return SchedulingDecision(.assign(assigned), explanations: explanations)
  }

  private static func policy(of policy: NativePolicy) -> KubeFedPolicy {
    guard case .kubeFed(let policy) = policy else {
      preconditionFailure("a policy of \(policy.system) for the scheduler of KubeFed")
    }
    return policy
  }
}
