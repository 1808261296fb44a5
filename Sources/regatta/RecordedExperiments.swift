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
  static func read(_ folders: [String], _ diagnostics: DiagnosticOptions) throws -> [RecordedExperiments] {
    var groups: [(manifest: ExperimentManifest, folders: [String])] = []
    do {
      for folder in folders {
        let manifest = try ExperimentFolder.read([folder]).manifest
        let place = try groups.firstIndex { try $0.manifest == manifest && !holdsSame($0.folders, folder) }
        if let place {
          groups[place].folders.append(folder)
        } else {
          groups.append((manifest, [folder]))
        }
      }
      return try groups.map { group in
        let experiment = try ExperimentFolder.read(group.folders)
        for damage in experiment.damage { diagnostics.warn("regatta: \(damage)") }
        let input = ReportInput(manifest: experiment.manifest, records: experiment.records)
        return RecordedExperiments(
          label: label(of: group.folders[0], among: groups.map(\.folders[0])), folders: group.folders, input: input,
          model: ReportModel(input))
      }
    } catch let error as ResultsError {
      throw CommandEnd(.invalidInput, "regatta: \(error)")
    }
  }

  /// Whether `folder` has a run that one of `others` has too: then it is the same experiment made again, not a shard.
  private static func holdsSame(_ others: [String], _ folder: String) throws -> Bool {
    let own = Set(try ExperimentFolder.read([folder]).records.map(\.key))
    return try ExperimentFolder.read(others).records.contains { own.contains($0.key) }
  }

  private static func label(of folder: String, among folders: [String]) -> String {
    func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
    return folders.filter { name($0) == name(folder) }.count > 1 ? folder : name(folder)
  }
}
