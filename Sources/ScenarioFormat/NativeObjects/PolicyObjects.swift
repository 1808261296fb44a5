// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// KubeFed's objects.
enum KubeFedObjectWriting {
  /// The Federated<Kind> of `workload`.
  static func federatedObject(_ policy: KubeFedPolicy?, for workload: WorkloadSpec) -> ManifestValue {
    let template = ManifestValue.fields([
      ("metadata", ManifestValue.fields([("labels", ManifestValue.labels(workload.labels).nonEmpty)]).nonEmpty),
      ("spec", WorkloadObjects.spec(workload)),
    ])
    let placement = ManifestValue.fields([
      (
        "clusters",
        policy?.placementClusters.map { names in .list(names.map { .fields([("name", .text($0))]) }) }
      ),
      ("clusterSelector", policy?.clusterSelector.map { .selector($0) }),
    ])
    let overrides = (policy?.replicaOverrides ?? []).map { override in
      let change = ManifestValue.fields([
        ("path", .text("/spec/replicas")), ("value", .number(Int64(override.replicas))),
      ])
      return ManifestValue.fields([
        ("clusterName", .text(override.cluster)), ("clusterOverrides", .list([change])),
      ])
    }
    return .object(
      apiVersion: "types.kubefed.io/v1beta1", kind: "Federated\(workload.kind)", name: .own(.name),
      namespace: WorkloadObjects.namespace(workload),
      [
        (
          "spec",
          .fields([
            ("template", template), ("placement", placement), ("overrides", ManifestValue.list(overrides).nonEmpty),
          ])
        )
      ])
  }

  /// The ReplicaSchedulingPreference of `workload`.
  static func schedulingPreference(
    _ preference: KubeFedPolicy.ReplicaSchedulingPreference, for workload: WorkloadSpec
  ) -> ManifestValue {
    .object(
      apiVersion: "scheduling.kubefed.io/v1alpha1", kind: "ReplicaSchedulingPreference", name: .own(.name),
      namespace: WorkloadObjects.namespace(workload),
      [
        (
          "spec",
          .fields([
            ("targetKind", .text("Federated\(workload.kind)")), ("totalReplicas", .number(preference.totalReplicas)),
            ("rebalance", .flag(preference.rebalance)),
            ("intersectWithClusterSelector", .flag(preference.intersectWithClusterSelector)),
            ("clusters", ManifestValue.preferences(preference.clusters).nonEmpty),
          ])
        )
      ])
  }

  /// A FederatedNamespace placed everywhere: KubeFed creates nothing in a cluster without it.
  static func namespace(_ name: String) -> ManifestValue {
    .object(
      apiVersion: "types.kubefed.io/v1beta1", kind: "FederatedNamespace", name: .text(name), namespace: name,
      [("spec", .fields([("placement", .fields([("clusterSelector", .map([]))]))]))])
  }
}

/// KubeAdmiral's objects.
enum KubeAdmiralObjectWriting {
  /// The PropagationPolicy of `workload`.
  static func propagationPolicy(_ policy: KubeAdmiralPolicy, for workload: WorkloadSpec) -> ManifestValue {
    var terms = policy.clusterAffinityTerms
    if !policy.clusterSelector.matchExpressions.isEmpty {
      // The selector is a plain map upstream: its expressions are ANDed into every term.
      if terms.isEmpty { terms = [LabelSelector()] }
      for place in terms.indices { terms[place].matchExpressions += policy.clusterSelector.matchExpressions }
    }
    let spec = ManifestValue.fields([
      ("schedulingMode", .text(policy.divides ? "Divide" : "Duplicate")),
      ("replicasStrategy", policy.packs ? .text("Binpack") : nil),
      ("clusterSelector", ManifestValue.labels(policy.clusterSelector.matchLabels).nonEmpty),
      ("clusterAffinity", ManifestValue.list(terms.map(affinityTerm)).nonEmpty),
      ("tolerations", ManifestValue.tolerations(policy.tolerations).nonEmpty),
      ("maxClusters", policy.maximumClusters.map { .number($0) }),
      ("placement", ManifestValue.list(policy.placements.map(placement)).nonEmpty),
      ("autoMigration", policy.autoMigration.map(autoMigration)),
      ("reschedulePolicy", reschedulePolicy(policy)),
    ])
    return .object(
      apiVersion: "core.kubeadmiral.io/v1alpha1", kind: "PropagationPolicy",
      name: .own(.companion), namespace: WorkloadObjects.namespace(workload), [("spec", spec)])
  }

