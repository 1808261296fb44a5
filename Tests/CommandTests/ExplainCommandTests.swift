// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite struct ExplainCommandTests {
  @Test func `help names the subcommand and its exit codes`() throws {
    #expect(try BuiltCommand.run(["explain", "--help"]).output.contains("failover"))
    let help = try BuiltCommand.run(["explain", "failover", "--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("USAGE: regatta explain failover"))
    #expect(help.output.replacing(#/\s+/#, with: " ").contains("3 with --strict"))
  }

  @Test func `without a cluster each cluster has a line`() throws {
    let folder = try TemporaryFolder()
    try folder.write(try BuiltCommand.run(["init"]).output, to: "first.yaml")
    let result = try BuiltCommand.run(["explain", "failover", "first.yaml"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("contender"))
    #expect(result.output.contains("Findings"))
  }

  @Test func `lines of JSON have their types and keys, markdown its tables`() throws {
    let folder = try TemporaryFolder()
    try folder.write(AllocateCommandTests.manifests(), to: "fleet.yaml")
    let arguments = ["explain", "failover", "fleet.yaml", "--contender", "kubefed-0.10", "--cluster", "A"]
    let json = try BuiltCommand.run(arguments + ["-o", "json"], in: folder.path)
    #expect(json.status == 0, "\(json.errors)")
    let objects = try json.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(Set(objects.compactMap { $0["type"] as? String }) == ["workload", "total", "finding"])
    let total = try #require(objects.first { $0["type"] as? String == "total" })
    #expect(total["bindings"] as? Int == 1 && total["replicas"] as? Int == 4)
    let decided = try #require(total["decided"] as? [String: Double])
    #expect(try #require(decided["earliest"]) >= 63)
    let markdown = try BuiltCommand.run(arguments + ["-o", "markdown"], in: folder.path)
    #expect(markdown.output.contains("| after | step | why | decided by |"))
    let table = try BuiltCommand.run(arguments, in: folder.path)
    #expect(table.output.contains("steps of shop/web:"))
    let isNarrow = table.output.split(separator: "\n").allSatisfy { $0.count <= 120 }
    #expect(isNarrow)
  }

  @Test func `unknown names end with 2 and the known ones, a wrong failure with 64`() throws {
    let folder = try TemporaryFolder()
    try folder.write(AllocateCommandTests.manifests(), to: "fleet.yaml")
    for (option, known) in [
      (["--cluster", "Z"], "A, B"), (["--contender", "z"], "kubefed-0.10"), (["--workload", "z"], "namespace/name"),
    ] {
      let result = try BuiltCommand.run(["explain", "failover", "fleet.yaml"] + option, in: folder.path)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.contains(known), "\(result.errors)")
    }
    for (option, reason) in [
      (["--plane", "slow"], "is no loss"), (["--plane", "agent", "--failure", "dead"], "none of plane agent"),
      (["--plane", "all", "--failure", "partition"], "it is one of hub, api"),
      (["--plane", "user", "--failure", "refused"], "it is one of api, hub"),
    ] {
      let result = try BuiltCommand.run(["explain", "failover", "fleet.yaml"] + option, in: folder.path)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.contains(reason), "\(result.errors)")
    }
    for plane in ["all", "hub", "user", "api", "agent"] {
      let result = try BuiltCommand.run(
        ["explain", "failover", "fleet.yaml", "--cluster", "A", "--plane", plane, "-o", "json"], in: folder.path)
      #expect(result.status == 0)
      let isLossless = result.output.contains("\"lossReplicaSecondsLatest\":0,")
      #expect(isLossless == !["all", "user"].contains(plane), "\(plane): \(result.output)")
    }
    let usage = try BuiltCommand.run(["explain", "failover", "fleet.yaml", "--failure", "bored"], in: folder.path)
    #expect(usage.status == 64)
  }
}
