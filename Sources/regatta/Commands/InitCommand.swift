// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import ScenarioFormat

/// Gives a first scenario.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Print a commented first scenario, or write it to a file.")

  @Argument(help: ArgumentHelp("The file to write; standard output by default.", valueName: "file"))
  var file: String?

  @Flag(help: "Replace the file if it is there.")
  var force = false

  func run() throws {
    guard let file else { return StandardOutput.write(StarterScenario.text) }
    if FileManager.default.fileExists(atPath: file) && !force {
      throw CommandEnd(.invalidInput, "regatta: \(file) is there already; --force replaces it")
    }
    try ReportFiles.write(StarterScenario.text, to: file)
    StandardError.write("wrote \(file); next: regatta run \(file)")
  }
}
