// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// What a one-shot allocation takes from outside the workload at hand where Karmada's options ask for it: nodes, peers
/// and what is left of a namespace's quota. Everything placed is what bindings in the input say.
struct AllocationNeighbours {
  private let contender: ContenderSpec
  private let scenario: Scenario
  private let groups: WorkloadGroups?
  private let placed: [[AssignedReplicas]]
  /// What is placed in each cluster.
  private let occupants: [[AssumedReplicas]]

  init(contender: ContenderSpec, scenario: Scenario) {
    self.contender = contender
    self.scenario = scenario
    let placed = contender.initialAssignments.map { named in
      (named ?? []).compactMap { AssignedReplicas($0, in: scenario.fleet) }
    }
    var occupants = scenario.fleet.clusters.map { _ in [AssumedReplicas]() }
    for (workload, assignment) in zip(scenario.workloads, placed) {
      let requests = workload.hasRequests ? workload.requests : nil
      for entry in assignment {
        occupants[entry.cluster.index].append(AssumedReplicas(requests: requests, replicas: entry.replicas))
      }
    }
    self.placed = placed
    self.occupants = occupants
    let looksAtPeers = contender.profile.system == .karmada && contender.profile.switches.workloadAffinity
    groups = looksAtPeers ? WorkloadGroups(policies: contender.policies, workloads: scenario.workloads) : nil
  }

  /// What the nodes of each candidate really have room for beside what is placed, on the first nodes that hold it; nil
  /// where nobody asks. O(nodes x placed workloads).
  func accurateEstimates(of place: Int, in candidates: [ClusterIndex]) -> [Int32]? {
    guard contender.profile.system == .karmada, contender.profile.switches.usesAccurateEstimator else { return nil }
    let workload = scenario.workloads[place]
    return candidates.map { cluster in
      var room = NodeRoom(free: scenario.fleet[cluster].freeNodesAtStart(for: workload))
      for occupant in occupants[cluster.index] { room.take(occupant) }
      return room.available(for: workload.hasRequests ? workload.requests : nil)
    }
  }

  /// Where the peers of its groups are; nil where it has none.
  func peers(of place: Int) -> PeerPlacement? { groups?.peers(of: place) { placed[$0] } }

  /// Why the namespace's quotas refuse `outcome`; nil where they do not.
  func quotaFailure(of outcome: SchedulingOutcome, workload place: Int) -> SchedulingFailure? {
    guard contender.profile.switches.enforcesQuotas, case .assign(let assignment) = outcome else { return nil }
    let workload = scenario.workloads[place]
    let quotas = contender.quotas.filter { $0.namespace == workload.namespace }
    guard !quotas.isEmpty else { return nil }
    let others = scenario.workloads.indices.filter {
      $0 != place && scenario.workloads[$0].namespace == workload.namespace && !placed[$0].isEmpty
    }
    return QuotaCheck.failure(
      of: QuotaCheck.Usage(requests: workload.requests, assignment: assignment),
      replacing: QuotaCheck.Usage(requests: workload.requests, assignment: placed[place]),
      among: others.map { QuotaCheck.Usage(requests: scenario.workloads[$0].requests, assignment: placed[$0]) },
      quotas: quotas)
  }
}
