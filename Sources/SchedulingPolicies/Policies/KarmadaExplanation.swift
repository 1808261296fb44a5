// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

extension KarmadaScheduler {
  /// The message of a `FitError`: how many clusters there are and why each is out, reasons in byte order.
  func fitError(
    _ attempt: KarmadaAttempt, _ policy: KarmadaPolicy, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> String {
    var counts: [(reason: String, clusters: Int)] = []
    for index in fleet.clusters.indices {
      guard let reason = reason(at: index, attempt, policy, request, snapshot) else { continue }
      if let place = counts.firstIndex(where: { $0.reason == reason }) {
        counts[place].clusters += 1
      } else {
        counts.append((reason: reason, clusters: 1))
      }
    }
    counts.sort { NameOrder.precedes($0.reason, $1.reason) }
    let reasons = counts.map { "\($0.clusters) \($0.reason)" }
    return "0/\(fleet.clusters.count) clusters are available: \(reasons.joined(separator: ", "))."
  }

  /// Why the cluster at `index` is out; nil for a feasible one.
  private func reason(
    at index: Int, _ attempt: KarmadaAttempt, _ policy: KarmadaPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) -> String? {
    if let position = request.candidates.ascendingPosition(of: ClusterIndex(index)) {
      return KarmadaFilters.reason(
        for: attempt.verdicts[position], view: snapshot.clusters[index], tolerations: policy.tolerations)
    }
    return KarmadaFilters.exclusion(of: fleet.clusters[index], policy: policy) ?? KarmadaFilters.unservedKind
  }

  /// Every cluster of the fleet, in fleet order.
  func explain(
    _ attempt: KarmadaAttempt, _ assigned: [AssignedReplicas], _ policy: KarmadaPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) -> [ClusterExplanation] {
    snapshot.clusters.indices.map { index in
      let cluster = ClusterIndex(index)
      var explanation = ClusterExplanation(cluster: cluster, isFeasible: false)
      explanation.assigned = assigned.first { $0.cluster == cluster }?.replicas ?? 0
      if let reason = reason(at: index, attempt, policy, request, snapshot) {
        explanation.reasons = [reason]
        return explanation
      }
      explanation.isFeasible = true
      guard let place = attempt.feasible.firstIndex(where: { request.candidates[$0] == cluster }) else {
        return explanation
      }
      explanation.score = attempt.clusters[place].score
      explainEstimate(at: place, attempt, request, snapshot, in: &explanation)
      guard let choice = attempt.selected.firstIndex(where: { $0.index == place }) else {
        if !attempt.selected.isEmpty { explanation.reasons.append("not selected by the spread constraints") }
        return explanation
      }
      if attempt.weights.indices.contains(choice) {
        // When no rule matches anybody, all are equal.
        explanation.weight = attempt.weights.contains { $0 > 0 } ? attempt.weights[choice] : 1
      }
      return explanation
    }
  }

  /// Which estimator gave the number, and what it left out for recent decisions.
  private func explainEstimate(
    at place: Int, _ attempt: KarmadaAttempt, _ request: SchedulingRequest, _ snapshot: FederationSnapshot,
    in explanation: inout ClusterExplanation
  ) {
    guard let estimate = attempt.clusters[place].estimate else { return }
    explanation.capacity = Int64(estimate)
    let capacity = snapshot.clusters[explanation.cluster.index].capacity
    let source: String
    if attempt.boundByNodes.indices.contains(place), attempt.boundByNodes[place] {
      source = "the accurate estimator"
    } else {
      source = estimation.isModelled(capacity) && request.hasRequests ? "resource models" : "the resource summary"
    }
    explanation.reasons.append("estimated \(estimate) replicas by \(source)")
    let assumed = request.assumed?[attempt.feasible[place]].reduce(Int64(0)) { $0 + Int64($1.replicas) } ?? 0
    if assumed > 0 { explanation.reasons.append("\(assumed) replicas assumed by recent decisions") }
  }
}
