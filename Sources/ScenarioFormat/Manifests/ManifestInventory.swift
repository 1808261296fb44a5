// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What a set of manifests says: clusters, workloads, and each system's objects, ready to be matched with workloads.
public struct ManifestInventory: Sendable {
  /// The member clusters, in the order of the input.
  public let clusters: [ClusterSpec]
  /// The workloads, in the order of the input. A FederatedDeployment counts with its template; where a
  /// ReplicaSchedulingPreference targets it, with that one's total replicas.
  public let workloads: [WorkloadSpec]
  /// The systems that the input has objects of.
  public let systems: [FederationSystem]
  /// Karmada's ClusterTaintPolicies.
  public let taintPolicies: [KarmadaClusterTaintPolicy]

  /// What asks Karmada to evict, in the order of the input.
  let evictionRequests: [EvictionRequest]

  let karmada: KarmadaMatching
  let clusterReferences: [ClusterReferences]
  private let kubeAdmiralPolicies: [String: KubeAdmiralPolicy]
  private let kubeFedPolicies: [String: KubeFedPolicy]
  private let federationV1Policies: [String: FederationV1Policy]
  /// Karmada's FederatedResourceQuotas.
  let quotas: [KarmadaResourceQuota]
  /// Karmada's WorkloadRebalancers, in the order of the input.
  let rebalancers: [KarmadaRebalancer]
  /// Karmada's ResourceBindings by kind and key of their workload.
  let bindings: [String: KarmadaBinding]

  /// The inventory of no manifests.
  public static let empty = ManifestReader.read(documents: [], collector: DiagnosticCollector())

  init(_ reader: ManifestReader) {
    var reader = reader
    let collector = reader.collector
    clusterReferences = Self.clusterReferences(reader)
    karmada = KarmadaMatching(
      policies: Self.withPriorities(reader.karmadaPolicies, reader.priorityClasses, collector),
      overrides: reader.karmadaOverrides)
    kubeFedPolicies = Self.kubeFedPolicies(&reader)
    var drafts = reader.workloads
    for place in drafts.indices {
      if let name = drafts[place].priorityClassName, let value = reader.priorityClasses[name] {
        drafts[place].workload.priority = value
      }
    }
    workloads = drafts.map(\.workload)
    kubeAdmiralPolicies = Dictionary(
      reader.kubeAdmiralPolicies.map { ($0.isNamespaced ? "\($0.namespace)/\($0.name)" : $0.name, $0.policy) },
      uniquingKeysWith: { _, last in last })
    Self.reportMissingPolicies(drafts, kubeAdmiralPolicies, collector)
    var annotated: [String: FederationV1Policy] = [:]
    for draft in drafts {
      annotated[Self.key(draft.workload)] = FederationV1Annotations.read(draft, collector: collector)
    }
    federationV1Policies = annotated
    let bindings = Dictionary(
      reader.bindings.map { ("\($0.kind)/\($0.key)", $0) }, uniquingKeysWith: { _, last in last })
    self.bindings = bindings
    quotas = reader.quotas
    rebalancers = reader.rebalancers
    let workloads = self.workloads
    clusters = reader.clusters.map { draft in
      Self.reservingOnlyOthers(draft.cluster(), workloads: workloads, bindings: bindings)
    }
    taintPolicies = reader.taintPolicies
    evictionRequests = reader.evictionRequests
    let found = reader.systems.union(annotated.isEmpty ? [] : [.federationV1])
    systems = FederationSystem.allCases.filter(found.contains)
  }

  /// The policy that objects of `system` give `workload`, with the defaults filled in; nil where they say nothing.
  ///
  /// `fleet` resolves override rules. O(policies that select by label) beside a look-up.
  public func policy(of system: FederationSystem, for workload: WorkloadSpec, fleet: Fleet) -> NativePolicy? {
    switch system {
    case .karmada:
      guard var policy = karmada.policy(for: workload, fleet: fleet) else { return nil }
      policy.suspension.stopsScheduling = bindings[Self.key(workload)]?.suspendsScheduling ?? false
      return .karmada(policy)
    case .kubeFed: return kubeFedPolicies[Self.key(workload)].map(NativePolicy.kubeFed)
    case .federationV1: return federationV1Policies[Self.key(workload)].map(NativePolicy.federationV1)
    case .kubeAdmiral:
      guard let name = Self.kubeAdmiralPolicyName(of: workload), var policy = kubeAdmiralPolicies[name] else {
        return nil
      }
      // Upstream falls back to Duplicate for kinds without a path to their replicas.
      if !KubeAdmiralPropagationPolicy.divisibleKinds.contains(workload.kind) { policy.divides = false }
      return .kubeAdmiral(policy)
    }
  }

  /// What the policy of `system` for `workload` does not mean although the objects say it; empty where it means all.
  ///
  /// KubeFed has no such case: a ReplicaSchedulingPreference that targets another kind than it can divide is refused.
  func notes(on system: FederationSystem, for workload: WorkloadSpec) -> [TranslationNote] {
    guard system == .kubeAdmiral, let name = Self.kubeAdmiralPolicyName(of: workload),
      kubeAdmiralPolicies[name]?.divides == true,
      let why = KubeAdmiralPropagationPolicy.indivisibleReason(of: workload.kind)
    else { return [] }
    return [
      TranslationNote(
        workload: workload.key, field: "schedulingMode", mark: .dropped,
        how: "Divide: \(why): every cluster holds all of them")
    ]
  }

