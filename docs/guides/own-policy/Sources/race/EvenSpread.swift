// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling

/// Spreads every workload evenly over the clusters that are ready and hold it or may hold it, the rest by name.
///
/// It runs in a control plane of Karmada: that detects, taints, evicts and asks; this only says where.
struct EvenSpread: ReplicaScheduler {
  /// Karmada's own scheduler: what it asks for and which clusters it would look at are taken over from it.
  let karmada: any ReplicaScheduler

  var triggers: SchedulingTriggers { karmada.triggers }

  func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    karmada.candidates(for: policy, workload: workload, in: fleet)
  }

  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let placed = request.current.reduce(0) { $0 + Int64($1.replicas) }
    if placed == Int64(request.replicas), !request.isFresh, !request.trigger.contains(.created) {
      return SchedulingDecision(.keep)
    }
    let clusters = request.candidates.filter { cluster in
      let view = snapshot[cluster]
      let isTainted = view.taints.contains { $0.effect != .preferNoSchedule }
      return view.isJoined && !isTainted && !request.evicting.contains(cluster)
    }
    guard !clusters.isEmpty else {
      return SchedulingDecision(
        .unschedulable(
          message: "no cluster is free of taints", kind: .noClusterFit, clearsAssignment: false, retries: true))
    }
    let (share, rest) = request.replicas.quotientAndRemainder(dividingBy: Int32(clusters.count))
    let assigned = clusters.enumerated().map { place, cluster in
      AssignedReplicas(cluster: cluster, replicas: share + (place < Int(rest) ? 1 : 0))
    }
    return SchedulingDecision(.assign(assigned.filter { $0.replicas > 0 }))
  }
}
