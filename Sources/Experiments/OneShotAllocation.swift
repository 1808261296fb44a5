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
  /// - Parameter scheduler: Who decides; nil: the scheduler of the contender's own system.
  public func allocations(
    ofContender place: Int, decidedBy scheduler: (any ReplicaScheduler)? = nil
  ) -> [Allocation] {
    let contender = scenario.contenders[place]
    let scheduler = scheduler ?? PolicyCatalog.scheduler(for: contender, fleet: scenario.fleet)
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
    return Allocation(of: decision, to: request, contender: contender.name, in: scenario.fleet)
  }
}
