// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import ScenarioAnswers
import ScenarioFormat

/// A folder with a scenario and a document, for as long as somebody holds it: ten of 30 replicas are lost with c from
/// 10m to 40m; `stock` moves nothing, `failover` evicts at once, since nothing is tolerated.
final class AnsweredFolder {
  let path: String

  static let scenario = """
    apiVersion: regatta/v1alpha1
    kind: Scenario
    metadata: {name: lost}
    horizon: 1h
    fleet:
      members:
        a: {region: ra, nodePools: [{nodes: 10, cpu: "4", memory: 16Gi}]}
        b: {region: rb, nodePools: [{nodes: 10, cpu: "4", memory: 16Gi}]}
        c: {region: rc, nodePools: [{nodes: 10, cpu: "4", memory: 16Gi}]}
    workloads:
    - name: web
      namespace: shop
      replicas: 30
      requests: {cpu: "1", memory: 1Gi}
      startup: {constant: 30s}
      intent: {division: capacity}
    contenders:
    - {name: stock, profile: karmada-1.18}
    - {name: fail over, profile: karmada-1.18, optIn: failover, toleration: 0s}
    failures:
    - {at: 10m, for: 30m, cluster: c}
    """

  init(_ document: String, scenario: String = AnsweredFolder.scenario) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("regatta-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write(scenario, to: "scenario.yaml")
    try write(document, to: "README.md")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
  }

  /// What fresh runs make of the document.
  func answer(jobs: Int = 2) async throws -> FreshAnswer {
    try await AnswerFolder(reading: path).answer(AnswerOptions(jobs: jobs, version: "test"))
  }

  /// The document with its figures filled in.
  static func filled(_ document: String, scenario: String = AnsweredFolder.scenario) async throws -> String {
    try await AnsweredFolder(document, scenario: scenario).answer().text
  }

  /// What is wrong with a document, as messages without the folder.
  static func faults(_ document: String, scenario: String = AnsweredFolder.scenario) throws -> [String] {
    let folder = try AnsweredFolder(document, scenario: scenario)
    do throws(AnswerFolder.Refusal) {
      _ = try AnswerFolder(reading: folder.path)
      return []
    } catch {
      return error.diagnostics.map { $0.description.replacing("\(folder.path)/", with: "") }
    }
  }
}
