// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Workloads as the objects that users write.
enum WorkloadObjects {
  /// The object of `workload`.
  static func object(
    _ workload: WorkloadSpec, apiVersion: String? = nil, labels: Labels? = nil, annotations: Labels = [:]
  ) -> ManifestValue {
    let uid = workload.uid == workload.key || workload.uid == "\(workload.namespace)/\(workload.name)"
    return .object(
      apiVersion: apiVersion ?? WorkloadManifests.apiVersion(of: workload.kind), kind: workload.kind,
      name: workload.name, namespace: namespace(workload), labels: labels ?? workload.labels,
      annotations: annotations, uid: uid ? nil : workload.uid, [("spec", spec(workload))])
  }

  /// The namespace, `default` where none is given.
  static func namespace(_ workload: WorkloadSpec) -> String {
    workload.namespace.isEmpty ? "default" : workload.namespace
  }

  /// The `spec` of `workload`; `replicas` overrides its count.
  static func spec(_ workload: WorkloadSpec, replicas: Int? = nil) -> ManifestValue {
    let count = ManifestValue.number(Int64(replicas ?? workload.replicas))
    // A label value holds at most 63 characters.
    let labels: Labels = ["app.kubernetes.io/name": String(workload.name.prefix(63))]
    let container = ManifestValue.fields([
      ("name", .text("main")), ("image", .text("registry.k8s.io/pause:3.10")),
      (
        "resources",
        ManifestValue.fields([
          ("requests", ManifestValue.resources(workload.requests, withPods: false).nonEmpty)
        ]).nonEmpty
      ),
    ])
    let isJob = workload.kind == "Job"
    let pod = ManifestValue.fields([
      ("nodeSelector", ManifestValue.labels(workload.nodeSelector).nonEmpty),
      ("tolerations", ManifestValue.tolerations(workload.tolerations).nonEmpty),
      ("restartPolicy", isJob ? .text("Never") : nil),
      ("containers", .list([container])),
    ])
    let template = ManifestValue.fields([
      ("metadata", .fields([("labels", .labels(labels))])), ("spec", pod),
    ])
    if isJob {
      return .fields([("parallelism", count), ("completions", count), ("template", template)])
    }
    return .fields([
      ("replicas", count),
      ("serviceName", workload.kind == "StatefulSet" ? .text(workload.name) : nil),
      ("selector", .fields([("matchLabels", .labels(labels))])),
      ("template", template),
    ])
  }

  /// A name for the objects that belong to one workload: `web-deployment`, at most 63 characters, so that it fits a label.
  static func companionName(_ workload: WorkloadSpec) -> String {
    let name = "\(workload.name)-\(workload.kind.lowercased())"
    guard name.utf8.count > 63 else { return name }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return "\(name.prefix(46))-\(String(hash, radix: 16))"
  }
}