  private static func affinityTerm(_ term: LabelSelector) -> ManifestValue {
    let labels = term.matchLabels.entries.map {
      LabelSelector.Requirement(key: $0.key, operator: .isIn, values: [$0.value])
    }
    let all = labels + term.matchExpressions
    let fields = ManifestValue.requirements(all.filter { $0.key == "metadata.name" })
    return .fields([
      ("matchExpressions", ManifestValue.requirements(all.filter { $0.key != "metadata.name" }).nonEmpty),
      ("matchFields", fields.nonEmpty),
    ])
  }

  private static func placement(_ placement: KubeAdmiralPolicy.Placement) -> ManifestValue {
    let preferences = ManifestValue.fields([
      ("minReplicas", placement.minimum == 0 ? nil : .number(placement.minimum)),
      ("maxReplicas", placement.maximum.map { .number($0) }), ("weight", placement.weight.map { .number($0) }),
      ("priority", placement.priority.map { .number($0) }),
    ])
    return .fields([("cluster", .text(placement.cluster)), ("preferences", preferences.nonEmpty)])
  }

  private static func autoMigration(_ migration: KubeAdmiralPolicy.AutoMigration) -> ManifestValue {
    .fields([
      ("when", .fields([("podUnschedulableFor", .text(goDuration(migration.unschedulableFor)))])),
      ("keepUnschedulableReplicas", .flag(migration.keepUnschedulableReplicas)),
    ])
  }

  /// Go's durations know no days.
  private static func goDuration(_ span: SimulationDuration) -> String {
    let (seconds, rest) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return rest == 0 ? "\(seconds)s" : "\(span.nanoseconds)ns"
  }

  private static func reschedulePolicy(_ policy: KubeAdmiralPolicy) -> ManifestValue? {
    let isDefault = !policy.isSticky && policy.avoidsDisruption && policy.rescheduleWhen == .init()
    if isDefault { return nil }
    let when = policy.rescheduleWhen.map { when in
      ManifestValue.fields([
        ("policyContentChanged", .flag(when.policyContentChanged)), ("clusterJoined", .flag(when.clusterJoined)),
        ("clusterLabelsChanged", .flag(when.clusterLabelsChanged)),
        ("clusterAPIResourcesChanged", .flag(when.clusterAPIResourcesChanged)),
      ])
    }
    return .fields([
      ("disableRescheduling", .flag(policy.isSticky)), ("rescheduleWhen", when),
      ("replicaRescheduling", .fields([("avoidDisruption", .flag(policy.avoidsDisruption))])),
    ])
  }
}

/// Federation v1's annotations.
enum FederationV1ObjectWriting {
  /// The annotations that say `policy` of a workload of `kind`.
  static func annotations(_ policy: FederationV1Policy, kind: String) -> Labels {
    let preferences = ManifestValue.fields([
      ("rebalance", .flag(policy.rebalance)), ("clusters", .preferences(policy.clusters)),
    ])
    var annotations: Labels = [FederationV1Annotations.preferences(of: kind): preferences.json().text()]
    if !policy.clusterSelector.isEmpty {
      annotations[FederationV1Annotations.clusterSelector] =
        ManifestValue.requirements(policy.clusterSelector).json().text()
    }
    return annotations
  }

  /// The API version under which Federation v1 takes `kind`.
  static func apiVersion(of kind: String) -> String {
    switch kind {
    case "Job": "batch/v1"
    case "StatefulSet": "apps/v1"
    default: "extensions/v1beta1"
    }
  }
}
