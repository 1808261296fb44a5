// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Randomness
import Scheduling
import SchedulingPolicies

/// Asks each contender's policy once where each workload should be now. No simulation: every workload is looked at for
/// itself, over capacity as the input reports it, or as free nodes offer it where nothing is reported.
public struct OneShotAllocation {
  private let scenario: Scenario
  private let capacities: [ReportedCapacity]

  /// Of `scenario`; O(nodes) where clusters report no capacity of their own.
  public init(scenario: Scenario) {
    self.scenario = scenario
    capacities = scenario.fleet.clusters.map { $0.reported ?? ReportedCapacity(ofNodesOf: $0) }
  }

  /// The answers of the contender at a place, in the order of the workloads; those it has no object for are left out.
  public func allocations(ofContender place: Int) -> [Allocation] {
    let contender = scenario.contenders[place]
    let scheduler = PolicyCatalog.scheduler(for: contender, fleet: scenario.fleet)
    let usesGrades = contender.profile.system == .karmada && contender.profile.switches.usesResourceModels
    let views = zip(scenario.fleet.clusters, capacities).map { cluster, capacity in
      var capacity = capacity
      if !usesGrades { capacity.nodesPerGrade = [] }
      return ClusterView(taints: cluster.taints, capacity: capacity)
    }
    let snapshot = FederationSnapshot(time: .zero, clusters: views)
    let neighbours = AllocationNeighbours(contender: contender, scenario: scenario)
    return scenario.workloads.indices.compactMap { workload in
      guard let policy = contender.policies[workload] else { return nil }
      let current = contender.initialAssignments[workload] ?? []
      return allocation(
        of: workload, contender: contender, policy: policy, current: current, scheduler: scheduler, on: snapshot,
        beside: neighbours)
    }
  }

  private func allocation(
    of place: Int, contender: ContenderSpec, policy: NativePolicy, current: [ClusterReplicas],
    scheduler: any ReplicaScheduler, on snapshot: FederationSnapshot, beside neighbours: AllocationNeighbours
  ) -> Allocation {
    let workload = scenario.workloads[place]
    let held = current.compactMap { AssignedReplicas($0, in: scenario.fleet) }
    let observed = held.sorted { $0.cluster < $1.cluster }.map {
      ObservedReplicas(cluster: $0.cluster, desired: $0.replicas, ready: $0.replicas, unschedulable: 0)
    }
    let evicting = contender.initialEvictions[place].compactMap { scenario.fleet.index(named: $0.cluster) }.sorted()
    let candidates = scheduler.candidates(for: policy, workload: workload, in: scenario.fleet)
    let request = SchedulingRequest(
      workload: WorkloadIndex(place), policy: policy, key: workload.key, uid: workload.uid,
      replicas: Int32(clamping: workload.replicas), requests: workload.requests, hasRequests: workload.hasRequests,
      candidates: candidates, current: held, observed: contender.profile.system == .karmada ? [] : observed,
      evicting: evicting, accurateEstimates: neighbours.accurateEstimates(of: place, in: candidates),
      peers: neighbours.peers(of: place), trigger: held.isEmpty ? .created : .replicasChanged, wantsExplanation: true)
    var stream = RandomStream(seed: 0, purpose: .scheduler, entity: EntityKey.of("workload", workload.key))
    var decision = scheduler.decide(request, on: snapshot, random: &stream)
    if let failure = neighbours.quotaFailure(of: decision.outcome, workload: place) {
      decision.outcome = .unschedulable(failure, clearsAssignment: false, retries: true)
    }
    return answer(decision, to: request, workload: workload, contender: contender)
  }

  private func answer(
    _ decision: SchedulingDecision, to request: SchedulingRequest, workload: WorkloadSpec, contender: ContenderSpec
  ) -> Allocation {
    var message: String?
    let assignment: [AssignedReplicas]
    switch decision.outcome {
    case .assign(let answer): assignment = answer
    case .keep: assignment = request.current
    case .unschedulable(let failure, let clears, _):
      message = failure.message
      if let placeable = failure.placeable { message? += " (\(placeable) of \(workload.replicas) could be placed)" }
      assignment = clears ? [] : request.current
    }
    var assigned: [String: Int] = [:]
    for entry in assignment where entry.replicas > 0 {
      let cluster = scenario.fleet[entry.cluster]
      assigned[cluster.name] = request.policy.overriddenReplicas(in: cluster, scheduled: Int(entry.replicas))
    }
    // What the scheduler placed counts, not what an override makes of it in a member.
    let placed = assignment.reduce(0) { $0 + Int($1.replicas) }
    return Allocation(
      workload: workload.key, contender: contender.name, replicas: workload.replicas, assigned: assigned,
      unplaced: max(0, workload.replicas - placed), message: message,
      clusters: clusters(decision.explanations, request: request, assigned: assigned))
  }

  /// Every cluster of the fleet: those the policy never considered are filtered by its own selection.
  private func clusters(
    _ explanations: [ClusterExplanation], request: SchedulingRequest, assigned: [String: Int]
  ) -> [Allocation.Cluster] {
    let rows = scenario.fleet.clusters.enumerated().map { place, cluster in
      let explanation = explanations.first { $0.cluster.index == place }
      let isCandidate = request.candidates.contains(ClusterIndex(place))
      return Allocation.Cluster(
        name: cluster.name, feasible: explanation?.isFeasible ?? isCandidate,
        reasons: explanation?.reasons ?? (isCandidate ? [] : ["not selected by the policy"]),
        score: explanation?.score, weight: explanation?.weight, min: explanation?.minimum, max: explanation?.maximum,
        capacity: explanation?.capacity, assigned: assigned[cluster.name] ?? 0)
    }
    return rows.sorted { $0.name < $1.name }
  }
}