  /// Where a ResourceBinding has `workload` now; nil where there is none.
  public func initialAssignment(of workload: WorkloadSpec) -> [ClusterReplicas]? {
    bindings[Self.key(workload)]?.clusters
  }

  /// The evictions of `workload` that a ResourceBinding says are under way, ascending by cluster.
  public func initialEvictions(of workload: WorkloadSpec) -> [KarmadaEvictionTask] {
    bindings[Self.key(workload)]?.evictions ?? []
  }

  private static func key(_ workload: WorkloadSpec) -> String { "\(workload.kind)/\(workload.key)" }

  /// A namespaced policy's label counts before a cluster-scoped one's.
  ///
  /// Source: kubeadmiral 19de01c `pkg/controllers/scheduler/util.go` GetMatchedPolicyKey.
  private static func kubeAdmiralPolicyName(of workload: WorkloadSpec) -> String? {
    if let name = workload.labels[KubeAdmiralPropagationPolicy.policyLabel] { return "\(workload.namespace)/\(name)" }
    return workload.labels[KubeAdmiralPropagationPolicy.clusterPolicyLabel]
  }

  private static func reportMissingPolicies(
    _ drafts: [ManifestWorkload], _ policies: [String: KubeAdmiralPolicy], _ collector: DiagnosticCollector
  ) {
    for draft in drafts {
      guard let name = kubeAdmiralPolicyName(of: draft.workload), policies[name] == nil else { continue }
      collector.warning(
        .danglingReference, at: draft.position,
        "\(draft.workload.key) is bound to the KubeAdmiral policy \(name), which the input does not have",
        fix: "add the policy, or remove the label")
    }
  }

  private static func withPriorities(
    _ policies: [KarmadaPropagationPolicy], _ classes: [String: Int], _ collector: DiagnosticCollector
  ) -> [KarmadaPropagationPolicy] {
    policies.map { policy in
      guard let name = policy.priorityClassName else { return policy }
      var policy = policy
      if let value = classes[name] {
        policy.policy.priority = value
      } else {
        collector.warning(
          .danglingReference, at: policy.position,
          "\(policy.name) names the PriorityClass \(name), which the input does not have; its priority is 0",
          fix: "add the PriorityClass")
      }
      return policy
    }
  }

  /// Joins Federated<Kind>s and ReplicaSchedulingPreferences; a template that a preference scales takes its total.
  private static func kubeFedPolicies(_ reader: inout ManifestReader) -> [String: KubeFedPolicy] {
    var policies: [String: KubeFedPolicy] = [:]
    for object in reader.federatedObjects {
      policies["\(object.kind.dropFirst("Federated".count))/\(object.key)"] = object.policy
    }
    var totals: [String: Int] = [:]
    for object in reader.schedulingPreferences {
      let key = "\(object.targetKind.dropFirst("Federated".count))/\(object.key)"
      if policies[key] == nil {
        reader.collector.warning(
          .danglingReference, at: object.position,
          "the ReplicaSchedulingPreference \(object.key) targets a \(object.targetKind) that the input does not have",
          fix: "add the \(object.targetKind)")
      }
      policies[key, default: KubeFedPolicy()].scheduling = object.preference
      totals[key] = Int(object.preference.totalReplicas)
    }
    for place in reader.workloads.indices where reader.workloads[place].isFederatedTemplate {
      if let total = totals[key(reader.workloads[place].workload)] {
        reader.workloads[place].workload.replicas = total
      }
    }
    return policies
  }

  /// What a cluster reports as used includes the workloads at hand where a binding has placed them: only the rest is
  /// reserved.
  private static func reservingOnlyOthers(
    _ cluster: ClusterSpec, workloads: [WorkloadSpec], bindings: [String: KarmadaBinding]
  ) -> ClusterSpec {
    guard cluster.reserved != .zero, !bindings.isEmpty else { return cluster }
    var cluster = cluster
    for workload in workloads {
      guard let here = bindings[key(workload)]?.clusters.first(where: { $0.cluster == cluster.name }) else { continue }
      let count = Int64(here.replicas)
      cluster.reserved.cpuMillicores -= workload.requests.cpuMillicores.saturatingProduct(count)
      cluster.reserved.memoryBytes -= workload.requests.memoryBytes.saturatingProduct(count)
      cluster.reserved.pods -= workload.requests.pods.saturatingProduct(count)
      cluster.reserved.cpuMillicores = max(cluster.reserved.cpuMillicores, 0)
      cluster.reserved.memoryBytes = max(cluster.reserved.memoryBytes, 0)
      cluster.reserved.pods = max(cluster.reserved.pods, 0)
    }
    return cluster
  }
}

extension Int64 {
  /// The product, or the largest value where it does not fit; for amounts that are not negative.
  fileprivate func saturatingProduct(_ count: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: count)
    return overflow ? .max : product
  }
}
