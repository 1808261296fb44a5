// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling

/// Karmada's scheduler: groups in order, and for each filter, score, estimate, select, assign.
///
/// Source: karmada f8fdd02 `pkg/scheduler/{scheduler, core/generic_scheduler}.go`. Estimates come from the clusters'
/// last reports; decisions reserve nothing for each other. The accurate estimator and the protection against
/// overcommitment, both off by default, are not here.
public struct KarmadaScheduler: ReplicaScheduler {
  let directory: ClusterDirectory
  let fleet: Fleet
  let estimation: KarmadaEstimation
  let division: KarmadaDivision

  /// The scheduler of one run over `fleet`, with the profile's version switches. O(n log n).
  public init(fleet: Fleet, profile: ControlPlaneProfile) {
    precondition(profile.system == .karmada, "profile \(profile.name) of \(profile.system), not of Karmada")
    directory = ClusterDirectory(fleet: fleet)
    self.fleet = fleet
    estimation = KarmadaEstimation(fleet: fleet, switches: profile.switches)
    division = profile.switches.dividesByWebster ? .webster : .floorThenHeaviest
  }

  /// A change of the binding or of a cluster's spec; readiness and resources are status and count for nothing.
  public var triggers: SchedulingTriggers {
    [
      .created, .replicasChanged, .policyChanged, .taintsChanged, .membershipChanged, .evicted, .rebalanceRequested,
      .retry,
    ]
  }

  /// What the APIs, the affinities of all groups with their overflow tiers, and the fields that spread constraints need
  /// leave.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    let policy = Self.policy(of: policy)
    return directory.indices { index in
      fleet.clusters[index].serves(kind: workload.kind)
        && KarmadaFilters.exclusion(of: fleet.clusters[index], policy: policy) == nil
    }
  }

  /// O(n log n) for n candidates and each group tried; by region exponential in the number of regions.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let policy = Self.policy(of: request.policy)
    guard isDue(policy, request, snapshot) else {
      return SchedulingDecision(.keep, affinityGroup: request.affinityGroup)
    }
    let groups = max(1, policy.clusterAffinities.count)
    let start = request.affinityGroup < groups ? max(0, request.affinityGroup) : 0
    var first: (attempt: KarmadaAttempt, failure: KarmadaFailure)?
    for group in start..<groups {
      var attempt = KarmadaAttempt(group: group, candidates: request.candidates.count)
      do {
        let assigned = try schedule(&attempt, policy, request, snapshot)
        let explanations =
          request.wantsExplanation ? explain(attempt, assigned, policy, request, snapshot) : []
        return SchedulingDecision(.assign(assigned), affinityGroup: group, explanations: explanations)
      } catch {
        if first == nil { first = (attempt, error) }
      }
    }
    guard let first else { preconditionFailure("no group tried from \(start) of \(groups)") }
    let explanations = request.wantsExplanation ? explain(first.attempt, [], policy, request, snapshot) : []
    return SchedulingDecision(first.failure.outcome, affinityGroup: request.affinityGroup, explanations: explanations)
  }

  /// Whether a binding that was taken from the queue is scheduled at all.
  ///
  /// Source: `scheduler.go` doScheduleBinding, first match wins. A divided workload whose replicas add up is left alone
  /// whatever happens to its clusters' taints; a duplicated one is always scheduled.
  private func isDue(
    _ policy: KarmadaPolicy, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> Bool {
    if request.isFresh || request.trigger.isEmpty { return true }
    if !request.trigger.isDisjoint(with: [.created, .policyChanged, .retry]) { return true }
    if policy.scheduling == .duplicated || !request.isWorkload { return true }
    var sum: Int64 = 0
    for target in request.current {
      sum += Int64(target.replicas)
      if !snapshot.clusters[target.cluster.index].isJoined { return true }
    }
    return sum != Int64(request.replicas)
  }

  static func policy(of policy: NativePolicy) -> KarmadaPolicy {
    guard case .karmada(let policy) = policy else {
      preconditionFailure("a policy of \(policy.system) for the scheduler of Karmada")
    }
    return policy
  }
}

extension SchedulingRequest {
  /// Whether there is anything to divide: Karmada propagates everything else as it is.
  var isWorkload: Bool { replicas > 0 || hasRequests }
}
