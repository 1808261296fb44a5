// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Takes Kubernetes manifests in, object by object, and makes an inventory of what placement needs of them.
///
/// Unknown fields pass, as the API server lets them, but for such as look like slips; unknown kinds are counted; what
/// affects placement and is not modelled is named, each thing once.
public struct ManifestReader {
  let collector: DiagnosticCollector
  var coverage = ManifestCoverage()
  var clusters: [ClusterDraft] = []
  private var placeOfCluster: [String: Int] = [:]
  private var nodes: [String: NodeManifests] = [:]
  private var members: [String] = []
  private var looseNodes: [KubernetesObject] = []
  var workloads: [ManifestWorkload] = []
  private var placeOfWorkload: [String: Int] = [:]
  var karmadaPolicies: [KarmadaPropagationPolicy] = []
  var karmadaOverrides: [KarmadaOverridePolicy] = []
  var bindings: [KarmadaBinding] = []
  var rebalancers: [KarmadaRebalancer] = []
  var quotas: [KarmadaResourceQuota] = []
  var taintPolicies: [KarmadaClusterTaintPolicy] = []
  var evictionRequests: [EvictionRequest] = []
  var kubeAdmiralPolicies: [KubeAdmiralPropagationPolicy] = []
  var federatedObjects: [KubeFedFederatedObject] = []
  var schedulingPreferences: [KubeFedSchedulingObject] = []
  var priorityClasses: [String: Int] = [:]
  var systems: Set<FederationSystem> = []

  /// A reader that reports to `collector`.
  public init(collector: DiagnosticCollector) { self.collector = collector }

  /// Reads `documents`, and the Nodes of each member, into an inventory.
  public static func read(
    documents: [DocumentNode], members: [(cluster: String, documents: [DocumentNode])] = [],
    collector: DiagnosticCollector
  ) -> ManifestInventory {
    var reader = ManifestReader(collector: collector)
    for document in documents { reader.add(document) }
    for member in members {
      reader.addMember(member.cluster)
      for document in member.documents { reader.add(document, ofMember: member.cluster) }
    }
    return reader.finish()
  }

  /// Takes a document in: an object, or a List of objects. Nodes belong to `member` where one is named.
  public mutating func add(_ document: DocumentNode, ofMember member: String? = nil) {
    var pending: [(node: DocumentNode, inherited: (apiVersion: String, kind: String)?)] = [(document, nil)]
    while let (node, inherited) = pending.popLast() {
      guard let object = KubernetesObject(node, inherited: inherited, collector: collector) else { continue }
      guard object.kind.hasSuffix("List"), let items = object.reader.list("items") else {
        take(object, member)
        continue
      }
      let kind = String(object.kind.dropLast("List".count))
      let itemKind = kind.isEmpty ? nil : (apiVersion: object.apiVersion, kind: kind)
      for item in items.reversed() { pending.append((item, itemKind)) }
    }
  }

  /// Makes sure that there is a cluster called `name`, even if no object names it.
  public mutating func addMember(_ name: String) {
    if !members.contains(name) { members.append(name) }
  }

  /// The inventory of all that was taken in; reports what was left out.
  public mutating func finish() -> ManifestInventory {
    attributeLooseNodes()
    for name in members {
      merge(nodes[name]?.draft(name: name) ?? ClusterDraft(name: name))
    }
    let inventory = ManifestInventory(self)
    collector.warnOfMisspeltKeys()
    coverage.report(to: collector)
    return inventory
  }

  private mutating func attributeLooseNodes() {
    guard let first = looseNodes.first else { return }
    guard clusters.count == 1 else {
      let count = looseNodes.count
      collector.warning(
        .nodeWithoutMember, at: first.position,
        "\(count) Node\(count == 1 ? " is" : "s are") listed under no member and left out",
        fix: "list them under fleet.members.NAME.nodes")
      return
    }
    for object in looseNodes { addNode(object, to: clusters[0].name) }
  }

  private mutating func addNode(_ object: KubernetesObject, to member: String) {
    addMember(member)
    nodes[member, default: NodeManifests()].add(object, coverage: &coverage)
  }

  private mutating func merge(_ draft: ClusterDraft?) {
    guard let draft else { return }
    if let place = placeOfCluster[draft.name] {
      clusters[place].merge(draft)
    } else {
      placeOfCluster[draft.name] = clusters.count
      clusters.append(draft)
    }
  }

  private mutating func add(_ draft: ManifestWorkload?) {
    guard let draft else { return }
    let key = "\(draft.workload.kind)/\(draft.workload.key)"
    guard let place = placeOfWorkload[key] else {
      placeOfWorkload[key] = workloads.count
      workloads.append(draft)
      return
    }
    switch (workloads[place].isFederatedTemplate, draft.isFederatedTemplate) {
    case (false, true): break
    case (true, false): workloads[place] = draft
    default:
      collector.warning(
        .duplicateObject, at: draft.position,
        "\(draft.workload.kind) \(draft.workload.key) is there twice; the last one counts",
        fix: "keep one of the two")
      workloads[place] = draft
    }
  }

  // MARK: Kinds

