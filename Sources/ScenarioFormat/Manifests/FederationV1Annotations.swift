// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Quantities

/// Federation v1's annotations on a workload.
enum FederationV1Annotations {
  /// The annotation with cluster requirements.
  static let clusterSelector = "federation.alpha.kubernetes.io/cluster-selector"

  /// The annotation with the preferences of `kind`.
  static func preferences(of kind: String) -> String {
    switch kind {
    case "Deployment": "federation.kubernetes.io/deployment-preferences"
    case "Job": "federation.kubernetes.io/job-preferences"
    default: "federation.kubernetes.io/replica-set-preferences"
    }
  }

  /// The policy in `draft`'s annotations; nil where it has none of them.
  ///
  /// Preferences that cannot be read count as absent, as upstream does. Source: kubernetes-retired/federation
  /// `pkg/federatedtypes/scheduling.go`, `replicaset.go`, `util/clusterselector`.
  static func read(_ draft: ManifestWorkload, collector: DiagnosticCollector) -> FederationV1Policy? {
    let preferences = draft.annotations[preferences(of: draft.workload.kind)]
    let selector = draft.annotations[clusterSelector]
    guard preferences != nil || selector != nil else { return nil }
    var policy = FederationV1Policy()
    if let preferences {
      if let read = readPreferences(preferences, draft) {
        policy = read
      } else {
        collector.warning(
          .unreadableAnnotation, at: draft.position,
          "the preferences of \(draft.workload.key) cannot be read, so every cluster has weight 1",
          fix: "write JSON such as {\"clusters\": {\"*\": {\"weight\": 1}}}")
      }
    }
    if let selector {
      if let requirements = readRequirements(selector, draft) {
        policy.clusterSelector = requirements
      } else {
        collector.error(
          .unreadableAnnotation, at: draft.position, "the cluster selector of \(draft.workload.key) cannot be read",
          fix: "write a JSON list such as [{\"key\": \"tier\", \"operator\": \"In\", \"values\": [\"prod\"]}]")
      }
    }
    return policy
  }

  private static func readPreferences(_ text: String, _ draft: ManifestWorkload) -> FederationV1Policy? {
    let faults = DiagnosticCollector()
    guard let node = json(text, draft, faults),
      let reader = FieldReader(node, section: "the preferences", collector: faults)
    else { return nil }
    let clusters = ClusterPreferenceFields.read(reader, title: draft.workload.key, lowerBoundsAreErrors: false) ?? []
    let policy = FederationV1Policy(rebalance: reader.bool("rebalance") ?? false, clusters: clusters)
    return faults.hasErrors ? nil : policy
  }

  private static func readRequirements(_ text: String, _ draft: ManifestWorkload) -> [LabelSelector.Requirement]? {
    let faults = DiagnosticCollector()
    guard let list = json(text, draft, faults), list.elements != nil else { return nil }
    let entry = DocumentNode.Entry(key: "requirements", keyPosition: draft.position, value: list)
    let node = DocumentNode(.mapping([entry]), at: draft.position)
    let reader = FieldReader(node, section: "the cluster selector", collector: faults)
    let requirements = reader?.requirements("requirements")
    return faults.hasErrors ? nil : requirements
  }

  /// The JSON value in `text`; nil where it is not strict JSON.
  private static func json(
    _ text: String, _ draft: ManifestWorkload, _ faults: DiagnosticCollector
  ) -> DocumentNode? {
    guard (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil else { return nil }
    return DocumentReader.documents(text.utf8, file: draft.position.file, collector: faults).first
  }
}
