// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A ResourceBinding: where Karmada has placed a workload, and what is under way.
struct KarmadaBinding {
  var kind: String
  var key: String
  /// Ascending by cluster.
  var clusters: [ClusterReplicas]
  /// Ascending by cluster, each once.
  var evictions: [KarmadaEvictionTask]
  var suspendsScheduling: Bool
  /// `status.lastScheduledTime` as written, in UTC; nil: never scheduled.
  var lastScheduled: String?

  /// Reads `object`. Source: karmada `pkg/apis/work/v1alpha2/binding_types.go`.
  init?(_ object: KubernetesObject, coverage: inout ManifestCoverage) {
    guard let spec = object.spec(), let resource = spec.mapping("resource") else { return nil }
    kind = resource.string("kind") ?? ""
    let namespace = resource.string("namespace") ?? object.namespace
    key = "\(namespace)/\(resource.string("name") ?? "")"
    let replicas = 0...Int(Int32.max)
    clusters = spec.mappings("clusters", section: "a target cluster").compactMap { target in
      guard let name = target.string("name") else { return nil }
      return ClusterReplicas(cluster: name, replicas: target.int("replicas", in: replicas) ?? 0)
    }.sorted { $0.cluster < $1.cluster }
    suspendsScheduling = spec.mapping("suspension")?.bool("scheduling") ?? false
    lastScheduled = object.status()?.string("lastScheduledTime")
    evictions = []
    for reader in spec.mappings("gracefulEvictionTasks", section: "a graceful eviction task") {
      guard let task = Self.task(reader), !evictions.contains(where: { $0.cluster == task.cluster }) else { continue }
      evictions.append(task)
    }
    evictions.sort { $0.cluster < $1.cluster }
    if !(spec.list("components") ?? []).isEmpty {
      coverage.noteGap("components of bindings", at: spec.position(of: "components"))
    }
  }

  /// Purge modes of up to 1.14 keep their old names in stored objects; an absent one is Gracefully.
  private static func task(_ reader: FieldReader) -> KarmadaEvictionTask? {
    guard reader.required("fromCluster") != nil, let cluster = reader.string("fromCluster") else { return nil }
    let mode: KarmadaPolicy.PurgeMode =
      switch reader.string("purgeMode") {
      case "Directly", "Immediately": .directly
      case "Never": .never
      default: .gracefully
      }
    return KarmadaEvictionTask(
      cluster: cluster, replicas: reader.int("replicas", in: 0...Int(Int32.max)), purgeMode: mode,
      gracePeriodSeconds: reader.int64("gracePeriodSeconds", in: 0...Int64(Int32.max)),
      suppressesDeletion: reader.bool("suppressDeletion") ?? false)
  }
}

/// A WorkloadRebalancer: a person's wish for a full recomputation.
struct KarmadaRebalancer {
  var name: String
  /// `metadata.creationTimestamp` as written, in UTC; nil: it is yet to be created, when the run starts.
  var created: String?
  var workloads: [(kind: String, key: String)]
  var position: SourcePosition

  /// Reads `object`. Source: karmada `pkg/apis/apps/v1alpha1/workloadrebalancer_types.go`.
  init?(_ object: KubernetesObject) {
    guard object.hasName(), let spec = object.spec() else { return nil }
    name = object.name
    position = object.position
    created = object.reader.mapping("metadata")?.string("creationTimestamp")
    workloads = spec.mappings("workloads", section: "a workload to rebalance").compactMap { reader in
      guard reader.required("kind") != nil, reader.required("name") != nil, let kind = reader.string("kind"),
        let name = reader.string("name")
      else { return nil }
      return (kind, "\(reader.string("namespace") ?? "default")/\(name)")
    }
    if workloads.isEmpty && !spec.has("workloads") {
      object.refuse(at: spec.position, "there are no workloads", fix: "list at least one")
    }
  }
}

extension KarmadaResourceQuota {
  /// Reads the FederatedResourceQuota `object`; nil where it bounds nothing that is counted.
  init?(_ object: KubernetesObject, coverage: inout ManifestCoverage) {
    guard object.hasName(), let spec = object.spec() else { return nil }
    if spec.has("staticAssignments") {
      coverage.noteGap(
        "staticAssignments of FederatedResourceQuotas", at: spec.position(of: "staticAssignments"))
    }
    guard spec.required("overall") != nil,
      let overall = spec.resourceList("overall", largest: LargestAmount.ofCluster)
    else { return nil }
    for other in overall.others { coverage.noteGap("the quota of \(other)", at: spec.position(of: "overall")) }
    self.init(
      name: object.name, namespace: object.namespace, cpuMillicores: overall.cpuMillicores,
      memoryBytes: overall.memoryBytes, pods: overall.pods)
    if cpuMillicores == nil && memoryBytes == nil && pods == nil { return nil }
  }
}

extension ManifestInventory {
  /// What the WorkloadRebalancers of the input ask for when the run starts. Reports those that do nothing: upstream
  /// recomputes a workload only for a rebalancer created later than it was last scheduled.
  ///
  /// Source: karmada `pkg/controllers/workloadrebalancer`, `pkg/util/binding.go` RescheduleRequired.
  func rebalances(of workloads: [WorkloadSpec], collector: DiagnosticCollector) -> [ActionSpec] {
    guard !rebalancers.isEmpty else { return [] }
    let known = Set(workloads.map { "\($0.kind)/\($0.key)" })
    var actions: [ActionSpec] = []
    for rebalancer in rebalancers {
      for target in rebalancer.workloads {
        let id = "\(target.kind)/\(target.key)"
        guard known.contains(id) else {
          collector.warning(
            .danglingReference, at: rebalancer.position,
            "the WorkloadRebalancer \(rebalancer.name) names \(target.kind) \(target.key), which the input does not have",
            fix: "add the workload, or remove it from the list")
          continue
        }
        guard acts(rebalancer, on: id) else {
          collector.warning(
            .idleRebalancer, at: rebalancer.position,
            "the WorkloadRebalancer \(rebalancer.name) does nothing for \(target.key): it was created before the "
              + "workload was last scheduled",
            fix: "remove its creationTimestamp to have it created when the run starts, or use do: rebalance")
          continue
        }
        actions.append(ActionSpec(at: .zero, kind: .rebalance(workload: target.key)))
      }
    }
    return actions
  }

  /// Times of the API server are in UTC with whole seconds, so that their texts are in the order of the times. What has
  /// no time of its last scheduling is placed when the run starts, after anything created before.
  private func acts(_ rebalancer: KarmadaRebalancer, on id: String) -> Bool {
    guard let created = rebalancer.created else { return true }
    guard let last = bindings[id]?.lastScheduled else { return false }
    return created > last
  }
}
