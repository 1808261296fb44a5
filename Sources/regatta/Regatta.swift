// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The command line.
@main
struct Regatta: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "regatta",
    abstract: "Races federation schedulers over one simulated fleet of Kubernetes clusters.",
    discussion: """
      The result goes to standard output; progress and warnings go to standard error.

      Exit codes: 0 done, 1 a run failed or vectors did not match, 2 the input is wrong, 3 a goal was missed, a \
      regression found or a document differs, 4 a scheduler program failed, 5 records are missing or a check is \
      inconclusive, 64 the command line is wrong, 130 interrupted.
      """,
    version: version,
    subcommands: [
      RunCommand.self, SizeCommand.self, ReportCommand.self, CompareCommand.self, CheckCommand.self,
      BaselineCommand.self, ResultsCommand.self, AllocateCommand.self, ExplainCommand.self,
      AnswerCommand.self, BenchCommand.self, PluginCommand.self, ValidateCommand.self, InitCommand.self,
      ConformanceCommand.self,
      ListCommand.self,
      SchemaCommand.self,
    ])

  /// Parses and runs; every error that is no usage error ends here.
  static func main() async {
    // A reader that goes away, as `| head` does, is no error: writes then fail and are dropped.
    signal(SIGPIPE, SIG_IGN)
    do {
      try KernelSelection.start()
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      StandardOutput.finish()
    } catch let end as CommandEnd {
      if !end.message.isEmpty { StandardError.write(end.message) }
      StandardOutput.finish()
      Foundation.exit(end.status.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