  private mutating func take(_ object: KubernetesObject, _ member: String?) {
    switch (object.group, object.kind) {
    case ("", "Node"):
      if let member { addNode(object, to: member) } else { looseNodes.append(object) }
    case ("apps", "Deployment"), ("extensions", "Deployment"), ("apps", "StatefulSet"), ("apps", "ReplicaSet"),
      ("extensions", "ReplicaSet"), ("batch", "Job"):
      takeWorkload(object)
    case ("cluster.karmada.io", _), ("policy.karmada.io", _), ("work.karmada.io", _), ("apps.karmada.io", _),
      ("autoscaling.karmada.io", _), ("config.karmada.io", _):
      takeKarmada(object)
    case ("core.kubefed.io", _), ("types.kubefed.io", _), ("scheduling.kubefed.io", _),
      ("multiclusterdns.kubefed.io", _):
      takeKubeFed(object)
    case ("core.kubeadmiral.io", _): takeKubeAdmiral(object)
    case ("federation", "Cluster"):
      systems.insert(.federationV1)
      merge(ClusterManifests.readFederationV1(object))
    case ("scheduling.k8s.io", "PriorityClass"): takePriorityClass(object)
    case ("", "Namespace"), ("", "Service"), ("", "List"): break
    case ("autoscaling", "HorizontalPodAutoscaler"), ("policy", "PodDisruptionBudget"), ("", "Pod"),
      ("apps", "DaemonSet"), ("extensions", "DaemonSet"), ("batch", "CronJob"), ("", "ReplicationController"),
      ("", "ResourceQuota"), ("", "LimitRange"):
      coverage.noteGap("the kind \(object.kind)", at: object.position)
    default: coverage.noteUnknown(object.kind, at: object.position)
    }
  }

  private mutating func takeWorkload(_ object: KubernetesObject) {
    // What a Deployment or CronJob made is theirs, not a workload of its own.
    if object.isOwned { return }
    let draft = WorkloadManifests.read(object, coverage: &coverage)
    for name in KubeAdmiralPropagationPolicy.overridingAnnotations where object.annotations[name] != nil {
      coverage.noteGap("the annotation \(name)", at: object.position)
    }
    add(draft)
  }

  private mutating func takeKarmada(_ object: KubernetesObject) {
    systems.insert(.karmada)
    switch object.kind {
    case "Cluster": merge(ClusterManifests.readKarmada(object, coverage: &coverage))
    case "PropagationPolicy", "ClusterPropagationPolicy":
      guard let policy = KarmadaPropagationPolicy(object, coverage: &coverage) else { return }
      karmadaPolicies.append(policy)
      evictionRequests += [EvictionRequest(policy, object)].compactMap(\.self)
    case "OverridePolicy", "ClusterOverridePolicy":
      if let policy = KarmadaOverridePolicy(object, coverage: &coverage) { karmadaOverrides.append(policy) }
    case "ResourceBinding":
      if let binding = KarmadaBinding(object, coverage: &coverage) { bindings.append(binding) }
    case "ClusterTaintPolicy":
      guard let policy = KarmadaClusterTaintPolicy(object) else { return }
      taintPolicies.append(policy)
      evictionRequests += [EvictionRequest(policy, object)].compactMap(\.self)
    case "WorkloadRebalancer": rebalancers += [KarmadaRebalancer(object)].compactMap(\.self)
    case "FederatedResourceQuota": quotas += [KarmadaResourceQuota(object, coverage: &coverage)].compactMap(\.self)
    case "Work", "ClusterResourceBinding", "ResourceInterpreterCustomization",
      "ResourceInterpreterWebhookConfiguration":
      break
    default: coverage.noteGap("the kind \(object.kind)", at: object.position)
    }
  }

  private mutating func takeKubeFed(_ object: KubernetesObject) {
    systems.insert(.kubeFed)
    switch object.kind {
    case "KubeFedCluster": merge(ClusterManifests.readKubeFed(object, coverage: &coverage))
    case "ReplicaSchedulingPreference":
      if let preference = KubeFedSchedulingObject(object) { schedulingPreferences.append(preference) }
    case "FederatedDeployment", "FederatedReplicaSet", "FederatedStatefulSet", "FederatedJob":
      if let federated = KubeFedFederatedObject(object, coverage: &coverage) { federatedObjects.append(federated) }
      add(WorkloadManifests.readTemplate(of: object, coverage: &coverage))
    case "FederatedNamespace":
      // Placed everywhere it restricts nothing.
      let placement = object.spec()?.mapping("placement")
      let selector = placement?.labelSelector("clusterSelector")
      if placement?.has("clusters") ?? false || !(selector?.isEmpty ?? false) {
        coverage.noteGap("the placement of a FederatedNamespace", at: object.position)
      }
    case "KubeFedConfig": coverage.noteGap("the kind KubeFedConfig", at: object.position)
    case "FederatedTypeConfig", "FederatedConfigMap", "FederatedSecret", "FederatedService", "FederatedIngress",
      "FederatedServiceAccount", "FederatedServiceStatus", "Domain", "ServiceDNSRecord", "IngressDNSRecord",
      "DNSEndpoint":
      break
    default: coverage.noteUnknown(object.kind, at: object.position)
    }
  }

  private mutating func takeKubeAdmiral(_ object: KubernetesObject) {
    systems.insert(.kubeAdmiral)
    switch object.kind {
    case "FederatedCluster": merge(ClusterManifests.readKubeAdmiral(object, coverage: &coverage))
    case "PropagationPolicy", "ClusterPropagationPolicy":
      if let policy = KubeAdmiralPropagationPolicy(object, coverage: &coverage) { kubeAdmiralPolicies.append(policy) }
    case "OverridePolicy", "ClusterOverridePolicy", "SchedulingProfile", "SchedulerPluginWebhookConfiguration":
      coverage.noteGap("KubeAdmiral's \(object.kind)", at: object.position)
    default: break
    }
  }

  private mutating func takePriorityClass(_ object: KubernetesObject) {
    guard object.hasName() else { return }
    priorityClasses[object.name] = object.reader.int("value", in: Int(Int32.min)...Int(Int32.max)) ?? 0
  }
}
