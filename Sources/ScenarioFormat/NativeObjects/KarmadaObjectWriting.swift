// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Karmada's objects.
enum KarmadaObjectWriting {
  /// Karmada's PropagationPolicy for `workload`.
  static func propagationPolicy(_ policy: KarmadaPolicy, for workload: WorkloadSpec) -> ManifestValue {
    let placement = ManifestValue.fields([
      ("clusterAffinity", policy.clusterAffinity.map { .fields(affinity($0)) }),
      ("clusterAffinities", ManifestValue.list(policy.clusterAffinities.map(namedAffinity)).nonEmpty),
      ("clusterTolerations", ManifestValue.tolerations(policy.tolerations).nonEmpty),
      ("spreadConstraints", ManifestValue.list(policy.spreadConstraints.map(spread)).nonEmpty),
      ("replicaScheduling", policy.hasNoReplicaScheduling ? nil : scheduling(policy.scheduling)),
      ("workloadAffinity", policy.workloadAffinity.map(KarmadaPolicyParts.workloadAffinity)),
    ])
    var priority: ManifestValue?
    if policy.priority != 0 {
      priority = .fields([
        ("priorityClassSource", .text("KubePriorityClass")),
        ("priorityClassName", .text(priorityClassName(policy.priority))),
      ])
    }
    return .object(
      apiVersion: "policy.karmada.io/v1alpha1", kind: "PropagationPolicy",
      name: .own(.companion), namespace: WorkloadObjects.namespace(workload),
      [
        (
          "spec",
          .fields([
            ("resourceSelectors", .list([selector(workload)])), ("placement", placement),
            ("propagateDeps", policy.applicationFailover == nil ? nil : .flag(true)),
            ("failover", KarmadaPolicyParts.failover(policy)),
            ("suspension", KarmadaPolicyParts.suspension(policy.suspension)),
            ("activationPreference", policy.activatesLazily ? .text("Lazy") : nil), ("schedulePriority", priority),
          ])
        )
      ])
  }

  static func priorityClassName(_ priority: Int) -> String {
    priority < 0 ? "priority-minus-\(priority.magnitude)" : "priority-\(priority)"
  }

  /// The PriorityClass that gives `priority`.
  static func priorityClass(_ priority: Int) -> ManifestValue {
    .object(
      apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", name: .text(priorityClassName(priority)),
      [("value", .number(Int64(priority)))])
  }

  private static func selector(_ workload: WorkloadSpec) -> ManifestValue {
    .fields([
      ("apiVersion", .text(WorkloadManifests.apiVersion(of: workload.kind))), ("kind", .text(workload.kind)),
      ("name", .own(.name)),
    ])
  }

  private static func affinity(_ affinity: KarmadaPolicy.ClusterAffinity) -> [(String, ManifestValue?)] {
    let fields = ManifestValue.requirements(affinity.fieldSelector).nonEmpty
    return [
      ("labelSelector", affinity.labelSelector.map { .selector($0) }),
      ("fieldSelector", fields.map { .fields([("matchExpressions", $0)]) }),
      ("clusterNames", ManifestValue.texts(affinity.clusterNames).nonEmpty),
      ("exclude", ManifestValue.texts(affinity.exclude).nonEmpty),
    ]
  }

  private static func namedAffinity(_ term: KarmadaPolicy.ClusterAffinity) -> ManifestValue {
    .fields(
      [("affinityName", .text(term.name))] + affinity(term) + [
        ("overflowAffinities", ManifestValue.list(term.overflow.map(namedAffinity)).nonEmpty)
      ])
  }

  private static func spread(_ constraint: KarmadaPolicy.SpreadConstraint) -> ManifestValue {
    let isLabel = constraint.field == .label
    return .fields([
      ("spreadByField", isLabel ? nil : .text(constraint.field.rawValue)),
      ("spreadByLabel", isLabel ? .text("topology.kubernetes.io/zone") : nil),
      ("minGroups", .number(Int64(constraint.minimumGroups))),
      ("maxGroups", .number(Int64(constraint.maximumGroups))),
    ])
  }

  private static func scheduling(_ scheduling: KarmadaPolicy.Scheduling) -> ManifestValue {
    func divided(_ preference: String, _ weights: ManifestValue?) -> ManifestValue {
      .fields([
        ("replicaSchedulingType", .text("Divided")), ("replicaDivisionPreference", .text(preference)),
        ("weightPreference", weights),
      ])
    }
    switch scheduling {
    case .duplicated: return .fields([("replicaSchedulingType", .text("Duplicated"))])
    case .aggregated: return divided("Aggregated", nil)
    case .dynamicWeight:
      return divided("Weighted", .fields([("dynamicWeight", .text("AvailableReplicas"))]))
    case .staticWeight(nil): return divided("Weighted", nil)
    case .staticWeight(let rules?):
      let list = ManifestValue.list(
        rules.map { .fields([("targetCluster", .fields(affinity($0.target))), ("weight", .number($0.weight))]) })
      return divided("Weighted", .fields([("staticWeightList", list.nonEmpty)]))
    }
  }

