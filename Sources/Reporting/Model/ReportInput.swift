// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What a report is made of: the records, in any order and from any number of shards, and what they are about.
public struct ReportInput: Sendable {
  /// What the experiment is about.
  public var manifest: ExperimentManifest
  /// Its records.
  public var records: [RunRecord]

  /// An input.
  public init(manifest: ExperimentManifest, records: [RunRecord]) {
    self.manifest = manifest
    self.records = records
  }
}
