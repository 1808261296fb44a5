// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// The cluster objects of the four systems.
enum ClusterManifests {
  /// Karmada's Cluster. Source: karmada `pkg/apis/cluster/v1alpha1/types.go`.
  static func readKarmada(_ object: KubernetesObject, coverage: inout ManifestCoverage) -> ClusterDraft? {
    guard object.hasName(), let spec = object.spec(), let status = object.status() else { return nil }
    var draft = ClusterDraft(name: object.name)
    draft.labels = object.labels
    draft.provider = spec.string("provider") ?? ""
    draft.region = spec.string("region") ?? ""
    draft.zones = spec.strings("zones") ?? []
    if let zone = spec.string("zone"), !zone.isEmpty {
      if draft.zones.isEmpty {
        draft.zones = [zone]
      } else {
        object.refuse(at: spec.position(of: "zone"), "zone and zones are both given", fix: "keep zones")
      }
    }
    draft.taints = spec.taints("taints")
    draft.syncMode = spec.word("syncMode", as: ClusterSpec.SyncMode.self)
    let grades = readGrades(spec, object)
    draft.grades = grades?.map(\.grade)
    draft.servedKinds = servedKinds(status)
    noteReadiness(status, object, &coverage)
    draft.reportedNodeCount = status.mapping("nodeSummary")?.int("totalNum", in: 0...Int(Int32.max))
    if let summary = status.mapping("resourceSummary") {
      let allocatable = summary.resourceList("allocatable", largest: LargestAmount.ofCluster)
      for name in allocatable?.others ?? [] where name != "ephemeral-storage" {
        coverage.noteGap("the resource \(name)", at: summary.position)
      }
      draft.reported = ReportedCapacity(
        allocatable: allocatable?.resources ?? .zero,
        allocated: summary.resourceList("allocated", largest: LargestAmount.ofCluster)?.resources ?? .zero,
        allocating: summary.resourceList("allocating", largest: LargestAmount.ofCluster)?.resources ?? .zero,
        nodesPerGrade: histogram(summary, gradeNumbers: grades?.map(\.number)))
      // A member that reports sums and no grades runs without resource models: its estimate is by the sums.
      if grades == nil, draft.reported?.nodesPerGrade.isEmpty == true { draft.grades = [] }
    }
    return draft
  }

  /// The grades of `resourceModels`, ascending by number; nil where there are none.
  private static func readGrades(
    _ spec: FieldReader, _ object: KubernetesObject
  ) -> [(number: Int, grade: ResourceGrade)]? {
    var grades: [(number: Int, grade: ResourceGrade)] = []
    for model in spec.mappings("resourceModels", section: "a resource model") {
      guard let number = model.int("grade", in: 0...1_000) else { continue }
      if grades.contains(where: { $0.number == number }) {
        object.refuse(at: model.position, "the grade \(number) is there twice", fix: "number the grades from 0")
        continue
      }
      var grade = ResourceGrade(minimumCPUMillicores: nil, minimumMemoryBytes: nil)
      for range in model.mappings("ranges", section: "a range") {
        let minimum = range.quantity("min")
        switch range.string("name") {
        case "cpu": grade.minimumCPUMillicores = minimum?.roundedUpMilliUnits
        case "memory": grade.minimumMemoryBytes = minimum?.roundedUpUnits
        default: break
        }
      }
      grades.append((number, grade))
    }
    guard !grades.isEmpty else { return nil }
    grades.sort { $0.number < $1.number }
    // Upstream sets the first lower bound to 0, whatever is written.
    if grades[0].grade.minimumCPUMillicores != nil { grades[0].grade.minimumCPUMillicores = 0 }
    if grades[0].grade.minimumMemoryBytes != nil { grades[0].grade.minimumMemoryBytes = 0 }
    return grades
  }

