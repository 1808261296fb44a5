// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// KubeAdmiral's two replica plugins on the selected clusters: spread by weight, or pack by priority.
///
/// Source: kubeadmiral 19de01c `pkg/controllers/scheduler/framework/plugins/rsp/rsp.go`,
/// `plugins/preferencebinpack/preference_bin_pack.go`, `pkg/controllers/automigration/controller.go`.
struct KubeAdmiralReplicas {
  /// Selected clusters; their order is the order of filling for pack.
  var selected: [ClusterIndex]
  /// What the planners are told, in the same order.
  var clusters: [PlannerCluster]
  /// CPU and taints, in the same order; read by spread.
  var resources: [KubeAdmiralReplicaScheduling.Resources]
  /// The order of the names, in the same order.
  private var nameRanks: [Int32]

  /// Collects what the planners need. O(n + m log n) for n selected clusters and m placements and observations.
  init(
    selected: [ClusterIndex], policy: KubeAdmiralPolicy, request: SchedulingRequest, snapshot: FederationSnapshot,
    directory: ClusterDirectory
  ) {
    self.selected = selected
    nameRanks = selected.map { directory.nameRanks[$0.index] }
    clusters = selected.map { PlannerCluster(name: directory.names[$0.index], preference: ReplicaPreference()) }
    resources = selected.map { cluster in
      let capacity = snapshot.clusters[cluster.index].capacity
      let available =
        capacity.allocatable.cpuMillicores &- capacity.allocated.cpuMillicores &- capacity.allocating.cpuMillicores
      return KubeAdmiralReplicaScheduling.Resources(
        allocatable: CapacityWeights.wholeUnits(fromMilli: capacity.allocatable.cpuMillicores),
        available: CapacityWeights.wholeUnits(fromMilli: available),
        hasUntoleratedNoScheduleTaint: KubeAdmiralFilters.hasUntoleratedNoSchedule(
          snapshot.clusters[cluster.index], tolerations: policy.tolerations))
    }
    let places = Places(of: selected)
    for placement in policy.placements {
      guard let cluster = directory.index(of: placement.cluster), let place = places[cluster] else { continue }
      clusters[place].preference = ReplicaPreference(
        minimum: placement.minimum, maximum: placement.maximum, weight: placement.weight ?? 0)
    }
    for entry in request.current {
      if let place = places[entry.cluster] { clusters[place].current = Int64(entry.replicas) }
    }
    guard policy.autoMigration != nil else { return }
    for entry in request.observed {
      guard let place = places[entry.cluster] else { continue }
      clusters[place].scheduled = Int64(entry.desired) - Int64(entry.unschedulable)
      if entry.desired != entry.ready, entry.unschedulable > 0 {
        clusters[place].capacity = max(0, Int64(entry.desired) - Int64(entry.unschedulable))
      }
    }
  }

  /// Replicas per selected cluster; 0 is no entry.
  func divide(
    policy: KubeAdmiralPolicy, request: SchedulingRequest
  ) throws(PlannerRefusal) -> [Int64] {
    let keepsUnschedulable = policy.autoMigration?.keepUnschedulableReplicas ?? false
    if policy.packs {
      return BinpackPlanner.plan(
        total: Int64(request.replicas), avoidDisruption: policy.avoidsDisruption,
        keepUnschedulable: keepsUnschedulable, clusters: packed,
        holdsReplicasElsewhere: request.current.count > clusters.lazy.filter { $0.current != nil }.count
      ).combined
    }
    return try KubeAdmiralReplicaScheduling.schedule(
      total: Int64(request.replicas), key: request.key, avoidDisruption: policy.avoidsDisruption,
      keepUnschedulable: keepsUnschedulable, weights: .given(weights(policy: policy)), clusters: clusters,
      resources: resources)
  }

  /// The weights that replicas are spread by: the given ones, or, without a single given one, those that follow from
  /// the clusters' CPU. The rounding remainder goes to the lowest name; the original takes the first in a Go map.
  func weights(policy: KubeAdmiralPolicy) -> [Int64] {
    if policy.placements.contains(where: { $0.weight != nil }) { return clusters.map { $0.preference?.weight ?? 0 } }
    let limits = CapacityWeights.limits(allocatable: resources.map(\.allocatable))
    let capacityWeights = CapacityWeights(available: resources.map(\.available), limits: limits)
    var weights = capacityWeights.baseWeights
    let receiver = capacityWeights.receivers.min { nameRanks[$0] < nameRanks[$1] }
    if let receiver { weights[receiver] &+= capacityWeights.remainder }
    return weights
  }

  /// For the packing planner an untolerated NoSchedule taint caps the maximum here; the other planner does it itself.
  private var packed: [PlannerCluster] {
    clusters.indices.map { place in
      var cluster = clusters[place]
      if resources[place].hasUntoleratedNoScheduleTaint {
        let maximum = min(cluster.preference?.maximum ?? .max, cluster.current ?? 0)
        cluster.preference?.maximum = maximum
      }
      return cluster
    }
  }
}

/// Where each of some clusters stands in a list of any order.
struct Places {
  private let ascending: [(cluster: ClusterIndex, place: Int)]

  /// O(n) for an ascending list, O(n log n) for any other.
  init(of clusters: [ClusterIndex]) {
    let pairs = clusters.enumerated().map { (cluster: $0.element, place: $0.offset) }
    let isAscending = zip(clusters, clusters.dropFirst()).allSatisfy { $0 < $1 }
    ascending = isAscending ? pairs : pairs.sorted { $0.cluster < $1.cluster }
  }

  /// The place of `cluster`; nil when it is not in the list. O(log n).
  subscript(cluster: ClusterIndex) -> Int? {
    var low = 0
    var high = ascending.count
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle].cluster < cluster { low = middle + 1 } else { high = middle }
    }
    return low < ascending.count && ascending[low].cluster == cluster ? ascending[low].place : nil
  }
}