  /// The OverridePolicy that fixes replicas of `workload` in single clusters.
  static func overridePolicy(_ overrides: [ClusterReplicas], for workload: WorkloadSpec) -> ManifestValue {
    let rules = overrides.map { override in
      let change = ManifestValue.fields([
        ("path", .text("/spec/replicas")), ("operator", .text("replace")),
        ("value", .number(Int64(override.replicas))),
      ])
      return ManifestValue.fields([
        ("targetCluster", .fields([("clusterNames", .texts([override.cluster]))])),
        ("overriders", .fields([("plaintext", .list([change]))])),
      ])
    }
    return .object(
      apiVersion: "policy.karmada.io/v1alpha1", kind: "OverridePolicy",
      name: .own(.companion), namespace: WorkloadObjects.namespace(workload),
      [("spec", .fields([("resourceSelectors", .list([selector(workload)])), ("overrideRules", .list(rules))]))])
  }

  /// A ClusterTaintPolicy.
  static func taintPolicy(_ policy: KarmadaClusterTaintPolicy) -> ManifestValue {
    func conditions(_ conditions: [KarmadaClusterTaintPolicy.Condition]) -> ManifestValue? {
      ManifestValue.list(
        conditions.map {
          .fields([
            ("conditionType", .text($0.type)), ("operator", .text($0.isIn ? "In" : "NotIn")),
            ("statusValues", .texts($0.statusValues)),
          ])
        }
      ).nonEmpty
    }
    return .object(
      apiVersion: "policy.karmada.io/v1alpha1", kind: "ClusterTaintPolicy", name: .text(policy.name),
      [
        (
          "spec",
          .fields([
            ("targetClusters", policy.target.map { .fields(affinity($0)) }),
            ("addOnConditions", conditions(policy.addOn)), ("removeOnConditions", conditions(policy.removeOn)),
            ("taints", .taints(policy.taints)),
          ])
        )
      ])
  }

  /// The Cluster object of `cluster`, with a status as the controller would report it.
  static func cluster(_ cluster: ClusterSpec) -> ManifestValue {
    let spec = ManifestValue.fields([
      ("apiEndpoint", .text(ClusterObjects.endpoint(cluster))), ("syncMode", .text(cluster.syncMode.rawValue)),
      ("provider", cluster.provider.isEmpty ? nil : .text(cluster.provider)),
      ("region", cluster.region.isEmpty ? nil : .text(cluster.region)),
      ("zones", ManifestValue.texts(cluster.zones).nonEmpty), ("taints", ManifestValue.taints(cluster.taints).nonEmpty),
      ("resourceModels", cluster.resourceGrades.flatMap { models($0).nonEmpty }),
    ])
    let count = Int64(cluster.pools.reduce(0) { $0 + $1.nodeCount })
    let used = cluster.reported?.allocated ?? cluster.reserved
    let status = ManifestValue.fields([
      ("conditions", .list([.fields([("type", .text("Ready")), ("status", .text("True"))])])),
      ("nodeSummary", .fields([("totalNum", .number(count)), ("readyNum", .number(count))])),
      (
        "resourceSummary",
        .fields([
          ("allocatable", .resources(cluster.capacityAtStart, withPods: true)),
          ("allocated", ManifestValue.resources(used, withPods: true).nonEmpty),
          ("allocatableModelings", modelings(of: cluster).nonEmpty),
        ])
      ),
    ])
    return .object(
      apiVersion: "cluster.karmada.io/v1alpha1", kind: "Cluster", name: .text(cluster.name), labels: cluster.labels,
      [("spec", spec), ("status", status)])
  }

  /// Nodes per grade, as reported or as they are at the start; empty for a cluster without resource models.
  private static func modelings(of cluster: ClusterSpec) -> ManifestValue {
    let reported = cluster.reported?.nodesPerGrade ?? []
    let counts = reported.isEmpty ? ReportedCapacity(ofNodesOf: cluster).nodesPerGrade : reported
    return .list(
      counts.enumerated().map { grade, count in
        .fields([("grade", .number(Int64(grade))), ("count", .number(Int64(count)))])
      })
  }

  /// Grades as contiguous ranges: each ends where the next begins, the last one at the largest number.
  private static func models(_ grades: [ResourceGrade]) -> ManifestValue {
    func range(_ name: String, _ minimum: String, _ maximum: String?) -> ManifestValue {
      .fields([
        ("name", .text(name)), ("min", .text(minimum)), ("max", .text(maximum ?? String(Int64.max))),
      ])
    }
    func cpu(_ grade: ResourceGrade) -> String? {
      grade.minimumCPUMillicores.map { CPUQuantity(millicores: $0).description }
    }
    func memory(_ grade: ResourceGrade) -> String? {
      grade.minimumMemoryBytes.map { MemoryQuantity(bytes: $0).description }
    }
    return .list(
      grades.indices.map { place in
        let next = place + 1 < grades.count ? grades[place + 1] : nil
        var ranges: [ManifestValue] = []
        if let minimum = cpu(grades[place]) { ranges.append(range("cpu", minimum, next.flatMap(cpu))) }
        if let minimum = memory(grades[place]) { ranges.append(range("memory", minimum, next.flatMap(memory))) }
        return .fields([("grade", .number(Int64(place))), ("ranges", .list(ranges))])
      })
  }
}
