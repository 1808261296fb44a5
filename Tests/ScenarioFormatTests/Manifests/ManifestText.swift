// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

@testable import ScenarioFormat

/// Manifests as text, read.
struct ManifestText {
  let inventory: ManifestInventory
  let diagnostics: [Diagnostic]

  init(_ text: String, members: [(String, String)] = []) {
    let collector = DiagnosticCollector()
    let documents = DocumentReader.documents(text.utf8, file: "in.yaml", collector: collector)
    inventory = ManifestReader.read(
      documents: documents,
      members: members.map { name, text in
        (name, DocumentReader.documents(text.utf8, file: "\(name).yaml", collector: collector))
      }, collector: collector)
    diagnostics = collector.diagnostics
  }

  var errors: [String] { diagnostics.filter { $0.severity == .error }.map(\.description) }
  var warnings: [String] { diagnostics.filter { $0.severity == .warning }.map(\.description) }
  var fleet: Fleet { Fleet(clusters: inventory.clusters) }

  func workload(_ key: String) -> WorkloadSpec? { inventory.workloads.first { $0.key == key } }

  func karmada(_ key: String, in fleet: Fleet? = nil) -> KarmadaPolicy? {
    guard let workload = workload(key),
      case .karmada(let policy)? = inventory.policy(of: .karmada, for: workload, fleet: fleet ?? self.fleet)
    else { return nil }
    return policy
  }
  func kubeFed(_ key: String) -> KubeFedPolicy? {
    guard let workload = workload(key),
      case .kubeFed(let policy)? = inventory.policy(of: .kubeFed, for: workload, fleet: fleet)
    else { return nil }
    return policy
  }
  func kubeAdmiral(_ key: String) -> KubeAdmiralPolicy? {
    guard let workload = workload(key),
      case .kubeAdmiral(let policy)? = inventory.policy(of: .kubeAdmiral, for: workload, fleet: fleet)
    else { return nil }
    return policy
  }
  func federationV1(_ key: String) -> FederationV1Policy? {
    guard let workload = workload(key),
      case .federationV1(let policy)? = inventory.policy(of: .federationV1, for: workload, fleet: fleet)
    else { return nil }
    return policy
  }
}

/// A Deployment called `name` in `default`.
func deployment(_ name: String, labels: String = "{}", replicas: Int = 2) -> String {
  """
  ---
  apiVersion: apps/v1
  kind: Deployment
  metadata: {name: \(name), labels: \(labels)}
  spec: {replicas: \(replicas), template: {spec: {containers: [{name: main}]}}}

  """
}
