// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import ScenarioFormat
import Testing

/// What a run writes under `native/` is what the run itself worked from.
@Suite struct NativeRoundTripTests {
  static let profiles = [
    ("karmada-stock", "karmada-1.18"), ("karmada-duplicated", "karmada-1.18"), ("karmada-static", "karmada-1.18"),
    ("karmada-dynamic", "karmada-1.18"), ("karmada-aggregated", "karmada-1.18"), ("kubefed", "kubefed-0.10"),
    ("kubefed-rebalance", "kubefed-0.10"), ("kubeadmiral", "kubeadmiral"), ("kubeadmiral-operator", "kubeadmiral"),
    ("federation-v1", "federation-v1"),
  ]

  func allocations(_ scenario: Scenario, contender: String) throws -> [String: [String: Int]] {
    let place = try #require(scenario.contenders.firstIndex { $0.name == contender }, "\(contender)")
    var allocations: [String: [String: Int]] = [:]
    for allocation in OneShotAllocation(scenario: scenario).allocations(ofContender: place) {
      allocations[allocation.workload] = allocation.assigned
    }
    return allocations
  }

  @Test func `native objects read back without a fault and divide every workload as the intent does`() throws {
    let folder = try Folder()
    let run = try Program.run(
      ["run", "Scenarios/quickstart", "--seeds", "0", "--horizon", "1m", "--out", folder.path + "/out", "-q"])
    #expect(run.status == 0, "\(run.errors)")
    let scenario = try Race("quickstart").scenario
    #expect(Self.profiles.map(\.0) == scenario.contenders.map(\.name))
    for (contender, profile) in Self.profiles {
      let path = "\(folder.path)/out/native/\(contender)"
      let valid = try Program.run(["validate", path])
      #expect(valid.status == 0, "\(contender): \(valid.errors)")
      // Manifests alone opt into nothing, so Karmada's are warned of: they ask for evictions that are off by default.
      let said = valid.errors.split(separator: "\n")
      #expect(said.allSatisfy { $0.contains(" warning R0308: ") }, "\(contender): \(valid.errors)")
      #expect(said.count == (profile.hasPrefix("karmada") ? 1 : 0), "\(contender): \(valid.errors)")
      let loaded = ScenarioLoader.load(paths: [path])
      let native = try #require(loaded.scenario, "\(contender): \(loaded.diagnostics.map(\.description))")
      let expected = try allocations(scenario, contender: contender)
      #expect(expected.count == 20)
      #expect(try allocations(native, contender: profile) == expected, "\(contender)")
    }
  }
}
