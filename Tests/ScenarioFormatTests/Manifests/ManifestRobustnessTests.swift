// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

/// One object of every kind that is read, written by the writer itself and by hand.
private let everyKind: [String] = {
  var intents = RandomIntents(seed: 3)
  let kinds = ["Deployment", "StatefulSet", "ReplicaSet", "Job"]
  let workloads = kinds.map { kind in
    WorkloadSpec(
      namespace: "shop", name: "w-\(kind.lowercased())", kind: kind, replicas: 3,
      requests: Resources(cpuMillicores: 250, memoryBytes: 1 << 28, pods: 1), priority: 2, intent: intents.next())
  }
  let profiles = [
    ProfileCatalog.karmada118, ProfileCatalog.kubeFed010, ProfileCatalog.kubeAdmiral, ProfileCatalog.federationV1,
  ]
  let scenario = Scenario(name: "s", horizon: .hours(1), fleet: testFleet, workloads: workloads, contenders: [])
  return profiles.map { profile in
    let contender = ContenderAssembly(workloads: workloads, fleet: testFleet)
      .contender(name: "c", profile: profile, options: ContenderOptions(optsIntoFailover: true))
    let files = NativeObjectWriter.files(for: contender, in: scenario).filter { $0.name.hasSuffix(".yaml") }
    return files.map(\.text).joined(separator: "---\n")
  }
}()

/// Reads `documents` and runs everything that stands on them.
private func exercise(_ documents: [DocumentNode], _ collector: DiagnosticCollector) -> Int {
  let inventory = ManifestReader.read(documents: documents, collector: collector)
  let fleet = Fleet(clusters: inventory.clusters)
  let assembly = ContenderAssembly(workloads: inventory.workloads, fleet: fleet, inventory: inventory)
  var count = 0
  for profile in ProfileCatalog.profiles {
    count += assembly.contender(name: profile.name, profile: profile).policies.compactMap { $0 }.count
  }
  return count
}

/// Every way to replace one value of `node` by `replacement`, as functions would be too many: by counting down.
private func replacing(_ place: inout Int, in node: DocumentNode, by replacement: DocumentNode.Content) -> DocumentNode
{
  place -= 1
  if place == -1 { return DocumentNode(replacement, at: node.position) }
  switch node.content {
  case .sequence(let elements):
    return DocumentNode(
      .sequence(elements.map { replacing(&place, in: $0, by: replacement) }), at: node.position)
  case .mapping(let entries):
    let changed = entries.map { entry in
      DocumentNode.Entry(
        key: entry.key, keyPosition: entry.keyPosition, value: replacing(&place, in: entry.value, by: replacement))
    }
    return DocumentNode(.mapping(changed), at: node.position)
  default: return node
  }
}

private func size(of node: DocumentNode) -> Int {
  1 + (node.elements ?? []).reduce(0) { $0 + size(of: $1) }
    + (node.entries ?? []).reduce(0) { $0 + size(of: $1.value) }
}

@Suite struct ManifestRobustnessTests {
  @Test(arguments: 0..<4)
  func `manifests cut off anywhere are read or refused with a place`(system: Int) {
    let text = Array(everyKind[system].utf8)
    var refused = 0
    for length in stride(from: 1, to: text.count, by: 181) {
      let collector = DiagnosticCollector()
      let documents = DocumentReader.documents(text[..<length], file: "in.yaml", collector: collector)
      _ = exercise(documents, collector)
      refused += collector.hasErrors ? 1 : 0
      #expect(collector.diagnostics.allSatisfy { $0.position.file == "in.yaml" })
    }
    #expect(refused > 0)
  }

  @Test(arguments: [
    DocumentNode.Content.null, .sequence([]), .mapping([]), .scalar(text: "-1", isQuoted: false),
    .scalar(text: "9223372036854775807", isQuoted: false), .scalar(text: "9e99", isQuoted: true),
    .scalar(text: "", isQuoted: true),
  ])
  func `a value of any other type is never a trap`(replacement: DocumentNode.Content) {
    var refused = 0
    for text in everyKind {
      let documents = DocumentReader.documents(text.utf8, file: "in.yaml", collector: DiagnosticCollector())
      for (number, document) in documents.enumerated() {
        for start in stride(from: 0, to: size(of: document), by: documents.count > 20 ? 7 : 3) {
          var place = start
          var changed = documents
          changed[number] = replacing(&place, in: document, by: replacement)
          // The object itself and what refers to it; the rest of the clusters is the same every time.
          let collector = DiagnosticCollector()
          _ = exercise(Array(changed.suffix(from: min(number, max(0, changed.count - 12)))), collector)
          refused += collector.hasErrors ? 1 : 0
        }
      }
    }
    #expect(refused > 0 || replacement == .null)
  }
}
