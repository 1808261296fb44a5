// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Which of Karmada's policies a workload gets.
///
/// Source: karmada `pkg/detector/policy.go`, `preemption.go`; `pkg/util/overridemanager/overridemanager.go` (v1.18).
struct KarmadaMatching: Sendable {
  /// Policies by the workloads they name, and those that select otherwise.
  private var named: [String: [KarmadaPropagationPolicy]] = [:]
  private var general: [KarmadaPropagationPolicy] = []
  private let overrides: [KarmadaOverridePolicy]
  /// All of them, in the order of the input.
  let policies: [KarmadaPropagationPolicy]

  init(policies: [KarmadaPropagationPolicy], overrides: [KarmadaOverridePolicy]) {
    self.policies = policies
    // Sorted so that the last one applied wins: cluster-scoped first, then by precision (found per workload) and name.
    self.overrides = overrides.filter { !$0.rules.isEmpty }.sorted { $0.name < $1.name }
    for policy in policies {
      if policy.selectors.allSatisfy({ !$0.name.isEmpty && !$0.namespace.isEmpty }) {
        for key in Set(policy.selectors.map { "\($0.namespace)/\($0.name)" }).sorted() {
          named[key, default: []].append(policy)
        }
      } else {
        general.append(policy)
      }
    }
  }

  /// The policy of `workload`, with the replicas that overrides fix for clusters of `fleet`; nil where none selects it.
  ///
  /// A namespaced policy beats any cluster-scoped one; then the higher priority, the closer selector, and the first name
  /// count.
  func policy(for workload: WorkloadSpec, fleet: Fleet) -> KarmadaPolicy? {
    if Self.isReserved(workload.namespace) { return nil }
    var best: (policy: KarmadaPropagationPolicy, precision: ResourceSelector.Precision)?
    for policy in (named[workload.key] ?? []) + general {
      guard let precision = policy.selectors.compactMap({ $0.precision(for: workload) }).max() else { continue }
      if let current = best, !Self.beats((policy, precision), current) { continue }
      best = (policy, precision)
    }
    guard var policy = best?.policy.policy else { return nil }
    policy.replicaOverrides = replicaOverrides(for: workload, fleet: fleet)
    return policy
  }

  /// Whether Karmada never propagates what is in `namespace`.
  ///
  /// Source: karmada `pkg/util/names`, and the default `kube-.*` of `--skipped-propagating-namespaces`.
  private static func isReserved(_ namespace: String) -> Bool {
    ["karmada-system", "karmada-cluster"].contains(namespace) || namespace.hasPrefix("karmada-es-")
      || namespace.hasPrefix("kube-")
  }

  private static func beats(
    _ left: (policy: KarmadaPropagationPolicy, precision: ResourceSelector.Precision),
    _ right: (policy: KarmadaPropagationPolicy, precision: ResourceSelector.Precision)
  ) -> Bool {
    if left.policy.isNamespaced != right.policy.isNamespaced { return left.policy.isNamespaced }
    if left.policy.priority != right.policy.priority { return left.policy.priority > right.policy.priority }
    if left.precision != right.precision { return left.precision > right.precision }
    return left.policy.name < right.policy.name
  }

  /// All cluster-scoped policies come first, then the namespaced ones; within each the closest selector last, so it wins.
  private func replicaOverrides(for workload: WorkloadSpec, fleet: Fleet) -> [ClusterReplicas] {
    guard !overrides.isEmpty else { return [] }
    let applying = overrides.enumerated().compactMap { place, policy in
      policy.precision(for: workload).map { (policy: policy, precision: $0, place: place) }
    }.sorted { left, right in
      if left.policy.isNamespaced != right.policy.isNamespaced { return right.policy.isNamespaced }
      return (left.precision, left.place) < (right.precision, right.place)
    }
    return fleet.clusters.compactMap { cluster in
      var replicas: Int?
      for (policy, _, _) in applying {
        for rule in policy.rules where rule.target?.matches(cluster) ?? true { replicas = rule.replicas }
      }
      return replicas.map { ClusterReplicas(cluster: cluster.name, replicas: $0) }
    }.sorted { $0.cluster < $1.cluster }
  }
}
