// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import Testing

@testable import regatta

@Suite struct UsageTests {
  @Test func `help names every command and every exit code and ends with 0`() throws {
    let help = try BuiltCommand.run(["--help"])
    #expect(help.status == 0)
    #expect(Self.names.count >= 8)
    for name in Self.names {
      #expect(help.output.contains("  \(name) "), "\(name)")
    }
    for code in ["0 done", "1 a run failed", "2 the input", "3 a goal", "5 records", "64 the", "130 interrupted"] {
      #expect(help.output.replacing(#/\s+/#, with: " ").contains(code), "\(code)")
    }
    #expect(help.errors.isEmpty)
  }

  /// Regatta's commands.
  static let names = Regatta.configuration.subcommands.map { $0.configuration.commandName ?? "" }

  @Test(arguments: names)
  func `each command has help`(name: String) throws {
    let help = try BuiltCommand.run([name, "--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("USAGE: regatta \(name)"))
  }

  @Test func `the version is printed`() throws {
    let version = try BuiltCommand.run(["--version"])
    #expect(version.status == 0)
    #expect(version.output == Regatta.version + "\n")
  }

  @Test(arguments: [
    ["frobnicate"], ["run"], ["run", "x", "--seeds", "3..1"], ["run", "x", "--shard", "3/2"],
    ["run", "x", "--jobs", "0"], ["run", "x", "--set", "load"],
    ["run", "x", "--sweep", "load="], ["run", "x", "--sweep", "load=1,2", "--sweep", "load=3"],
    ["run", "x", "--contender", "a", "--contender", "a"], ["run", "x", "-o", "html"], ["allocate", "--diff", "x"],
    ["conformance"], ["report"], ["list", "clusters"],
  ])
  func `a wrong command line ends with 64 and nothing on standard output`(arguments: [String]) throws {
    let result = try BuiltCommand.run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("Error: "))
  }

  @Test(arguments: [["run"], ["allocate"], ["report"], ["conformance"]])
  func `a file that is not there ends with 2 and a message`(arguments: [String]) throws {
    let result = try BuiltCommand.run(arguments + ["/nonexistent/input.yaml"])
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("/nonexistent/input.yaml"))
  }

  @Test func `run's help names the range of the load and exit code 64`() throws {
    let help = try BuiltCommand.run(["run", "--help"]).output.replacing(#/\s+/#, with: " ")
    #expect(help.contains("0.000001 to 1000, of the binding resource: (reserved + requested) / allocatable"))
    #expect(help.contains("64 the command line is wrong"))
  }

  @Test func `a file without vectors does not pass`() throws {
    let result = try BuiltCommand.run(["conformance", "/dev/null"])
    #expect(result.status == 2)
    #expect(result.errors.contains("there are no vectors"))
  }

  @Test func `a shard that is not there is told how shards count`() throws {
    let result = try BuiltCommand.run(["run", "x", "--shard", "3/2"])
    #expect(result.status == 64)
    #expect(result.errors.contains("i is 0 to n-1"))
  }

  @Test func `metrics are listed with the smallest effect that matters`() throws {
    let table = try BuiltCommand.run(["list", "metrics"]).output.split(separator: "\n")
    #expect(table.first?.contains("  smallest effect that matters  ") == true)
    #expect(table.contains { $0.contains(#/^availability +1 +higher +0\.0001 /#) })
    let lines = try BuiltCommand.run(["list", "metrics", "-o", "json"]).output
    #expect(lines.contains(#""smallestEffectThatMatters":"5""#))
  }

  @Test func `without shipped scenarios the list says where it looked`() throws {
    let folder = try TemporaryFolder()
    let program = "\(folder.path)/regatta"
    try FileManager.default.copyItem(atPath: try #require(BuiltCommand.path), toPath: program)
    let result = try BuiltCommand.shell("cd '\(folder.path)' && ./regatta list scenarios")
    #expect(result.status == 0 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("regatta: no scenarios under "))
    #expect(result.errors.contains("\(folder.path)/Scenarios"))
  }

  @Test func `lists are tables for people and lines of JSON for programs`() throws {
    let table = try BuiltCommand.run(["list", "profiles"])
    #expect(table.status == 0)
    #expect(table.output.contains("karmada-1.18"))
    let lines = try BuiltCommand.run(["list", "profiles", "-o", "json"])
    #expect(lines.output.contains(#"{"name":"kubefed-0.10","system":"kubefed"}"#))
  }
}
