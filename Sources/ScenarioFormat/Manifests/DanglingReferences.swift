// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// The cluster names that a native object writes out, to be held against the fleet once that is known.
struct ClusterReferences: Sendable {
  /// How messages call the object.
  var title: String
  var position: SourcePosition
  /// In the order of the object, each once.
  var clusters: [String]

  /// What `names` refers to; nil where it names none.
  init?(_ title: String, at position: SourcePosition, _ names: [String]) {
    var seen: Set<String> = []
    clusters = names.filter { seen.insert($0).inserted }
    if clusters.isEmpty { return nil }
    self.title = title
    self.position = position
  }
}

extension KarmadaPolicy {
  /// Every cluster that affinities and static weights name, those left out by name too.
  var namedClusters: [String] {
    func names(_ affinity: ClusterAffinity) -> [String] {
      affinity.clusterNames + affinity.exclude + affinity.overflow.flatMap(names)
    }
    var affinities = clusterAffinities
    if let clusterAffinity { affinities.append(clusterAffinity) }
    if case .staticWeight(let rules?) = scheduling { affinities += rules.map(\.target) }
    return affinities.flatMap(names)
  }
}

extension ManifestInventory {
  /// Where the objects of `reader` name clusters.
  static func clusterReferences(_ reader: ManifestReader) -> [ClusterReferences] {
    let karmada = reader.karmadaPolicies.compactMap {
      ClusterReferences("the propagation policy \($0.name)", at: $0.position, $0.policy.namedClusters)
    }
    let preferences = reader.schedulingPreferences.compactMap {
      ClusterReferences(
        "the ReplicaSchedulingPreference \($0.key)", at: $0.position,
        $0.preference.clusters.map(\.cluster).filter { $0 != "*" })
    }
    let federated = reader.federatedObjects.compactMap {
      ClusterReferences("the \($0.kind) \($0.key)", at: $0.position, $0.policy.placementClusters ?? [])
    }
    let admiral = reader.kubeAdmiralPolicies.compactMap {
      ClusterReferences("the propagation policy \($0.name)", at: $0.position, $0.policy.placements.map(\.cluster))
    }
    return karmada + preferences + federated + admiral
  }

  /// Warns of clusters that objects name and `fleet` does not have, and of Karmada's policies that select no workload.
  func warnOfDanglingReferences(in fleet: Fleet, workloads: [WorkloadSpec], collector: DiagnosticCollector) {
    let names = fleet.clusters.map(\.name)
    let known = Set(names)
    for reference in clusterReferences {
      let unknown = reference.clusters.filter { !known.contains($0) }
      guard let first = unknown.first else { continue }
      let count = unknown.count > 1 ? " (and \(unknown.count - 1) more)" : ""
      collector.warning(
        .danglingReference, at: reference.position,
        "\(reference.title) names the cluster \(first)\(count), which the input does not have",
        fix: Suggestion.hint(for: first, among: names))
    }
    for policy in karmada.policies where !policy.selectors.isEmpty {
      guard
        !workloads.contains(where: { workload in
          policy.selectors.contains { $0.precision(for: workload) != nil }
        })
      else { continue }
      collector.warning(
        .danglingReference, at: policy.position,
        "the propagation policy \(policy.name) selects no workload of the input",
        fix: "check its resourceSelectors: apiVersion, kind, namespace and name, or add the workload")
    }
  }
}
