// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The shapes of a comparison.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, markdown, csv
}

/// The shapes of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, markdown, csv, html
}

/// The shapes of an allocation.
enum AllocationFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json
}

/// What every command takes.
struct DiagnosticOptions: ParsableArguments {
  @Flag(name: [.short, .long], help: "No progress and no warnings on standard error.")
  var quiet = false

  init() {}

  init(isQuiet: Bool) { quiet = isQuiet }

  /// Writes a warning unless nobody wants it.
  func warn(_ text: String) {
    if !quiet { StandardError.write(text) }
  }

  /// Writes what is going on, for people who watch.
  func note(_ text: String) {
    if !quiet, StandardError.isTerminal { StandardError.write(text) }
  }
}
