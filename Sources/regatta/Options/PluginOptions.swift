// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// What is done about contenders that are programs of the user's own.
struct PluginOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep every exchange with the scenario's scheduler programs in this file. Runs that it has already are kept.",
      valueName: "file"))
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Repeat the runs from a file that --record wrote, without the programs; a request that differs fails its run.",
      valueName: "file"))
  var replay: String?

  @Flag(name: .customLong("strict-plugins"), help: "End with 4 when a scheduler program had any fault.")
  var isStrict = false

  /// The options of a command that only repeats.
  static func replaying(_ file: String?) -> PluginOptions {
    var options = PluginOptions()
    options.record = nil
    options.replay = file
    options.isStrict = false
    return options
  }

  func validate() throws {
    if record != nil, replay != nil { throw ValidationError("--record and --replay exclude each other") }
  }
}