  /// Nodes per grade in the order of the grades (0 to 8 for the default ones).
  private static func histogram(_ summary: FieldReader, gradeNumbers: [Int]?) -> [Int32] {
    let numbers = gradeNumbers ?? Array(0..<ResourceGrade.defaults.count)
    var counts = [Int32](repeating: 0, count: numbers.count)
    let entries = summary.mappings("allocatableModelings", section: "an entry of allocatableModelings")
    guard !entries.isEmpty else { return [] }
    for entry in entries {
      guard let number = entry.int("grade", in: 0...1_000), let place = numbers.firstIndex(of: number) else { continue }
      counts[place] = Int32(entry.int("count", in: 0...1_000_000) ?? 0)
    }
    return counts
  }

  private static func servedKinds(_ status: FieldReader) -> [String]? {
    let enablements = status.mappings("apiEnablements", section: "an API enablement")
    guard !enablements.isEmpty else { return nil }
    return enablements.flatMap { enablement in
      let groupVersion = enablement.string("groupVersion") ?? ""
      return enablement.mappings("resources", section: "a resource").compactMap { resource in
        resource.string("kind").map { "\(groupVersion)/\($0)" }
      }
    }
  }

  private static func noteReadiness(
    _ status: FieldReader, _ object: KubernetesObject, _ coverage: inout ManifestCoverage
  ) {
    for condition in status.mappings("conditions", section: "a condition") {
      guard condition.string("type") == "Ready", let value = condition.string("status"), value != "True" else {
        continue
      }
      coverage.noteGap("a cluster that is not Ready at the start", at: condition.position)
    }
  }

  /// KubeFedCluster. Source: kubefed `pkg/apis/core/v1beta1/kubefedcluster_types.go`; zones and region until v0.6.
  static func readKubeFed(_ object: KubernetesObject, coverage: inout ManifestCoverage) -> ClusterDraft? {
    guard object.hasName(), let status = object.status() else { return nil }
    var draft = ClusterDraft(name: object.name)
    draft.labels = object.labels
    draft.region = status.string("region") ?? ""
    draft.zones = status.strings("zones") ?? []
    noteReadiness(status, object, &coverage)
    return draft
  }

  /// KubeAdmiral's FederatedCluster. Source: kubeadmiral `pkg/apis/core/v1alpha1/types_federatedcluster.go`.
  static func readKubeAdmiral(_ object: KubernetesObject, coverage: inout ManifestCoverage) -> ClusterDraft? {
    guard object.hasName(), let spec = object.spec(), let status = object.status() else { return nil }
    var draft = ClusterDraft(name: object.name)
    draft.labels = object.labels
    draft.taints = spec.taints("taints")
    noteReadiness(status, object, &coverage)
    let types = status.mappings("apiResourceTypes", section: "an API resource type")
    if !types.isEmpty {
      draft.servedKinds = types.compactMap { type in
        guard let kind = type.string("kind"), let version = type.string("version") else { return nil }
        let group = type.string("group") ?? ""
        return group.isEmpty ? "\(version)/\(kind)" : "\(group)/\(version)/\(kind)"
      }
    }
    if let resources = status.mapping("resources") {
      draft.reportedNodeCount = resources.int("schedulableNodes", in: 0...Int(Int32.max))
      let allocatable = resources.resourceList("allocatable", largest: LargestAmount.ofCluster)?.resources ?? .zero
      let available =
        resources.resourceList("available", largest: LargestAmount.ofCluster)?.resources ?? allocatable
      let used = allocatable - available
      draft.reported = ReportedCapacity(
        allocatable: allocatable,
        allocated: Resources(
          cpuMillicores: max(used.cpuMillicores, 0), memoryBytes: max(used.memoryBytes, 0), pods: max(used.pods, 0)))
    }
    return draft
  }

  /// Federation v1's Cluster. Source: kubernetes-retired/federation `apis/federation/v1beta1/types.go`.
  static func readFederationV1(_ object: KubernetesObject) -> ClusterDraft? {
    guard object.hasName(), let status = object.status() else { return nil }
    var draft = ClusterDraft(name: object.name)
    draft.labels = object.labels
    draft.region = status.string("region") ?? ""
    draft.zones = status.strings("zones") ?? []
    return draft
  }
}
