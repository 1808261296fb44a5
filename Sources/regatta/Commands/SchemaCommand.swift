// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import ScenarioFormat
import SchedulerPlugins

/// Gives the JSON Schema of scenario files.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of scenario files, for editors, or of the plugin protocol.",
    discussion: "Put it beside a scenario: regatta schema > scenario.schema.json")

  @Flag(help: "The schema of the lines between Regatta and a scheduler program.")
  var plugin = false

  func run() { StandardOutput.write(plugin ? PluginSchema.text : ScenarioSchema.text) }
}
