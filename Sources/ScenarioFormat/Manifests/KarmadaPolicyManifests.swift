// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Which templates an object of Karmada selects.
struct ResourceSelector {
  /// How closely a selector names a template; a closer one wins.
  enum Precision: Int, Comparable {
    case kind, label, name
    static func < (left: Precision, right: Precision) -> Bool { left.rawValue < right.rawValue }
  }
  var apiVersion: String
  var kind: String
  var namespace: String
  var name: String
  var labelSelector: LabelSelector?

  /// How closely it names `workload`; nil where it does not select it.
  ///
  /// Source: karmada `pkg/util/selector.go` ResourceMatches, ResourceSelectorPriority.
  func precision(for workload: WorkloadSpec) -> Precision? {
    guard kind == workload.kind, apiVersion == WorkloadManifests.apiVersion(of: kind) else { return nil }
    guard namespace.isEmpty || namespace == workload.namespace else { return nil }
    if !name.isEmpty { return name == workload.name ? .name : nil }
    guard let labelSelector else { return .kind }
    return labelSelector.matches(workload.labels) ? .label : nil
  }

  /// The selectors under `resourceSelectors` of `spec`.
  static func read(_ spec: FieldReader, of object: KubernetesObject, isNamespaced: Bool) -> [ResourceSelector] {
    spec.mappings("resourceSelectors", section: "a resource selector").compactMap { reader in
      guard reader.required("apiVersion") != nil, reader.required("kind") != nil,
        let apiVersion = reader.string("apiVersion"), let kind = reader.string("kind")
      else { return nil }
      var namespace = reader.string("namespace") ?? ""
      if isNamespaced {
        if !namespace.isEmpty && namespace != object.namespace {
          object.refuse(
            at: reader.position(of: "namespace"),
            "the selector's namespace \(namespace) is not the policy's, \(object.namespace)",
            fix: "remove the namespace, or use the cluster-scoped kind")
        }
        namespace = object.namespace
      }
      return ResourceSelector(
        apiVersion: apiVersion, kind: kind, namespace: namespace, name: reader.string("name") ?? "",
        labelSelector: reader.labelSelector("labelSelector"))
    }
  }
}

/// A PropagationPolicy or ClusterPropagationPolicy of Karmada.
struct KarmadaPropagationPolicy {
  var name: String
  var isNamespaced: Bool
  var selectors: [ResourceSelector]
  /// The policy's own priority among policies.
  var priority: Int
  var priorityClassName: String?
  var policy: KarmadaPolicy
  var position: SourcePosition

  /// Reads `object` with upstream's defaults and checks.
  ///
  /// Source: karmada `pkg/apis/policy/v1alpha1/propagation_types.go`, `pkg/webhook/propagationpolicy`,
  /// `pkg/util/validation/validation.go` (v1.18).
  init?(_ object: KubernetesObject, coverage: inout ManifestCoverage) {
    guard object.hasName(), let spec = object.spec() else { return nil }
    name = object.name
    isNamespaced = object.kind == "PropagationPolicy"
    position = object.position
    selectors = ResourceSelector.read(spec, of: object, isNamespaced: isNamespaced)
    if selectors.isEmpty && !spec.has("resourceSelectors") {
      object.refuse(at: spec.position, "there are no resourceSelectors", fix: "add at least one")
    }
    priority = spec.int("priority", in: Int(Int32.min)...Int(Int32.max)) ?? 0
    policy = KarmadaPlacement.read(spec, of: object)
    priorityClassName = Self.priorityClassName(spec, object)
    policy.suspension = Self.suspension(spec, object)
    policy.activatesLazily = spec.string("activationPreference") == "Lazy"
    if let mode = spec.string("activationPreference"), !mode.isEmpty, mode != "Lazy" {
      object.refuse(
        at: spec.position(of: "activationPreference"), "activationPreference is \(mode)", fix: "write Lazy, or nothing")
    }
    if spec.string("preemption") == "Always", selectors.contains(where: { $0.name.isEmpty }) {
      object.refuse(
        at: spec.position(of: "preemption"), "preemption is Always and a resource selector has no name",
        fix: "name each template, or remove preemption")
    }
    if let failover = spec.mapping("failover") {
      policy.applicationFailover = KarmadaFailover.application(failover, of: spec, object, &coverage)
      policy.clusterPurgeMode = KarmadaFailover.clusterPurgeMode(failover, object, &coverage)
    }
    noteGaps(spec, coverage: &coverage)
  }

  private static func priorityClassName(_ spec: FieldReader, _ object: KubernetesObject) -> String? {
    guard let reader = spec.mapping("schedulePriority") else { return nil }
    if reader.required("priorityClassSource") != nil, let source = reader.string("priorityClassSource"),
      source != "KubePriorityClass"
    {
      object.refuse(
        at: reader.position(of: "priorityClassSource"), "priorityClassSource is \(source)",
        fix: "write KubePriorityClass")
    }
    return reader.required("priorityClassName") == nil ? nil : reader.string("priorityClassName")
  }

  private static func suspension(_ spec: FieldReader, _ object: KubernetesObject) -> KarmadaPolicy.Suspension {
    guard let reader = spec.mapping("suspension") else { return KarmadaPolicy.Suspension() }
    if reader.has("dispatching") && reader.has("dispatchingOnClusters") {
      object.refuse(
        at: reader.position, "suspension has both dispatching and dispatchingOnClusters", fix: "keep one of the two")
    }
    let clusters = reader.mapping("dispatchingOnClusters")?.strings("clusterNames") ?? []
    return KarmadaPolicy.Suspension(
      stopsDispatching: reader.bool("dispatching") ?? false, stoppedClusters: clusters.sorted())
  }

  /// What is read and has no effect on a run.
  private func noteGaps(_ spec: FieldReader, coverage: inout ManifestCoverage) {
    if policy.activatesLazily {
      coverage.noteGap("activationPreference: Lazy", at: spec.position(of: "activationPreference"))
    }
    if spec.string("preemption") == "Always" {
      coverage.noteGap("preemption: Always", at: spec.position(of: "preemption"))
    }
    if spec.has("dependentOverrides") {
      coverage.noteGap("dependentOverrides of policies", at: spec.position(of: "dependentOverrides"))
    }
    if let scheduler = spec.string("schedulerName"), scheduler != "default-scheduler", !scheduler.isEmpty {
      coverage.noteGap("the scheduler \(scheduler)", at: spec.position(of: "schedulerName"))
    }
  }
}
