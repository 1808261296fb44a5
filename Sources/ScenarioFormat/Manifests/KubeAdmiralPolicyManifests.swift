// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A PropagationPolicy or ClusterPropagationPolicy of KubeAdmiral.
struct KubeAdmiralPropagationPolicy {
  private enum Mode: String, CaseIterable {
    case duplicate = "Duplicate"
    case divide = "Divide"
  }
  private enum Strategy: String, CaseIterable {
    case spread = "Spread"
    case binpack = "Binpack"
  }

  /// The label that binds an object to a PropagationPolicy of its namespace.
  static let policyLabel = "kubeadmiral.io/propagation-policy-name"
  /// The label that binds an object to a ClusterPropagationPolicy.
  static let clusterPolicyLabel = "kubeadmiral.io/cluster-propagation-policy-name"
  /// Annotations of an object that replace fields of its policy.
  static let overridingAnnotations = [
    "scheduling-mode", "sticky-cluster", "tolerations", "placements", "cluster-selector", "affinity", "max-clusters",
  ].map { "kubeadmiral.io/" + $0 }
  /// Kinds whose type configuration names a path to the replicas; the others are duplicated.
  static let divisibleKinds = ["Deployment", "ReplicaSet"]

  /// Why workloads of `kind` are duplicated whatever their policy says; nil where they can be divided.
  static func indivisibleReason(of kind: String) -> String? {
    divisibleKinds.contains(kind) ? nil : "KubeAdmiral's type configuration gives no path to replicas of a \(kind)"
  }

  var name: String
  var isNamespaced: Bool
  var namespace: String
  var policy: KubeAdmiralPolicy
  var position: SourcePosition

  /// Reads `object` with the defaults of its CRD.
  ///
  /// Source: kubeadmiral 19de01c `pkg/apis/core/v1alpha1/types_propagationpolicy.go`,
  /// `config/crds/patches/generic_propagationpolicies.src.sh`.
  init?(_ object: KubernetesObject, coverage: inout ManifestCoverage) {
    guard object.hasName(), let spec = object.spec() else { return nil }
    name = object.name
    isNamespaced = object.kind == "PropagationPolicy"
    namespace = object.namespace
    position = object.position
    policy = KubeAdmiralPolicy()
    policy.divides = spec.has("schedulingMode") && spec.word("schedulingMode", as: Mode.self) == .divide
    policy.packs = spec.has("replicasStrategy") && spec.word("replicasStrategy", as: Strategy.self) == .binpack
    policy.clusterSelector = LabelSelector(matchLabels: spec.labels("clusterSelector"))
    policy.clusterAffinityTerms = Self.affinity(spec, &coverage)
    policy.tolerations = spec.tolerations("tolerations")
    policy.maximumClusters = spec.int64("maxClusters")
    if let maximum = policy.maximumClusters, maximum < 0 {
      object.refuse(at: spec.position(of: "maxClusters"), "maxClusters is \(maximum)", fix: "write at least 0")
    }
    policy.placements = Self.placements(spec, object)
    if let migration = spec.mapping("autoMigration") {
      policy.autoMigration = KubeAdmiralPolicy.AutoMigration(
        unschedulableFor: migration.mapping("when")?.duration("podUnschedulableFor") ?? .minutes(1),
        keepUnschedulableReplicas: migration.bool("keepUnschedulableReplicas") ?? false)
    }
    policy.isSticky = spec.bool("stickyCluster") ?? false
    readReschedulePolicy(spec)
    if let profile = spec.string("schedulingProfile"), !profile.isEmpty {
      coverage.noteGap("schedulingProfile of policies", at: spec.position(of: "schedulingProfile"))
    }
  }

  /// `reschedulePolicy` left out means `{rescheduleWhen: {policyContentChanged: true}}`; written without
  /// `rescheduleWhen`, it has none.
  private mutating func readReschedulePolicy(_ spec: FieldReader) {
    guard let reschedule = spec.mapping("reschedulePolicy") else { return }
    policy.isSticky = policy.isSticky || (reschedule.bool("disableRescheduling") ?? false)
    policy.rescheduleWhen = reschedule.mapping("rescheduleWhen").map { when in
      KubeAdmiralPolicy.RescheduleWhen(
        policyContentChanged: when.bool("policyContentChanged") ?? true,
        clusterJoined: when.bool("clusterJoined") ?? false,
        clusterLabelsChanged: when.bool("clusterLabelsChanged") ?? false,
        clusterAPIResourcesChanged: when.bool("clusterAPIResourcesChanged") ?? false)
    }
    policy.avoidsDisruption = reschedule.mapping("replicaRescheduling")?.bool("avoidDisruption") ?? true
  }

  /// Terms of requirements on labels; requirements on the field `metadata.name` are kept under that key. Comparisons of
  /// numbers (Gt, Lt), which upstream accepts here, are named and left out.
  private static func affinity(_ spec: FieldReader, _ coverage: inout ManifestCoverage) -> [LabelSelector] {
    spec.mappings("clusterAffinity", section: "a cluster affinity term").map { term in
      var requirements: [LabelSelector.Requirement] = []
      for key in ["matchExpressions", "matchFields"] {
        let isNumeric = { (node: DocumentNode) in ["Gt", "Lt"].contains(node["operator"]?.text) }
        let nodes = term.list(key) ?? []
        for node in nodes where isNumeric(node) {
          coverage.noteGap("the operator \(node["operator"]?.text ?? "") of cluster affinities", at: node.position)
        }
        requirements += term.requirements(key, among: nodes.filter { !isNumeric($0) })
      }
      return LabelSelector(matchExpressions: requirements)
    }
  }

  private static func placements(
    _ spec: FieldReader, _ object: KubernetesObject
  ) -> [KubeAdmiralPolicy.Placement] {
    var seen: Set<String> = []
    return spec.mappings("placement", section: "a placement").compactMap { reader in
      guard reader.required("cluster") != nil, let name = reader.string("cluster") else { return nil }
      if !seen.insert(name).inserted {
        object.refuse(at: reader.position, "the cluster \(name) is placed twice", fix: "keep one of the two")
      }
      var placement = KubeAdmiralPolicy.Placement(cluster: name)
      guard let preferences = reader.mapping("preferences") else { return placement }
      let range = 0...Int64.max
      placement.minimum = preferences.int64("minReplicas", in: range) ?? 0
      placement.maximum = preferences.int64("maxReplicas", in: range)
      placement.weight = preferences.int64("weight", in: range)
      placement.priority = preferences.int64("priority", in: range)
      if let maximum = placement.maximum, maximum < placement.minimum {
        object.refuse(
          at: preferences.position, "maxReplicas \(maximum) is less than minReplicas \(placement.minimum)",
          fix: "swap them")
      }
      return placement
    }
  }
}
