// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Parts that objects of several systems share, as values to be written.
extension ManifestValue {
  static func labels(_ labels: Labels) -> ManifestValue {
    .map(labels.entries.map { ($0.key, .text($0.value)) })
  }

  static func selector(_ selector: LabelSelector) -> ManifestValue {
    fields([
      ("matchLabels", labels(selector.matchLabels).nonEmpty),
      ("matchExpressions", requirements(selector.matchExpressions).nonEmpty),
    ])
  }

  static func requirements(_ requirements: [LabelSelector.Requirement]) -> ManifestValue {
    .list(
      requirements.map { requirement in
        fields([
          ("key", .text(requirement.key)), ("operator", .text(requirement.operator.rawValue)),
          ("values", texts(requirement.values).nonEmpty),
        ])
      })
  }

  static func tolerations(_ tolerations: [Toleration]) -> ManifestValue {
    .list(
      tolerations.map { toleration in
        fields([
          ("key", toleration.key.isEmpty ? nil : .text(toleration.key)),
          ("operator", .text(toleration.operator.rawValue)),
          ("value", toleration.value.isEmpty ? nil : .text(toleration.value)),
          ("effect", toleration.effect.map { .text($0.rawValue) }),
          ("tolerationSeconds", toleration.tolerationSeconds.map { .number($0) }),
        ])
      })
  }

  static func taints(_ taints: [Taint]) -> ManifestValue {
    .list(
      taints.map { taint in
        fields([
          ("key", .text(taint.key)), ("value", taint.value.isEmpty ? nil : .text(taint.value)),
          ("effect", .text(taint.effect.rawValue)),
        ])
      })
  }

  /// Amounts in Kubernetes notation; those of 0 are left out, and pods unless `withPods`.
  static func resources(_ resources: Resources, withPods: Bool) -> ManifestValue {
    let cpu = CPUQuantity(millicores: resources.cpuMillicores).description
    let memory = MemoryQuantity(bytes: resources.memoryBytes).description
    return fields([
      ("cpu", resources.cpuMillicores == 0 ? nil : .text(cpu)),
      ("memory", resources.memoryBytes == 0 ? nil : .text(memory)),
      ("pods", withPods && resources.pods != 0 ? .text(String(resources.pods)) : nil),
    ])
  }

  /// Preferences by cluster, as KubeFed and Federation v1 write them.
  static func preferences(_ preferences: [ClusterPreference]) -> ManifestValue {
    .map(
      preferences.map { preference in
        let value = fields([
          ("minReplicas", preference.minimum == 0 ? nil : .number(preference.minimum)),
          ("maxReplicas", preference.maximum.map { .number($0) }),
          ("weight", .number(preference.weight)),
        ])
        return (preference.cluster, value)
      })
  }

  /// An object of Kubernetes.
  static func object(
    apiVersion: String, kind: String, name: ManifestValue, namespace: String? = nil, labels: Labels = [:],
    _ rest: [(String, ManifestValue?)]
  ) -> ManifestValue {
    let metadata = [
      ("name", name), ("namespace", namespace.map { .text($0) }), ("labels", ManifestValue.labels(labels).nonEmpty),
    ]
    return object(apiVersion: apiVersion, kind: kind, metadata: metadata, rest)
  }

  /// An object of Kubernetes with whatever metadata it has.
  static func object(
    apiVersion: String, kind: String, metadata: [(String, ManifestValue?)], _ rest: [(String, ManifestValue?)]
  ) -> ManifestValue {
    fields(
      [("apiVersion", .text(apiVersion)), ("kind", .text(kind)), ("metadata", fields(metadata))] + rest)
  }
}
