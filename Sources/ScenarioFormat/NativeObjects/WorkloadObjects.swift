// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Workloads as the objects that users write.
enum WorkloadObjects {
  /// The object of `workload`; `companionLabel` is the key of a label that names its companion.
  static func object(
    _ workload: WorkloadSpec, apiVersion: String? = nil, companionLabel: String? = nil, annotations: Labels = [:]
  ) -> ManifestValue {
    var labels = workload.labels
    if let companionLabel { labels[companionLabel] = "" }
    let labelValues = labels.entries.map { entry -> (String, ManifestValue?) in
      (entry.key, entry.key == companionLabel ? .own(.companion) : .text(entry.value))
    }
    let metadata: [(String, ManifestValue?)] = [
      ("name", .own(.name)), ("namespace", .text(namespace(workload))),
      ("uid", hasOwnUID(workload) ? .own(.uid) : nil), ("labels", ManifestValue.fields(labelValues).nonEmpty),
      ("annotations", ManifestValue.labels(annotations).nonEmpty),
    ]
    return .object(
      apiVersion: apiVersion ?? WorkloadManifests.apiVersion(of: workload.kind), kind: workload.kind,
      metadata: metadata, [("spec", spec(workload))])
  }

  /// Whether its uid says more than its name.
  static func hasOwnUID(_ workload: WorkloadSpec) -> Bool {
    workload.uid != workload.key && workload.uid != "\(workload.namespace)/\(workload.name)"
  }

  /// The namespace, `default` where none is given.
  static func namespace(_ workload: WorkloadSpec) -> String {
    workload.namespace.isEmpty ? "default" : workload.namespace
  }

  /// The `spec` of `workload`.
  static func spec(_ workload: WorkloadSpec) -> ManifestValue {
    let count = ManifestValue.number(Int64(workload.replicas))
    let labels = ManifestValue.fields([("app.kubernetes.io/name", .own(.label))])
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
      ("metadata", .fields([("labels", labels)])), ("spec", pod),
    ])
    if isJob {
      return .fields([("parallelism", count), ("completions", count), ("template", template)])
    }
    return .fields([
      ("replicas", count),
      ("serviceName", workload.kind == "StatefulSet" ? .own(.name) : nil),
      ("selector", .fields([("matchLabels", labels)])),
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
