// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import FederationModel
import Foundation
import Quantities
import Results
import SchedulerPlugins

/// Schedulers that are programs of the user's own.
struct PluginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin",
    abstract: "Begin and test a scheduler program of your own.",
    discussion: "The protocol: docs/guides/plugin-protocol.md; its JSON Schema: regatta schema --plugin.",
    subcommands: [PluginInitCommand.self, PluginTestCommand.self])
}

/// A first program, and a scenario in which it races.
struct PluginInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a scheduler program that works, and a scenario that races it.")

  @Argument(help: "The language.")
  var language: PluginStarter.Language

  @Argument(help: ArgumentHelp("The folder; it may not hold files of these names yet.", valueName: "folder"))
  var folder = "my-scheduler"

  func run() throws {
    let files = PluginStarter.files(in: language)
    for file in files where FileManager.default.fileExists(atPath: "\(folder)/\(file.name)") {
      throw CommandEnd(.invalidInput, "regatta: \(folder)/\(file.name) is there already; name another folder")
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for file in files { try WholeFile.write(file.text, to: "\(folder)/\(file.name)") }
    } catch {
      throw CommandEnd(.runFailed, "regatta: cannot write to \(folder): \(OutputFolder.reason(error, at: folder))")
    }
    let command = PluginStarter.command(in: language, folder: folder).joined(separator: " ")
    StandardError.write(
      "wrote \(files.map { "\(folder)/\($0.name)" }.joined(separator: ", ")); next:\n"
        + "  regatta plugin test -- \(command)\n  regatta run \(folder)")
  }
}

extension PluginStarter.Language: ExpressibleByArgument {}

extension FederationSystem: ExpressibleByArgument {}

/// The conformance kit.
struct PluginTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Ask a scheduler program about made-up federations and say what it does wrong, and how fast it is.",
    discussion: """
      Totals, known clusters, bounds and room; the same answer to the same question after a reset, in a new process \
      and in any order; the time of a round trip with 20 and with 1,000 clusters.

      Exit codes: 0 it conforms, 4 it does not, 64 the command line is wrong.
      """)

  @Option(help: "The longest wait for the reply to hello and run.")
  var firstReply = SimulationDuration.seconds(60)

  @Option(help: "The longest wait for any other reply.")
  var reply = SimulationDuration.seconds(1)

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Test it under this system alone: karmada or kubefed; both by default. Repeatable.", valueName: "system"))
  var system: [FederationSystem] = []

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: ExplanationFormat = .table

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The program and its arguments, after --.", valueName: "command"))
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("name the program after --, as: regatta plugin test -- python3 my.py") }
    if let other = system.first(where: { !PluginTest.systems.contains($0) }) {
      throw ValidationError("--system \(other.rawValue) is not tested; karmada and kubefed are")
    }
    if firstReply <= .zero || reply <= .zero { throw ValidationError("a wait is to be above 0") }
  }

  func run() throws {
    var program = SchedulerProgram(command: command)
    program.firstReplyMilliseconds = max(1, Int(firstReply.nanoseconds / 1_000_000))
    program.laterReplyMilliseconds = max(1, Int(reply.nanoseconds / 1_000_000))
    let findings = PluginTest(program, under: system.isEmpty ? PluginTest.systems : system).run()
    switch output {
    case .json: for finding in findings { StandardOutput.write(try RecordCoding.line(finding)) }
    case .table, .markdown:
      for finding in findings {
        StandardOutput.write("\(finding.grade.rawValue)  \(finding.check): \(finding.detail)")
      }
    }
    let failures = findings.count { $0.grade == .fail }
    if failures > 0 {
      throw CommandEnd(
        .pluginFailed, "regatta: \(failures) of \(findings.count) checks failed: docs/guides/plugin-protocol.md")
    }
  }
}
