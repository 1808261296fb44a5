// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// The parts of Karmada's policies beside placement, and its bindings and quotas.
enum KarmadaPolicyParts {
  static func workloadAffinity(_ affinity: KarmadaPolicy.WorkloadAffinity) -> ManifestValue {
    func term(_ key: String?) -> ManifestValue? { key.map { .fields([("groupByLabelKey", .text($0))]) } }
    return .fields([
      ("affinity", term(affinity.affinityLabelKey)), ("antiAffinity", term(affinity.antiAffinityLabelKey)),
    ])
  }

  /// `spec.failover`; nil where there is nothing to say.
  static func failover(_ policy: KarmadaPolicy) -> ManifestValue? {
    let application = policy.applicationFailover.map { failover in
      ManifestValue.fields([
        ("decisionConditions", .fields([("tolerationSeconds", .number(failover.tolerationSeconds))])),
        ("purgeMode", .text(failover.purgeMode.rawValue)),
        ("gracePeriodSeconds", failover.gracePeriodSeconds.map { .number($0) }),
      ])
    }
    let mode = policy.clusterPurgeMode.flatMap { $0 == .never ? nil : $0 }
    let cluster = mode.map { ManifestValue.fields([("purgeMode", .text($0.rawValue))]) }
    return application == nil && cluster == nil ? nil : .fields([("application", application), ("cluster", cluster)])
  }

  /// `spec.suspension` of a policy; nil where nothing is suspended. Scheduling is suspended by the binding.
  static func suspension(_ suspension: KarmadaPolicy.Suspension) -> ManifestValue? {
    if suspension.stopsDispatching { return .fields([("dispatching", .flag(true))]) }
    guard !suspension.stoppedClusters.isEmpty else { return nil }
    return .fields([("dispatchingOnClusters", .fields([("clusterNames", .texts(suspension.stoppedClusters))]))])
  }

  /// The ResourceBinding that places `workload`, with what is under way.
  static func binding(
    _ clusters: [ClusterReplicas], evictions: [KarmadaEvictionTask], suspendsScheduling: Bool,
    for workload: WorkloadSpec
  ) -> ManifestValue {
    let resource = ManifestValue.fields([
      ("apiVersion", .text(WorkloadManifests.apiVersion(of: workload.kind))), ("kind", .text(workload.kind)),
      ("namespace", .text(WorkloadObjects.namespace(workload))), ("name", .own(.name)),
    ])
    let targets = clusters.map {
      ManifestValue.fields([("name", .text($0.cluster)), ("replicas", .number(Int64($0.replicas)))])
    }
    let spec = ManifestValue.fields([
      ("resource", resource), ("replicas", .number(Int64(workload.replicas))), ("clusters", .list(targets)),
      ("gracefulEvictionTasks", ManifestValue.list(evictions.map(task)).nonEmpty),
      ("suspension", suspendsScheduling ? .fields([("scheduling", .flag(true))]) : nil),
    ])
    return .object(
      apiVersion: "work.karmada.io/v1alpha2", kind: "ResourceBinding",
      name: .own(.companion), namespace: WorkloadObjects.namespace(workload), [("spec", spec)])
  }

  private static func task(_ task: KarmadaEvictionTask) -> ManifestValue {
    .fields([
      ("fromCluster", .text(task.cluster)), ("replicas", task.replicas.map { .number(Int64($0)) }),
      ("purgeMode", .text(task.purgeMode.rawValue)), ("reason", .text("TaintUntolerated")),
      ("producer", .text("TaintManager")), ("gracePeriodSeconds", task.gracePeriodSeconds.map { .number($0) }),
      ("suppressDeletion", task.suppressesDeletion ? .flag(true) : nil),
    ])
  }

  /// A FederatedResourceQuota.
  static func quota(_ quota: KarmadaResourceQuota) -> ManifestValue {
    let overall = ManifestValue.fields([
      ("cpu", quota.cpuMillicores.map { .text(CPUQuantity(millicores: $0).description) }),
      ("memory", quota.memoryBytes.map { .text(MemoryQuantity(bytes: $0).description) }),
      ("pods", quota.pods.map { .text(String($0)) }),
    ])
    return .object(
      apiVersion: "policy.karmada.io/v1alpha1", kind: "FederatedResourceQuota", name: .text(quota.name),
      namespace: quota.namespace, [("spec", .fields([("overall", overall)]))])
  }
}
