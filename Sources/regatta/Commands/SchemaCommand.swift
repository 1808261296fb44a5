// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import ScenarioFormat

/// Gives the JSON Schema of scenario files.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of scenario files, for editors.",
    discussion: "Put it beside a scenario: regatta schema > scenario.schema.json")

  func run() { StandardOutput.write(ScenarioSchema.text) }
}
