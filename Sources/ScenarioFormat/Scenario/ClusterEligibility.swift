// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Whether any cluster may take replicas of a workload, by its intent or by an object of any system. Taints and room do
/// not count: both may change during a run.
struct ClusterEligibility {
  private let inventory: ManifestInventory
  private let fleet: Fleet
  private let clusters: [String: ClusterSpec]

  init(inventory: ManifestInventory, fleet: Fleet) {
    self.inventory = inventory
    self.fleet = fleet
    clusters = Dictionary(fleet.clusters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether there is one; false also where neither an intent nor an object says anything of `workload`. O(clusters).
  func hasCluster(for workload: WorkloadSpec) -> Bool {
    if let intent = workload.intent, admitsAny(intent) { return true }
    return FederationSystem.allCases.contains { system in
      inventory.policy(of: system, for: workload, fleet: fleet).map(admitsAny) ?? false
    }
  }

  private func admitsAny(_ intent: Intent) -> Bool {
    var names = intent.eligible.names
    if intent.division == .weights, !intent.clusters.isEmpty, !intent.clusters.contains(where: { $0.cluster == "*" }) {
      // Under weights a cluster without a share gets nothing.
      let eligible = Set(names)
      names = intent.clusters.map(\.cluster).filter { eligible.isEmpty || eligible.contains($0) }
      if names.isEmpty { return false }
    }
    var rest = intent.eligible
    rest.names = []
    if names.isEmpty { return fleet.clusters.contains(where: rest.admits) }
    return names.contains { clusters[$0].map(rest.admits) ?? false }
  }

  private func admitsAny(_ policy: NativePolicy) -> Bool {
    switch policy {
    case .karmada(let policy):
      let groups =
        policy.clusterAffinities.isEmpty ? [policy.clusterAffinity].compactMap(\.self) : policy.clusterAffinities
      if groups.isEmpty { return !fleet.clusters.isEmpty }
      let tiers = groups.flatMap { [$0] + $0.overflow }
      return fleet.clusters.contains { cluster in tiers.contains { $0.matches(cluster) } }
    case .kubeAdmiral(let policy):
      if policy.maximumClusters == 0 { return false }
      let placed = Set(policy.placements.map(\.cluster))
      return fleet.clusters.contains { cluster in
        policy.clusterSelector.matches(cluster.labels) && (placed.isEmpty || placed.contains(cluster.name))
          && (policy.clusterAffinityTerms.isEmpty
            || policy.clusterAffinityTerms.contains { $0.matchesTerm(of: cluster) })
      }
    case .kubeFed(let policy): return admitsAny(policy)
    case .federationV1(let policy):
      return fleet.clusters.contains { cluster in
        policy.clusterSelector.allSatisfy { $0.matches(cluster.labels) } && gets(cluster, policy.clusters)
      }
    }
  }

  private func admitsAny(_ policy: KubeFedPolicy) -> Bool {
    guard let scheduling = policy.scheduling else {
      if let names = policy.placementClusters { return names.contains { clusters[$0] != nil } }
      return fleet.clusters.contains { policy.clusterSelector?.matches($0.labels) ?? false }
    }
    return fleet.clusters.contains { cluster in
      let isSelected =
        !scheduling.intersectWithClusterSelector || policy.clusterSelector?.matches(cluster.labels) ?? false
      return isSelected && gets(cluster, scheduling.clusters)
    }
  }

  /// Whether preferences leave `cluster` anything; without any, every cluster has weight 1.
  private func gets(_ cluster: ClusterSpec, _ preferences: [ClusterPreference]) -> Bool {
    if preferences.isEmpty { return true }
    let own = preferences.first { $0.cluster == cluster.name } ?? preferences.first { $0.cluster == "*" }
    return own.map { $0.maximum != 0 && ($0.weight > 0 || $0.minimum > 0) } ?? false
  }
}
