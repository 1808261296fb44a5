// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// The documents that place workloads in one system. Those of workloads that are alike but for their names are laid out
/// once.
struct WorkloadDocuments {
  /// A document and the file that it belongs to.
  struct Document {
    let file: String
    let text: ManifestLayout

    fileprivate init(_ object: ManifestValue, in file: String) {
      self.file = file
      text = object.yaml()
    }
  }

  /// All that the documents depend on, but what they leave gaps for.
  private struct Shape: Hashable {
    let workload: WorkloadSpec
    let hasOwnUID: Bool
    let policy: NativePolicy?

    init(_ workload: WorkloadSpec, policy: NativePolicy?) {
      hasOwnUID = WorkloadObjects.hasOwnUID(workload)
      var nameless = workload
      nameless.name = ""
      nameless.uid = ""
      // The policy is what came of it.
      nameless.intent = nil
      self.workload = nameless
      self.policy = policy
    }
  }

  private let system: FederationSystem
  private var known = RecurringTable<Shape, [Document]>()

  init(system: FederationSystem) { self.system = system }

  /// The documents of `workload` under `policy`.
  mutating func documents(of workload: WorkloadSpec, policy: NativePolicy?) -> [Document] {
    let shape = Shape(workload, policy: policy)
    if let documents = known.find(shape) { return documents }
    let documents = laidOut(workload, policy: policy)
    known.insert(documents, under: shape)
    return documents
  }

  private func laidOut(_ workload: WorkloadSpec, policy: NativePolicy?) -> [Document] {
    let file = "\(workload.kind.lowercased())s.yaml"
    switch (system, policy) {
    case (.karmada, .karmada(let policy)?):
      let object = Document(WorkloadObjects.object(workload), in: file)
      let policyObject = KarmadaObjectWriting.propagationPolicy(policy, for: workload)
      let documents = [object, Document(policyObject, in: "propagationpolicies.yaml")]
      if policy.replicaOverrides.isEmpty { return documents }
      let overrides = KarmadaObjectWriting.overridePolicy(policy.replicaOverrides, for: workload)
      return documents + [Document(overrides, in: "overridepolicies.yaml")]
    case (.kubeFed, .kubeFed(let policy)?):
      let object = Document(KubeFedObjectWriting.federatedObject(policy, for: workload), in: "federated\(file)")
      guard let preference = policy.scheduling else { return [object] }
      let preferenceObject = KubeFedObjectWriting.schedulingPreference(preference, for: workload)
      return [object, Document(preferenceObject, in: "replicaschedulingpreferences.yaml")]
    case (.kubeAdmiral, .kubeAdmiral(let policy)?):
      let label = KubeAdmiralPropagationPolicy.policyLabel
      let policyObject = KubeAdmiralObjectWriting.propagationPolicy(policy, for: workload)
      return [
        Document(WorkloadObjects.object(workload, companionLabel: label), in: file),
        Document(policyObject, in: "propagationpolicies.yaml"),
      ]
    case (.federationV1, .federationV1(let policy)?):
      let annotations = FederationV1ObjectWriting.annotations(policy, kind: workload.kind)
      let apiVersion = FederationV1ObjectWriting.apiVersion(of: workload.kind)
      return [Document(WorkloadObjects.object(workload, apiVersion: apiVersion, annotations: annotations), in: file)]
    default:
      // Without a policy the system places it nowhere: only its template is there.
      return [Document(WorkloadObjects.object(workload), in: file)]
    }
  }
}
