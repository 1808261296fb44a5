// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import ScenarioFormat
import Testing

@Suite struct ScenarioFilesTests {
  private func folder(_ files: [(path: String, text: String)]) throws -> URL {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("scenario-\(UUID().uuidString)")
    for (path, text) in files {
      let file = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return root
  }

  private let node = """
    {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"},
     "status": {"allocatable": {"cpu": "4", "memory": "8Gi", "pods": "20"}}}]}
    """

  @Test func `a folder with scenario.yaml stands for it, and paths in it are relative to it`() throws {
    let root = try folder([
      (
        "scenario.yaml",
        scenario(
          "fleet: {members: {m: {region: eu, nodes: members/m}}}\nmanifests: [objects]\ncontenders: [{profile: karmada-1.18}]\n"
        )
      ),
      ("members/m/nodes.json", node),
      (
        "objects/web.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {replicas: 3}\n"
      ),
    ])
    defer { try? FileManager.default.removeItem(at: root) }
    let loaded = ScenarioLoader.load(path: root.path)
    #expect(loaded.diagnostics.filter { $0.severity == .error }.isEmpty)
    let scenario = try #require(loaded.scenario)
    #expect(scenario.name == root.lastPathComponent)
    #expect(scenario.workloads.map(\.key) == ["shop/web"])
    #expect(scenario.fleet.clusters.map(\.region) == ["eu"])
    #expect(
      scenario.fleet.clusters.first?.allocatable == Resources(cpuMillicores: 4000, memoryBytes: 8 << 30, pods: 20))
  }

  @Test func `a file that is not there is one error`() {
    let loaded = ScenarioLoader.load(path: "/nowhere/scenario.yaml")
    #expect(
      loaded.diagnostics.map(\.description) == [
        "/nowhere/scenario.yaml:1:1: error R0001: there is no file or folder /nowhere/scenario.yaml; check the path"
      ])
    #expect(loaded.scenario == nil)
  }

  @Test func `codes are unique, and each can be looked up`() {
    let codes = DiagnosticCode.catalogue
    #expect(Set(codes.map(\.number)).count == codes.count)
    #expect(codes.allSatisfy { DiagnosticCode.code(named: $0.name) == $0 && !$0.meaning.isEmpty })
  }
}
