// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What a report is called: the scenario, and what the command changes of it.
struct ReportTitle: Sendable {
  let scenario: String
  /// As `load=0.9`; empty when the scenario ran as it is written.
  let changes: [String]

  init(_ manifest: ExperimentManifest) {
    scenario = manifest.scenario
    changes = CommandText(manifest).changes
  }

  /// As `eu-west-80 with load=0.9, region=eu-west@1h+4h`.
  var text: String { changes.isEmpty ? scenario : "\(scenario) with \(changes.joined(separator: ", "))" }
}
