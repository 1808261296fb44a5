// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Writes a contender as the objects of its system: what a user would apply to run the same thing for real.
public enum NativeObjectWriter {
  /// The files of `contender`: one per kind with a document per object, in scenario order, and `notes.md` with the marks
  /// of the translation. O(size of the text).
  public static func files(for contender: ContenderSpec, in scenario: Scenario) -> [(name: String, text: String)] {
    var collected = CollectedManifests()
    write(contender, in: scenario, to: &collected)
    return collected.files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
  }

  /// Hands the same files to `sink` as they come, piece by piece. What is kept is a few megabytes at most.
  public static func write<Sink: ManifestSink>(
    _ contender: ContenderSpec, in scenario: Scenario, to sink: inout Sink
  ) throws(Sink.Failure) {
    precondition(
      contender.policies.count == scenario.workloads.count,
      "\(contender.policies.count) policies for \(scenario.workloads.count) workloads")
    var files = ManifestFiles(sink: sink)
    let system = contender.profile.system
    for cluster in scenario.fleet.clusters {
      try files.add(ClusterObjects.object(cluster, system: system), to: clusterFile(of: system))
    }
    try addNamespaces(scenario, system, &files)
    try addPriorityClasses(contender, &files)
    var documents = WorkloadDocuments(system: system)
    for (place, workload) in scenario.workloads.enumerated() {
      for document in documents.documents(of: workload, policy: contender.policies[place]) {
        try files.add(document.text, of: workload, to: document.file)
      }
      if system == .karmada, let assignment = contender.initialAssignments[place] {
        var isSuspended = false
        if case .karmada(let policy)? = contender.policies[place] { isSuspended = policy.suspension.stopsScheduling }
        let binding = KarmadaPolicyParts.binding(
          assignment, evictions: contender.initialEvictions[place], suspendsScheduling: isSuspended, for: workload)
        try files.add(binding.yaml(), of: workload, to: "resourcebindings.yaml")
      }
    }
    for quota in contender.quotas {
      try files.add(KarmadaPolicyParts.quota(quota), to: "federatedresourcequotas.yaml")
    }
    for policy in contender.taintPolicies {
      try files.add(KarmadaObjectWriting.taintPolicy(policy), to: "clustertaintpolicies.yaml")
    }
    try files.finish()
    sink = files.sink
    try sink.append(Array(TranslationNotesText.text(of: contender).utf8), to: "notes.md")
  }

  private static func clusterFile(of system: FederationSystem) -> String {
    switch system {
    case .kubeFed: "kubefedclusters.yaml"
    case .kubeAdmiral: "federatedclusters.yaml"
    case .karmada, .federationV1: "clusters.yaml"
    }
  }

  private static func addNamespaces<Sink: ManifestSink>(
    _ scenario: Scenario, _ system: FederationSystem, _ files: inout ManifestFiles<Sink>
  ) throws(Sink.Failure) {
    for name in Set(scenario.workloads.map(WorkloadObjects.namespace)).sorted() {
      if name != "default" {
        try files.add(.object(apiVersion: "v1", kind: "Namespace", name: .text(name), []), to: "namespaces.yaml")
      }
      if system == .kubeFed { try files.add(KubeFedObjectWriting.namespace(name), to: "federatednamespaces.yaml") }
    }
  }

  private static func addPriorityClasses<Sink: ManifestSink>(
    _ contender: ContenderSpec, _ files: inout ManifestFiles<Sink>
  ) throws(Sink.Failure) {
    var priorities: Set<Int> = []
    for case .karmada(let policy)? in contender.policies where policy.priority != 0 {
      priorities.insert(policy.priority)
    }
    for priority in priorities.sorted() {
      try files.add(KarmadaObjectWriting.priorityClass(priority), to: "priorityclasses.yaml")
    }
  }
}
