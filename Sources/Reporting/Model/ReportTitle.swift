// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What a report is called: the scenario, and what the command changes of it.
struct ReportTitle: Sendable {
  let scenario: String
  /// As `load=0.9`; empty when the scenario ran as it is written.
  let changes: [String]
  /// One sentence for people; where the command changed something, with the word that it does not say so.
  let summary: String

  init(_ manifest: ExperimentManifest) {
    scenario = manifest.scenario
    let changes = CommandText(manifest).changes
    self.changes = changes
    summary = changes.isEmpty || manifest.summary.isEmpty ? manifest.summary : "As written: \(manifest.summary)"
  }

  /// As `eu-west-80 with load=0.9, region=eu-west@1h+4h`.
  var text: String { changes.isEmpty ? scenario : "\(scenario) with \(changes.joined(separator: ", "))" }
}
