// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// How Federation v1 and KubeFed divide replicas by preferences: the same planner over the ready clusters.
///
/// Source: kubefed d6f10d2 `pkg/schedulingtypes/replicascheduler.go`; kubernetes-retired/federation 804bb9f
/// `pkg/federatedtypes/scheduling.go`. Every call plans anew; an entry of 0 is kept, so that the member gets an object
/// without replicas. What runs beyond the plan on a cluster with too little room is added on top, so that the sum may
/// exceed the total.
struct ReplicaPreferencePlanning {
  /// Whether running replicas move to honour the weights.
  var rebalance: Bool
  /// By cluster name or `*`; a cluster that neither names gets 0.
  var preferences: [ClusterPreference]
  /// Whether replicas beyond a member's room stay in its object when running replicas move.
  var keepsOverflow = true

  /// The division over the candidates that are ready, in their order. `keep` when none is.
  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, directory: ClusterDirectory
  ) -> (outcome: SchedulingOutcome, columns: PlannerColumns, clusters: [ClusterIndex]) {
    let ready = request.candidates.filter { snapshot.clusters[$0.index].isPlannable }
    var columns = PlannerColumns(clusters: ready, key: request.key, directory: directory)
    if ready.isEmpty { return (.keep, columns, ready) }
    setPreferences(in: &columns, of: ready, directory: directory)
    setObservations(in: &columns, of: ready, request.observed)
    do {
      let plan = try KubeFedPlanner.plan(total: Int64(request.replicas), rebalance: rebalance, columns: columns)
      let assigned = ready.indices.map { position in
        let overflow = keepsOverflow || !rebalance ? plan.overflow[position] ?? 0 : 0
        let replicas = (plan.replicas[position] ?? 0) &+ overflow
        return AssignedReplicas(cluster: ready[position], replicas: Int32(clamping: max(0, replicas)))
      }
      return (.assign(assigned), columns, ready)
    } catch {
      let outcome = SchedulingOutcome.unschedulable(
        message: error.description, clearsAssignment: false, retries: false)
      return (outcome, columns, ready)
    }
  }

  private func setPreferences(
    in columns: inout PlannerColumns, of clusters: [ClusterIndex], directory: ClusterDirectory
  ) {
    if let everyOther = preferences.first(where: { $0.cluster == "*" }) {
      for position in clusters.indices { columns.set(everyOther, at: position) }
    }
    for preference in preferences where preference.cluster != "*" {
      guard let cluster = directory.index(of: preference.cluster),
        let position = clusters.ascendingPosition(of: cluster)
      else { continue }
      columns.set(preference, at: position)
    }
  }

  /// Source: `replicascheduler.go` clustersReplicaState: where all replicas are ready there is no estimate of capacity.
  private func setObservations(
    in columns: inout PlannerColumns, of clusters: [ClusterIndex], _ observed: [ObservedReplicas]
  ) {
    for entry in observed {
      guard let position = clusters.ascendingPosition(of: entry.cluster) else { continue }
      columns.currents[position] = Int64(entry.counted)
      if entry.desired != entry.ready, entry.unschedulable > 0 {
        columns.capacities[position] = Int64(entry.desired) - Int64(entry.unschedulable)
      }
    }
  }

  /// Every cluster of the fleet, with `exclusion` for those that were never candidates.
  func explain(
    _ outcome: SchedulingOutcome, columns: PlannerColumns, clusters: [ClusterIndex], request: SchedulingRequest,
    snapshot: FederationSnapshot, exclusion: String
  ) -> [ClusterExplanation] {
    var replicas = [Int32](repeating: 0, count: clusters.count)
    if case .assign(let assigned) = outcome { replicas = assigned.map(\.replicas) }
    return snapshot.clusters.indices.map { index in
      let cluster = ClusterIndex(index)
      guard let position = clusters.ascendingPosition(of: cluster) else {
        let isCandidate = request.candidates.ascendingPosition(of: cluster) != nil
        let reason = isCandidate ? snapshot.clusters[index].absenceReason : exclusion
        return ClusterExplanation(cluster: cluster, isFeasible: false, reasons: [reason])
      }
      var reasons: [String] = []
      if !columns.participates[position] { reasons.append("no preference names the cluster") }
      if replicas[position] > columns.capacities[position] {
        reasons.append(
          "\(Int64(replicas[position]) - columns.capacities[position]) replicas beyond the estimated capacity stay")
      }
      return ClusterExplanation(
        cluster: cluster, isFeasible: true, reasons: reasons, weight: columns.weights[position],
        minimum: columns.minimums[position],
        maximum: columns.maximums[position] == .max ? nil : columns.maximums[position],
        capacity: columns.capacities[position] == .max ? nil : columns.capacities[position],
        assigned: replicas[position])
    }
  }
}

extension ClusterView {
  /// Whether Federation v1 and KubeFed see it at all.
  var isPlannable: Bool { isJoined && readiness == .ready }

  /// Why they do not.
  var absenceReason: String {
    isJoined ? "cluster is not ready" : "cluster is not part of the federation"
  }
}

extension PlannerColumns {
  /// Writes an own preference.
  fileprivate mutating func set(_ preference: ClusterPreference, at position: Int) {
    participates[position] = true
    weights[position] = preference.weight
    minimums[position] = preference.minimum
    maximums[position] = preference.maximum ?? .max
    ownMaximums[position] = maximums[position]
  }
}
