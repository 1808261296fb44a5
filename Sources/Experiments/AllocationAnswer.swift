// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

extension Allocation {
  /// A policy's answer with its reasons, cluster by cluster; clusters that it never considered are filtered by its own
  /// selection.
  public init(of decision: SchedulingDecision, to request: SchedulingRequest, contender: String, in fleet: Fleet) {
    var message: String?
    let assignment: [AssignedReplicas]
    switch decision.outcome {
    case .assign(let answer): assignment = answer
    case .keep: assignment = request.current
    case .unschedulable(let failure, let clears, _):
      message = failure.message
      if let placeable = failure.placeable { message? += " (\(placeable) of \(request.replicas) could be placed)" }
      assignment = clears ? [] : request.current
    }
    var assigned: [String: Int] = [:]
    for entry in assignment where entry.replicas > 0 {
      let cluster = fleet[entry.cluster]
      assigned[cluster.name] = request.policy.overriddenReplicas(in: cluster, scheduled: Int(entry.replicas))
    }
    // What the scheduler placed counts, not what an override makes of it in a member.
    let placed = assignment.reduce(0) { $0 + Int($1.replicas) }
    self.init(
      workload: request.key, contender: contender, replicas: Int(request.replicas), assigned: assigned,
      unplaced: Swift.max(0, Int(request.replicas) - placed), message: message,
      clusters: Self.clusters(decision.explanations, request: request, assigned: assigned, in: fleet))
  }

  /// Every cluster of the fleet, by name.
  private static func clusters(
    _ explanations: [ClusterExplanation], request: SchedulingRequest, assigned: [String: Int], in fleet: Fleet
  ) -> [Cluster] {
    var isCandidate = Array(repeating: false, count: fleet.clusters.count)
    for candidate in request.candidates { isCandidate[candidate.index] = true }
    var explained: [ClusterExplanation?] = Array(repeating: nil, count: fleet.clusters.count)
    for explanation in explanations { explained[explanation.cluster.index] = explanation }
    let rows = fleet.clusters.enumerated().map { place, cluster in
      let explanation = explained[place]
      return Cluster(
        name: cluster.name, feasible: explanation?.isFeasible ?? isCandidate[place],
        reasons: explanation?.reasons ?? (isCandidate[place] ? [] : ["not selected by the policy"]),
        score: explanation?.score, weight: explanation?.weight, min: explanation?.minimum, max: explanation?.maximum,
        capacity: explanation?.capacity, assigned: assigned[cluster.name] ?? 0)
    }
    return rows.sorted { $0.name < $1.name }
  }
}
