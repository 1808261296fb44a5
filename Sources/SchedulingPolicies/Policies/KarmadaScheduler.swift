// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling

/// Karmada's scheduler: groups in order, and for each filter, score, estimate, select, assign.
///
/// Source: karmada f8fdd02 `pkg/scheduler/{scheduler, core/generic_scheduler}.go`. Estimates come from the clusters'
/// last reports, and from what the request brings of accurate estimators; decisions reserve nothing for each other but
/// what the request says is assumed.
public struct KarmadaScheduler: ReplicaScheduler {
  let planningFleet: PlanningFleet
  let fleet: Fleet
  let estimation: KarmadaEstimation
  let division: KarmadaDivision
  let switches: ControlPlaneProfile.Switches
  let memory: DecisionMemory<KarmadaPlanners>

  /// The scheduler of one run over `fleet`, with the profile's version switches. O(n log n).
  public init(fleet: Fleet, profile: ControlPlaneProfile) {
    precondition(profile.system == .karmada, "profile \(profile.name) of \(profile.system), not of Karmada")
    planningFleet = PlanningFleet(fleet: fleet)
    memory = DecisionMemory(KarmadaPlanners(fleetCount: fleet.clusters.count))
    self.fleet = fleet
    estimation = KarmadaEstimation(fleet: fleet, switches: profile.switches)
    division = profile.switches.dividesByWebster ? .webster : .floorThenHeaviest
    switches = profile.switches
  }

  /// A change of the binding or of a cluster's spec; readiness and resources are status and count for nothing.
  public var triggers: SchedulingTriggers {
    [
      .created, .replicasChanged, .policyChanged, .taintsChanged, .membershipChanged, .evicted, .rebalanceRequested,
      .retry,
    ]
  }

  /// A policy and a kind decide alone.
  public var candidatesFollowPolicyAndKind: Bool { true }

  /// What the APIs, the affinities of all groups with their overflow tiers, and the fields that spread constraints need
  /// leave.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    let policy = Self.policy(of: policy)
    return planningFleet.indices { index in
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
    let request = admittingTargets(request, policy)
    let groups = max(1, policy.clusterAffinities.count)
    let start = firstGroup(policy, request)
    var decisive: (attempt: KarmadaAttempt, failure: KarmadaFailure)?
    var placeable: Int32?
    for group in start..<groups {
      var attempt = KarmadaAttempt(group: group, candidates: request.candidates.count)
      do {
        let assigned = try schedule(&attempt, policy, request, snapshot)
        let explanations =
          request.wantsExplanation ? explain(attempt, assigned, policy, request, snapshot) : []
        return SchedulingDecision(.assign(assigned), affinityGroup: group, explanations: explanations)
      } catch {
        if decisive == nil || !switches.firstGroupErrorDecides { decisive = (attempt, error) }
        if let part = error.placeable { placeable = max(placeable ?? 0, part) }
      }
    }
    guard let decisive else { preconditionFailure("no group tried from \(start) of \(groups)") }
    let explanations = request.wantsExplanation ? explain(decisive.attempt, [], policy, request, snapshot) : []
    let outcome = decisive.failure.outcome(
      clearsTargets: switches.clearsTargetsWhenNothingFits, placeable: placeable)
    return SchedulingDecision(outcome, affinityGroup: request.affinityGroup, explanations: explanations)
  }

  /// The group in use, by name where the policy has changed since; the first one if there is none.
  ///
  /// Source: `scheduler.go` scheduleResourceBindingWithClusterAffinities, `helper.go` getAffinityIndex.
  private func firstGroup(_ policy: KarmadaPolicy, _ request: SchedulingRequest) -> Int {
    if request.isFresh, switches.rebalanceResetsAffinityGroup { return 0 }
    guard !policy.clusterAffinities.isEmpty else { return 0 }
    let group = max(0, request.affinityGroup)
    guard case .karmada(let applied)? = request.applied else {
      return group < policy.clusterAffinities.count ? group : 0
    }
    guard group < applied.clusterAffinities.count else { return 0 }
    return policy.clusterAffinities.firstIndex { $0.name == applied.clusterAffinities[group].name } ?? 0
  }

  /// A target whose API server does not have the workload's kind is no candidate, but passes the API filter since 1.15.
  private func admittingTargets(_ request: SchedulingRequest, _ policy: KarmadaPolicy) -> SchedulingRequest {
    guard switches.targetsPassAPIFilter else { return request }
    var admitted: SchedulingRequest?
    for target in request.current
    where request.candidates.ascendingPosition(of: target.cluster) == nil
      && KarmadaFilters.exclusion(of: fleet.clusters[target.cluster.index], policy: policy) == nil
    {
      var extended = admitted ?? request
      let place = extended.candidates.firstIndex { $0 >= target.cluster } ?? extended.candidates.count
      if place < extended.candidates.count, extended.candidates[place] == target.cluster { continue }
      extended.candidates.insert(target.cluster, at: place)
      extended.accurateEstimates?.insert(-1, at: place)
      extended.assumed?.insert([], at: place)
      admitted = extended
    }
    return admitted ?? request
  }

  /// Whether a binding that was taken from the queue is scheduled at all.
  ///
  /// Source: `scheduler.go` doScheduleBinding, first match wins: placement changed, replicas do not add up, a full
  /// recomputation was asked for, a duplicated workload or none at all, a target that leaves. A divided workload whose
  /// replicas add up is left alone whatever happens to its clusters' taints. Bindings with `suspension.scheduling` are
  /// not even queued.
  private func isDue(
    _ policy: KarmadaPolicy, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> Bool {
    if policy.suspension.stopsScheduling { return false }
    if request.isFresh || request.trigger.isEmpty || request.trigger.contains(.created) { return true }
    if placesOtherwise(policy, request) { return true }
    if policy.scheduling == .duplicated || !request.isWorkload { return true }
    var sum: Int64 = 0
    for target in request.current {
      sum += Int64(target.replicas)
      if switches.reschedulesOffLeavingClusters, !snapshot.clusters[target.cluster.index].isJoined { return true }
    }
    return sum != Int64(request.replicas)
  }

  /// Whether the policy may place the workload otherwise than the one that it was last scheduled with.
  private func placesOtherwise(_ policy: KarmadaPolicy, _ request: SchedulingRequest) -> Bool {
    if request.isPolicyApplied { return false }
    guard case .karmada(let applied)? = request.applied else {
      return !request.trigger.isDisjoint(with: [.policyChanged, .retry])
    }
    return policy.placesOtherwise(than: applied, group: request.affinityGroup)
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
