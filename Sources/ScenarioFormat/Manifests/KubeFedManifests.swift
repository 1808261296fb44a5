// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Preferences by cluster, as KubeFed's objects and Federation v1's annotations write them.
enum ClusterPreferenceFields {
  /// Reads the mapping under `clusters`, ascending by name; nil where there is none.
  static func read(
    _ reader: FieldReader, title: String, lowerBoundsAreErrors: Bool = true
  ) -> [ClusterPreference]? {
    guard reader.has("clusters") else { return nil }
    let range: ClosedRange<Int64> = lowerBoundsAreErrors ? 0...Int64.max : Int64.min...Int64.max
    return reader.namedMappings("clusters", section: "the preferences of").map { name, position, fields in
      let preference = ClusterPreference(
        cluster: name, minimum: fields.int64("minReplicas", in: range) ?? 0,
        maximum: fields.int64("maxReplicas", in: range), weight: fields.int64("weight", in: range) ?? 0)
      if lowerBoundsAreErrors, let maximum = preference.maximum, maximum < preference.minimum {
        reader.collector.error(
          .refusedUpstream, at: position,
          "\(title): maxReplicas \(maximum) of \(name) is less than minReplicas \(preference.minimum)",
          fix: "swap them")
      }
      return preference
    }.sorted { $0.cluster < $1.cluster }
  }
}

/// A FederatedDeployment, FederatedReplicaSet or another Federated<Kind> of a workload.
struct KubeFedFederatedObject {
  var kind: String
  var key: String
  var policy: KubeFedPolicy
  var position: SourcePosition

  /// Reads placement and replica overrides of `object`.
  ///
  /// Source: kubefed v0.10 `pkg/controller/util/placement.go`, `overrides.go`.
  init?(_ object: KubernetesObject, coverage: inout ManifestCoverage) {
    guard object.hasName(), let spec = object.spec() else { return nil }
    kind = object.kind
    key = object.key
    position = object.position
    policy = KubeFedPolicy()
    if let placement = spec.mapping("placement") {
      if placement.has("clusters") {
        policy.placementClusters = placement.mappings("clusters", section: "a placed cluster").compactMap { cluster in
          cluster.required("name") == nil ? nil : cluster.string("name")
        }.sorted()
      }
      policy.clusterSelector = placement.labelSelector("clusterSelector")
    }
    var overrides: [String: Int] = [:]
    for override in spec.mappings("overrides", section: "an override") {
      guard override.required("clusterName") != nil, let cluster = override.string("clusterName") else { continue }
      for change in override.mappings("clusterOverrides", section: "a cluster override") {
        guard let path = change.string("path") else { continue }
        guard path == "/spec/replicas" || path == "spec/replicas" else {
          if path.contains("spec/template/spec") && !path.hasSuffix("/image") {
            coverage.noteGap("an override of \(path)", at: change.position)
          }
          continue
        }
        // Without the field the member's API server fills in 1.
        let removes = change.string("op") == "remove"
        if let replicas = removes ? 1 : change.int("value", in: 0...Int(Int32.max)) { overrides[cluster] = replicas }
      }
    }
    policy.replicaOverrides = overrides.map { ClusterReplicas(cluster: $0.key, replicas: $0.value) }
      .sorted { $0.cluster < $1.cluster }
  }
}

/// A ReplicaSchedulingPreference.
struct KubeFedSchedulingObject {
  private enum TargetKind: String, CaseIterable {
    case deployment = "FederatedDeployment"
    case replicaSet = "FederatedReplicaSet"
  }
  var targetKind: String
  var key: String
  var preference: KubeFedPolicy.ReplicaSchedulingPreference
  var position: SourcePosition

  /// Reads `object`. Source: kubefed v0.10 `pkg/apis/scheduling/v1alpha1/replicaschedulingpreference_types.go`.
  init?(_ object: KubernetesObject) {
    guard object.hasName(), let spec = object.spec() else { return nil }
    guard spec.required("targetKind") != nil, let kind = spec.word("targetKind", as: TargetKind.self) else {
      return nil
    }
    guard spec.required("totalReplicas") != nil, let total = spec.int64("totalReplicas", in: 0...Int64(Int32.max))
    else { return nil }
    targetKind = kind.rawValue
    key = object.key
    position = object.position
    preference = KubeFedPolicy.ReplicaSchedulingPreference(
      totalReplicas: total, rebalance: spec.bool("rebalance") ?? false,
      intersectWithClusterSelector: spec.bool("intersectWithClusterSelector") ?? false,
      clusters: ClusterPreferenceFields.read(spec, title: object.title) ?? [])
  }
}
