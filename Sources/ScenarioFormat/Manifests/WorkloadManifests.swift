// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A workload read from a manifest, with what only later objects can complete.
struct ManifestWorkload {
  var workload: WorkloadSpec
  var annotations: Labels
  var priorityClassName: String?
  var position: SourcePosition
  /// Whether it is the template inside a Federated<Kind>; a workload object of its own wins over it.
  var isFederatedTemplate: Bool
}

/// Deployment, StatefulSet, ReplicaSet and Job.
enum WorkloadManifests {
  /// The kinds read as workloads.
  static let kinds = ["Deployment", "StatefulSet", "ReplicaSet", "Job"]

  /// The API version under which policies select `kind`.
  static func apiVersion(of kind: String) -> String { kind == "Job" ? "batch/v1" : "apps/v1" }

  /// Reads a workload object.
  static func read(_ object: KubernetesObject, coverage: inout ManifestCoverage) -> ManifestWorkload? {
    guard object.hasName(), let spec = object.spec() else { return nil }
    return draft(
      spec: spec, kind: object.kind, object: object, labels: object.labels, annotations: object.annotations,
      isFederatedTemplate: false, coverage: &coverage)
  }

  /// Reads the template inside a Federated<Kind>, which has the name of the outer object.
  static func readTemplate(of object: KubernetesObject, coverage: inout ManifestCoverage) -> ManifestWorkload? {
    guard object.hasName(), let outer = object.spec() else { return nil }
    guard let template = outer.mapping("template", section: "the template of \(object.title)") else { return nil }
    let metadata = template.mapping("metadata")
    let node = template.node("spec") ?? DocumentNode(.null, at: template.position)
    guard let spec = FieldReader(node, section: "spec of \(object.title)", collector: object.collector) else {
      return nil
    }
    return draft(
      spec: spec, kind: String(object.kind.dropFirst("Federated".count)), object: object,
      labels: metadata?.labels("labels") ?? [:], annotations: metadata?.labels("annotations") ?? [:],
      isFederatedTemplate: true, coverage: &coverage)
  }

  private static func draft(
    spec: FieldReader, kind: String, object: KubernetesObject, labels: Labels, annotations: Labels,
    isFederatedTemplate: Bool, coverage: inout ManifestCoverage
  ) -> ManifestWorkload {
    let pod = PodTemplateFields(of: spec, coverage: &coverage)
    let workload = WorkloadSpec(
      namespace: object.namespace, name: object.name, kind: kind, uid: isFederatedTemplate ? nil : object.uid,
      labels: labels, replicas: replicas(of: spec, kind: kind), requests: pod.requests, hasRequests: pod.hasRequests,
      nodeSelector: pod.nodeSelector, tolerations: pod.tolerations)
    return ManifestWorkload(
      workload: workload, annotations: annotations, priorityClassName: pod.priorityClassName,
      position: object.position, isFederatedTemplate: isFederatedTemplate)
  }

  /// Replicas with the API server's defaults: 1, and for a Job as many as run at once.
  private static func replicas(of spec: FieldReader, kind: String) -> Int {
    let range = 0...Int(Int32.max)
    guard kind == "Job" else { return spec.int("replicas", in: range) ?? 1 }
    let parallelism = spec.int("parallelism", in: range) ?? 1
    return min(parallelism, spec.int("completions", in: range) ?? parallelism)
  }
}
