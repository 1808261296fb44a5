// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

extension NativeObjectWriter {
  /// The objects that place `workload` under `policy`, as compact JSON each: what a scheduler of that system reads. The
  /// workload's own object is among them only where the system writes its placement there.
  public static func policyJSON(of policy: NativePolicy, for workload: WorkloadSpec) -> [String] {
    var objects: [ManifestValue] = []
    switch policy {
    case .karmada(let policy):
      objects.append(KarmadaObjectWriting.propagationPolicy(policy, for: workload))
      if !policy.replicaOverrides.isEmpty {
        objects.append(KarmadaObjectWriting.overridePolicy(policy.replicaOverrides, for: workload))
      }
    case .kubeFed(let policy):
      objects.append(KubeFedObjectWriting.federatedObject(policy, for: workload))
      if let preference = policy.scheduling {
        objects.append(KubeFedObjectWriting.schedulingPreference(preference, for: workload))
      }
    case .kubeAdmiral(let policy):
      objects.append(KubeAdmiralObjectWriting.propagationPolicy(policy, for: workload))
    case .federationV1(let policy):
      objects.append(
        WorkloadObjects.object(
          workload, apiVersion: FederationV1ObjectWriting.apiVersion(of: workload.kind),
          annotations: FederationV1ObjectWriting.annotations(policy, kind: workload.kind)))
    }
    return objects.map { $0.json().text(of: workload) }
  }
}
