// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

@Suite struct ExplainMetricCommandTests {
  private var committed: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/METRICS.md")
  }

  @Test func `the page in the repository is what the program writes`() throws {
    let page = try BuiltCommand.run(["explain", "metric", "-o", "markdown"])
    #expect(page.status == 0, "\(page.errors)")
    if ProcessInfo.processInfo.environment["UPDATE_METRICS"] == "1" {
      try Data(page.output.utf8).write(to: committed)
    }
    #expect(try String(contentsOf: committed, encoding: .utf8) == page.output)
    for metric in MetricCatalog.metrics { #expect(page.output.contains("| `\(metric.id)`"), "\(metric.id)") }
  }

  @Test func `one metric by its id, a family by its code, in any case`() throws {
    let one = try BuiltCommand.run(["explain", "metric", "time_to_recover_p99"])
    #expect(one.status == 0)
    #expect(one.output.hasPrefix("time_to_recover_p99 (R1, time to recover)\n"))
    #expect(one.output.contains("99th percentile") && !one.output.contains("time_to_recover_p50"))
    let family = try BuiltCommand.run(["explain", "metric", "r1"])
    #expect(family.output.contains("time_to_recover_p50 (R1") && family.output.contains("recovered_before_repair (R1"))
    let isNarrow = family.output.split(separator: "\n").allSatisfy { $0.count <= 120 }
    #expect(isNarrow)
  }

  @Test func `the list has every metric, as a table and as lines of JSON`() throws {
    let table = try BuiltCommand.run(["explain", "metric"])
    let json = try BuiltCommand.run(["explain", "metric", "-o", "json"])
    #expect(table.status == 0 && json.status == 0)
    let read = try json.output.split(separator: "\n").map {
      try JSONDecoder().decode(MetricDescriptor.self, from: Data($0.utf8))
    }
    #expect(read == MetricCatalog.metrics)
    for metric in MetricCatalog.metrics { #expect(table.output.contains(" \(metric.id) "), "\(metric.id)") }
  }

  @Test func `an unknown name ends with 2 and the nearest one`() throws {
    let result = try BuiltCommand.run(["explain", "metric", "availabilty"])
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("did you mean availability?"))
  }
}
