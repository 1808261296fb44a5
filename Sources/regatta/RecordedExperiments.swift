// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Reporting
import Results

/// Experiments read from their output folders; folders of one experiment, as shards are, become one.
struct RecordedExperiments {
  /// The folder's name, or the path where two have the same.
  let label: String
  let folders: [String]
  let input: ReportInput
  let model: ReportModel

  /// Reads `folders` in their order. Lines that are no whole records are named on standard error.
  ///
  /// A folder with a run that one before it has too is the same experiment made again, not a shard of it.
  static func read(_ folders: [String], _ diagnostics: DiagnosticOptions) throws -> [RecordedExperiments] {
    var groups: [(experiment: ExperimentFolder, folders: [String], keys: Set<RunKey>)] = []
    for folder in folders {
      let found: ExperimentFolder
      do {
        found = try ExperimentFolder.read([folder])
      } catch {
        throw CommandEnd(.invalidInput, "regatta: \(error)")
      }
      for damage in found.damage { diagnostics.warn("regatta: \(damage)") }
      let keys = Set(found.records.map(\.key))
      let place = groups.firstIndex { $0.experiment.manifest == found.manifest && $0.keys.isDisjoint(with: keys) }
      if let place {
        groups[place].experiment.records += found.records
        groups[place].folders.append(folder)
        groups[place].keys.formUnion(keys)
      } else {
        groups.append((found, [folder], keys))
      }
    }
    return groups.map { group in
      let input = ReportInput(manifest: group.experiment.manifest, records: group.experiment.records)
      return RecordedExperiments(
        label: label(of: group.folders[0], among: groups.map(\.folders[0])), folders: group.folders, input: input,
        model: ReportModel(input))
    }
  }

  private static func label(of folder: String, among folders: [String]) -> String {
    func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
    return folders.filter { name($0) == name(folder) }.count > 1 ? folder : name(folder)
  }
}
