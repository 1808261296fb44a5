// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
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
    ["frobnicate"], ["run"], ["run", "x", "--seeds", "3..1"], ["run", "x", "--shard", "2/2"],
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

  @Test func `lists are tables for people and lines of JSON for programs`() throws {
    let table = try BuiltCommand.run(["list", "profiles"])
    #expect(table.status == 0)
    #expect(table.output.contains("karmada-1.18"))
    let lines = try BuiltCommand.run(["list", "profiles", "-o", "json"])
    #expect(lines.output.contains(#"{"name":"kubefed-0.10","system":"kubefed"}"#))
  }
}
