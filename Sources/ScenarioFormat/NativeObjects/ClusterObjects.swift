// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Member clusters as each system registers them.
enum ClusterObjects {
  /// An address that nobody has (RFC 2606): the objects are valid, and joining a real cluster replaces it.
  static func endpoint(_ cluster: ClusterSpec) -> String { "https://\(cluster.name).example:6443" }

  /// The object of `cluster` in `system`.
  static func object(_ cluster: ClusterSpec, system: FederationSystem) -> ManifestValue {
    let secret = ManifestValue.fields([("name", .text(cluster.name))])
    switch system {
    case .karmada: return KarmadaObjectWriting.cluster(cluster)
    case .kubeFed:
      return .object(
        apiVersion: "core.kubefed.io/v1beta1", kind: "KubeFedCluster", name: .text(cluster.name),
        namespace: "kube-federation-system", labels: cluster.labels,
        [("spec", .fields([("apiEndpoint", .text(endpoint(cluster))), ("secretRef", secret)]))])
    case .kubeAdmiral:
      let used = cluster.reported?.allocated ?? cluster.reserved
      let free = cluster.capacityAtStart - used
      let available = Resources(
        cpuMillicores: max(free.cpuMillicores, 0), memoryBytes: max(free.memoryBytes, 0), pods: max(free.pods, 0))
      let resources = ManifestValue.fields([
        ("schedulableNodes", .number(Int64(cluster.pools.reduce(0) { $0 + ($1.isCordoned ? 0 : $1.nodeCount) }))),
        ("allocatable", .resources(cluster.capacityAtStart, withPods: true)),
        ("available", .resources(available, withPods: true)),
      ])
      return .object(
        apiVersion: "core.kubeadmiral.io/v1alpha1", kind: "FederatedCluster", name: .text(cluster.name),
        labels: cluster.labels,
        [
          (
            "spec",
            .fields([
              ("apiEndpoint", .text(endpoint(cluster))), ("useServiceAccount", .flag(true)), ("secretRef", secret),
              ("taints", ManifestValue.taints(cluster.taints).nonEmpty),
            ])
          ),
          ("status", .fields([("resources", resources)])),
        ])
    case .federationV1:
      let address = ManifestValue.fields([
        ("clientCIDR", .text("0.0.0.0/0")), ("serverAddress", .text(endpoint(cluster))),
      ])
      return .object(
        apiVersion: "federation/v1beta1", kind: "Cluster", name: .text(cluster.name), labels: cluster.labels,
        [("spec", .fields([("serverAddressByClientCIDRs", .list([address])), ("secretRef", secret)]))])
    }
  }
}
