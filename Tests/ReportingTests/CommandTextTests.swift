// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

@testable import Reporting

@Suite struct CommandTextTests {
  private func manifest(_ command: [String], sweep: [[String: String]] = [[:]]) -> ExperimentManifest {
    var manifest = Fixture.input(sweep: sweep).manifest
    manifest.command = command
    return manifest
  }

  private let changed = [
    "regatta", "run", "Scenarios/quickstart", "--fail", "region=eu-west@1h+4h", "--load", "0.9", "--set",
    "workloads.0.replicas=4", "--seeds", "0..9", "--sweep", "horizon=6h,12h", "--contender", "a",
  ]

  @Test func `a title says what the command changes of the scenario`() {
    let title = ReportTitle(manifest(changed))
    #expect(title.changes == ["region=eu-west@1h+4h", "load=0.9", "workloads.0.replicas=4", "horizon=6h, 12h"])
    #expect(title.text.hasPrefix("eu-west-80 with region=eu-west@1h+4h, load=0.9, "))
    #expect(ReportTitle(manifest(["regatta", "run", "x", "--seeds", "0..9"])).text == "eu-west-80")
    #expect(ReportTitle(manifest(["regatta", "run", "x", "--load=0.9"])).changes == ["load=0.9"])
    var input = Fixture.input()
    input.manifest.command = changed
    let model = ReportModel(input)
    #expect(HTMLReport(model).text.contains("<title>eu-west-80 with region=eu-west@1h+4h, load=0.9, "))
    #expect(HTMLReport(model).text.contains("<h1>eu-west-80</h1>\n<p class=\"changes\">with <code>region=eu-west"))
    #expect(MarkdownReport(model).text.hasPrefix("# Regatta: eu-west-80 with region=eu-west&#64;1h+4h, load=0.9, "))
    #expect(TerminalReport(model).text.contains("eu-west-80 with region=eu-west@1h+4h, load=0.9"))
  }

  @Test func `one run is repeated with its own contender, seed and sweep point, and all else as it was`() {
    let key = RunKey(contender: "kubefed/x y", seed: 7, sweep: ["horizon": "12h"])
    let command = CommandText(manifest(changed)).repeating(key, scenario: "eu-west-80")
    #expect(
      command.map(ProvenanceLines.command)
        == "regatta run Scenarios/quickstart --fail region=eu-west@1h+4h --load 0.9 --set workloads.0.replicas=4 "
        + "--contender 'kubefed/x y' --seeds 7 --sweep horizon=12h "
        + "--out out/eu-west-80_kubefed-x-y_horizon=12h_seed-7")
    #expect(CommandText(manifest([])).repeating(key, scenario: "s") == nil)
  }

  @Test func `the three worst seeds of each contender come with their commands`() throws {
    let model = ReportModel(Fixture.input())
    let worst = try #require(WorstSeeds(model.ranked[0], model.manifest))
    let losses = model.ranked[0].runs.compactMap { $0.metrics["lost_replica_hours"]?.value }.sorted(by: >)
    #expect(worst.rows.map(\.lostReplicaHours) == Array(losses.prefix(3)))
    #expect(worst.rows.allSatisfy { $0.workload == "shop/web-0" })
    let page = HTMLReport(model).text
    for row in worst.rows {
      #expect(
        page.contains("<span>--contender kubeadmiral-ops</span> <span>--seeds \(row.key.seed)</span>"))
    }
    #expect(page.components(separatedBy: "<code class=\"command\">").count - 1 == 3 * 8 + 1)
    #expect(MarkdownReport(model).text.contains("<details><summary>Worst seeds</summary>"))
  }

  @Test func `the head of a sweep says from how much to how much`() {
    var sweep = manifest(changed, sweep: [["load": "0.5"], ["load": "1"]])
    let size = sweep.size
    #expect(FleetText(sweep).fleet.hasSuffix("1,600 replicas at the first sweep point"))
    var larger = size
    larger.replicas = 3_200
    sweep.pointSizes = [size, larger]
    sweep.pointHorizons = [21_600, 43_200]
    #expect(
      FleetText(sweep).sentence
        == "12 clusters in 3 regions, 120 nodes, 40 workloads, 1,600 to 3,200 replicas; 6h to 12h simulated")
    #expect(FleetText(sweep).facts.map(\.0) == ["12", "3", "120", "40", "1,600 to 3,200", "6h to 12h"])
    sweep.sweepPoints = [[:]]
    sweep.pointSizes = nil
    sweep.pointHorizons = nil
    sweep.size = .init(clusters: 1, regions: 1, nodes: 1_200, workloads: 1, replicas: 2)
    #expect(FleetText(sweep).fleet == "1 cluster in 1 region, 1,200 nodes, 1 workload, 2 replicas")
  }
}
