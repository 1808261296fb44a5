// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// `regatta explain failover` over what ships.
@Suite struct ExplainFailoverTests {
  static let quickstart = ["explain", "failover", "Scenarios/quickstart", "-q"]

  @Test func `every scenario that ships is explained, cluster by cluster, in every shape`() throws {
    for path in try ShippedScenarioTests.small() {
      for shape in ["table", "json", "markdown"] {
        let result = try Program.run(["explain", "failover", "Scenarios/\(path)", "-q", "-o", shape])
        #expect(result.status == 0, "\(path): \(result.errors)")
        #expect(!result.output.isEmpty && result.errors.isEmpty, "\(path): \(result.errors)")
      }
    }
  }

  @Test func `one of a thousand clusters is explained`() throws {
    let result = try Program.run([
      "explain", "failover", "Scenarios/regimes/thousand-clusters.yaml", "-q", "--cluster", "af-south-001", "-o",
      "json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.lines.contains { $0.contains("\"type\":\"total\"") })
  }

  @Test(arguments: ["dead", "refused", "blackholed", "partition", "agent"])
  func `each kind of failure has its timelines, within 100 columns but for names`(failure: String) throws {
    let result = try Program.run(Self.quickstart + ["--cluster", "eu-west-1", "--failure", failure])
    #expect(result.status == 0, "\(result.errors)")
    let steps = result.output.components(separatedBy: "\nFindings\n")[0]
    let wide = steps.split(separator: "\n").filter { $0.count > 110 }
    #expect(wide.isEmpty, "\(wide)")
  }

  @Test func `stock Karmada stays, KubeFed decides after 63 to 74 s, and --strict tells them apart`() throws {
    let stock = try Program.run(
      Self.quickstart + ["--cluster", "eu-west-1", "--contender", "karmada-stock", "--strict"])
    #expect(stock.status == 3)
    #expect(stock.output.contains("Nothing will move.") && stock.output.contains("F0101 error"))
    #expect(stock.errors.contains("severity error"))
    let kubefed = try Program.run(Self.quickstart + ["--cluster", "eu-west-1", "--contender", "kubefed", "--strict"])
    #expect(kubefed.status == 0, "\(kubefed.errors)")
    #expect(kubefed.output.contains("Decisions between 1m3s..1m14s"))
  }

  @Test func `a workload has its own steps, and only its findings`() throws {
    let result = try Program.run(
      Self.quickstart + [
        "--cluster", "eu-west-1", "--contender", "karmada-dynamic", "--workload", "ml/model-4", "-o", "json",
      ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.lines.count { $0.contains("\"type\":\"workload\"") } == 1)
    #expect(result.output.contains("number 20 of 20 bindings"))
    #expect(!result.output.contains("shop/web-1"))
  }
}
