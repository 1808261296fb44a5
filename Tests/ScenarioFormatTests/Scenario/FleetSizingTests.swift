// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

@Suite struct FleetSizingTests {
  /// Four clusters each in three regions, `b` lost.
  private static func text(load: String = "0.8", intent: String = "{division: even}") -> String {
    """
    apiVersion: regatta/v1alpha1
    kind: Scenario
    load: \(load)
    fleet: {generate: {regions: {a: {}, b: {}, c: {}}, clusters: 12, nodePools: [{nodes: 10, min: 5, max: 20}]}}
    workloads: [{name: web, replicas: 12, requests: {cpu: "1"}, intent: \(intent)}]
    contenders: [{name: k, profile: kubefed-0.10}]
    failures: [{at: 1h, region: b}]
    """
  }

  private func scenario(_ size: FleetSize?, text: String = text()) throws -> Scenario {
    var options = LoadOptions()
    options.fleetSize = size
    let loaded = ScenarioLoader.load(text: text, file: "s.yaml", options: options)
    return try #require(loaded.scenario, "\(loaded.diagnostics)")
  }

  private func perRegion(_ scenario: Scenario) -> [String: Int] {
    scenario.fleet.clusters.reduce(into: [:]) { $0[$1.region, default: 0] += 1 }
  }

  @Test(arguments: [
    (13, 4, 5, 4), (14, 5, 5, 4), (15, 5, 5, 5), (16, 5, 6, 5), (11, 3, 4, 4), (10, 3, 4, 3), (9, 3, 3, 3),
    (1, 0, 1, 0),
  ])
  func `N clusters of 12 in three equal regions with b struck`(count: Int, a: Int, b: Int, c: Int) throws {
    for trial in 0..<5 {
      let regions = perRegion(try scenario(.clusters(count, trial: UInt64(trial))))
      #expect([regions["a"] ?? 0, regions["b"] ?? 0, regions["c"] ?? 0] == [a, b, c], "trial \(trial)")
    }
  }

  @Test func `the demand stays that of the fleet as written`() throws {
    let before = try scenario(nil).workloads[0].replicas
    #expect(before == 1536)  // 0.8 of 12 x 10 x 16 cores, a core each
    #expect(try scenario(.clusters(15, trial: 0)).workloads[0].replicas == before)
    #expect(try scenario(.nodes(60)).workloads[0].replicas == before)
  }

  @Test func `trials take other clusters away, the same trial the same ones`() throws {
    func names(_ trial: UInt64) throws -> [String] {
      try scenario(.clusters(6, trial: trial)).fleet.clusters.map(\.name)
    }
    #expect(try names(3) == names(3))
    #expect(try Set((0..<10).map(names)).count > 3)
  }

  @Test func `60 of 120 nodes halve every pool and its bounds`() throws {
    let pools = try scenario(.nodes(60)).fleet.clusters.flatMap(\.pools)
    #expect(pools.allSatisfy { $0.nodeCount == 5 && $0.minimumNodes == 3 && $0.maximumNodes == 10 })
    #expect(try scenario(.nodes(61)).fleet.clusters.reduce(0) { $0 + $1.pools[0].nodeCount } == 61)
  }

  @Test func `copies stand in an intent beside the cluster they copy`() throws {
    let intent = "{division: weights, eligible: {names: [b-1, b-2, b-3, b-4]}, clusters: {b-1: {weight: 3}}}"
    let sized = try scenario(.clusters(24, trial: 0), text: Self.text(load: "0.2", intent: intent))
    let wish = try #require(sized.workloads[0].intent)
    #expect(wish.eligible.names.sorted() == (1...4).flatMap { ["b-\($0)", "b-\($0)-copy-1"] })
    #expect(wish.clusters.map(\.cluster) == ["b-1", "b-1-copy-1"] && wish.clusters.map(\.weight) == [3, 3])
  }
}
