// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

/// What a program was told in a run and keeps, so that only changes are said again.
///
/// A cluster is said again when anything of its view changes but the time of its report; the time when a report becomes
/// stale or fresh again, too. So a fleet that reports every few seconds that nothing changed costs nothing.
struct KeptFleet {
  private struct Told {
    var view: ClusterView
    var isStale: Bool
  }

  private struct ToldWorkload {
    var policy: NativePolicy
    var requests: Resources
    var hasRequests: Bool
    var eligible: [EligibleCluster]
  }

  private var clusters: [Told?]
  private var workloads: [ToldWorkload?]

  init(clusterCount: Int, workloadCount: Int) {
    clusters = Array(repeating: nil, count: clusterCount)
    workloads = Array(repeating: nil, count: workloadCount)
  }

  /// Everything is said anew.
  mutating func forget() {
    for place in clusters.indices { clusters[place] = nil }
    for place in workloads.indices { workloads[place] = nil }
  }

  /// Whether the facts about the workload are to be said; from then on they are told.
  mutating func tellsAbout(_ request: SchedulingRequest) -> Bool {
    let place = request.workload.index
    if let told = workloads[place], told.requests == request.requests, told.hasRequests == request.hasRequests,
      told.policy == request.policy
    {
      return false
    }
    workloads[place] = ToldWorkload(
      policy: request.policy, requests: request.requests, hasRequests: request.hasRequests,
      eligible: workloads[place]?.eligible ?? [])
    return true
  }

  /// What of the eligible clusters, ascending, is to be said, and which are no longer; from then on it is told.
  mutating func changes(
    of workload: WorkloadIndex, to eligible: [EligibleCluster]
  ) -> (said: [EligibleCluster], dropped: [ClusterIndex]) {
    guard let before = workloads[workload.index]?.eligible else { return (eligible, []) }
    workloads[workload.index]?.eligible = eligible
    var said: [EligibleCluster] = []
    var dropped: [ClusterIndex] = []
    var old = before.startIndex
    for entry in eligible {
      while old < before.endIndex, before[old].cluster < entry.cluster {
        dropped.append(before[old].cluster)
        old += 1
      }
      if old < before.endIndex, before[old].cluster == entry.cluster {
        if before[old] != entry { said.append(entry) }
        old += 1
      } else {
        said.append(entry)
      }
    }
    dropped += before[old...].map(\.cluster)
    return (said, dropped)
  }

  /// Whether the view of a cluster is to be said; from then on it is told.
  mutating func tells(_ view: ClusterView, of cluster: ClusterIndex, isStale: Bool) -> Bool {
    if let told = clusters[cluster.index], told.isStale == isStale, told.view.readiness == view.readiness,
      told.view.isJoined == view.isJoined, told.view.capacity == view.capacity, told.view.taints == view.taints
    {
      return false
    }
    clusters[cluster.index] = Told(view: view, isStale: isStale)
    return true
  }
}
