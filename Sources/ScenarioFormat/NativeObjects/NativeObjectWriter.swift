// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Writes a contender as the objects of its system: what a user would apply to run the same thing for real.
public enum NativeObjectWriter {
  /// The files of `contender`: one per kind with a document per object, in scenario order, and `notes.md` with the marks
  /// of the translation. O(size of the text).
  public static func files(for contender: ContenderSpec, in scenario: Scenario) -> [(name: String, text: String)] {
    precondition(
      contender.policies.count == scenario.workloads.count,
      "\(contender.policies.count) policies for \(scenario.workloads.count) workloads")
    var files = ManifestFiles()
    let system = contender.profile.system
    for cluster in scenario.fleet.clusters {
      files.add(ClusterObjects.object(cluster, system: system), to: clusterFile(of: system))
    }
    addNamespaces(scenario, system, &files)
    addPriorityClasses(contender, &files)
    for (place, workload) in scenario.workloads.enumerated() {
      add(workload, policy: contender.policies[place], system: system, &files)
      if system == .karmada, let assignment = contender.initialAssignments[place] {
        var isSuspended = false
        if case .karmada(let policy)? = contender.policies[place] { isSuspended = policy.suspension.stopsScheduling }
        let binding = KarmadaPolicyParts.binding(
          assignment, evictions: contender.initialEvictions[place], suspendsScheduling: isSuspended, for: workload)
        files.add(binding, to: "resourcebindings.yaml")
      }
    }
    for quota in contender.quotas {
      files.add(KarmadaPolicyParts.quota(quota), to: "federatedresourcequotas.yaml")
    }
    for policy in contender.taintPolicies {
      files.add(KarmadaObjectWriting.taintPolicy(policy), to: "clustertaintpolicies.yaml")
    }
    return files.files + [("notes.md", TranslationNotesText.text(of: contender))]
  }

  private static func clusterFile(of system: FederationSystem) -> String {
    switch system {
    case .kubeFed: "kubefedclusters.yaml"
    case .kubeAdmiral: "federatedclusters.yaml"
    case .karmada, .federationV1: "clusters.yaml"
    }
  }

  private static func addNamespaces(_ scenario: Scenario, _ system: FederationSystem, _ files: inout ManifestFiles) {
    for name in Set(scenario.workloads.map(WorkloadObjects.namespace)).sorted() {
      if name != "default" {
        files.add(.object(apiVersion: "v1", kind: "Namespace", name: name, []), to: "namespaces.yaml")
      }
      if system == .kubeFed { files.add(KubeFedObjectWriting.namespace(name), to: "federatednamespaces.yaml") }
    }
  }

  private static func addPriorityClasses(_ contender: ContenderSpec, _ files: inout ManifestFiles) {
    var priorities: Set<Int> = []
    for case .karmada(let policy)? in contender.policies where policy.priority != 0 {
      priorities.insert(policy.priority)
    }
    for priority in priorities.sorted() {
      files.add(KarmadaObjectWriting.priorityClass(priority), to: "priorityclasses.yaml")
    }
  }

  private static func add(
    _ workload: WorkloadSpec, policy: NativePolicy?, system: FederationSystem, _ files: inout ManifestFiles
  ) {
    let file = "\(workload.kind.lowercased())s.yaml"
    switch (system, policy) {
    case (.karmada, .karmada(let policy)?):
      files.add(WorkloadObjects.object(workload), to: file)
      files.add(KarmadaObjectWriting.propagationPolicy(policy, for: workload), to: "propagationpolicies.yaml")
      if !policy.replicaOverrides.isEmpty {
        let object = KarmadaObjectWriting.overridePolicy(policy.replicaOverrides, for: workload)
        files.add(object, to: "overridepolicies.yaml")
      }
    case (.kubeFed, .kubeFed(let policy)?):
      files.add(KubeFedObjectWriting.federatedObject(policy, for: workload), to: "federated\(file)")
      if let preference = policy.scheduling {
        let object = KubeFedObjectWriting.schedulingPreference(preference, for: workload)
        files.add(object, to: "replicaschedulingpreferences.yaml")
      }
    case (.kubeAdmiral, .kubeAdmiral(let policy)?):
      var labels = workload.labels
      labels[KubeAdmiralPropagationPolicy.policyLabel] = WorkloadObjects.companionName(workload)
      files.add(WorkloadObjects.object(workload, labels: labels), to: file)
      files.add(KubeAdmiralObjectWriting.propagationPolicy(policy, for: workload), to: "propagationpolicies.yaml")
    case (.federationV1, .federationV1(let policy)?):
      let annotations = FederationV1ObjectWriting.annotations(policy, kind: workload.kind)
      let apiVersion = FederationV1ObjectWriting.apiVersion(of: workload.kind)
      files.add(WorkloadObjects.object(workload, apiVersion: apiVersion, annotations: annotations), to: file)
    default:
      // Without a policy the system places it nowhere: only its template is there.
      files.add(WorkloadObjects.object(workload), to: file)
    }
  }
}

/// Multi-document files in the order of their first object.
struct ManifestFiles {
  private(set) var files: [(name: String, text: String)] = []
  private var places: [String: Int] = [:]

  /// Adds a document to the file called `name`.
  mutating func add(_ object: ManifestValue, to name: String) {
    if let place = places[name] {
      files[place].text += "---\n" + object.yaml()
    } else {
      places[name] = files.count
      files.append((name, object.yaml()))
    }
  }
}

/// The marks of a translation as a page for people.
public enum TranslationNotesText {
  /// A Markdown page: the fields that are not exact first, equal notes of several workloads in one line.
  public static func text(of contender: ContenderSpec) -> String {
    var text = "# How the intents went into \(contender.name)\n\n"
    text += "Profile `\(contender.profile.name)`. Objects written for this system are used as they stand.\n"
    for (mark, title) in [
      (TranslationNote.Mark.dropped, "Dropped"), (.approximated, "Approximated"), (.exact, "Exact"),
    ] {
      let lines = lines(contender.notes.filter { $0.mark == mark })
      guard !lines.isEmpty else { continue }
      text += "\n## \(title)\n\n| field | how | workloads |\n|---|---|---|\n" + lines
    }
    return text
  }

  private static func lines(_ notes: [TranslationNote]) -> String {
    struct Line: Hashable {
      var field: String
      var how: String
    }
    var order: [Line] = []
    var workloads: [Line: [String]] = [:]
    for note in notes {
      let line = Line(field: note.field, how: note.how)
      if workloads[line] == nil { order.append(line) }
      workloads[line, default: []].append(note.workload)
    }
    return order.map { line in
      let names = workloads[line] ?? []
      let shown = names.prefix(3).joined(separator: ", ")
      let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
      return "| \(line.field) | \(line.how.split(separator: "|").joined(separator: "\\|")) | \(shown)\(rest) |\n"
    }.joined()
  }
}
