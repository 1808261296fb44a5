// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Reporting
import Results

/// What making an experiment came to: the files are written, nothing has been said yet.
struct MadeExperiment {
  /// The output folder.
  let path: String
  let manifest: ExperimentManifest
  /// All records of the folder, those of earlier commands among them.
  let records: [RunRecord]
  let model: ReportModel
  let summary: ParallelRunner.Summary
  /// What of the records was damaged after it was written.
  let damage: [RunsFile.Damage]
}
