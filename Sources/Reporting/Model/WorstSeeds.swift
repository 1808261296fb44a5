// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The runs of one contender that lost most, and how each is repeated.
struct WorstSeeds: Sendable {
  struct Row: Sendable {
    let key: RunKey
    let lostReplicaHours: Double
    let availability: Double?
    /// The workload that lost most in it.
    let workload: String?
    /// Arguments; nil when the manifest names no command.
    let command: [String]?
  }

  let contender: String
  /// Most lost first.
  let rows: [Row]

  /// Nil when no run lost anything.
  init?(_ result: ContenderResult, _ manifest: ExperimentManifest, limit: Int = 3) {
    let losing = result.runs.compactMap { run -> (run: RunRecord, lost: Double)? in
      guard let lost = run.metrics["lost_replica_hours"]?.value, lost > 0 else { return nil }
      return (run, lost)
    }
    // Runs come by seed and then by sweep point: of equal losses the first stays first.
    let worst = losing.enumerated().sorted { ($1.element.lost, $0.offset) < ($0.element.lost, $1.offset) }
    guard !worst.isEmpty else { return nil }
    let text = CommandText(manifest)
    contender = result.name
    rows = worst.prefix(limit).map { _, entry in
      Row(
        key: entry.run.key, lostReplicaHours: entry.lost, availability: entry.run.metrics["availability"]?.value,
        workload: entry.run.detail?.worstWorkloads.first?.workload,
        command: text.repeating(entry.run.key, scenario: manifest.scenario))
    }
  }
}
