// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Finds the experiments below a results folder: every folder with an `experiment.json` or a `runs.jsonl`.
///
/// Hidden folders are passed over, and what is inside an experiment is its own. A link to an experiment is one; other
/// links are not followed, so a walk ends.
struct ExperimentWalk {
  /// Paths from the results folder on, ascending; `.` is the results folder itself.
  private(set) var names: [String] = []
  /// Folders that could not be looked into, as sentences.
  private(set) var warnings: [String] = []

  /// Walks `root`; throws when it cannot be read itself.
  init(_ root: String) throws(ResultsError) {
    if Self.isExperiment(root) {
      names = ["."]
    } else {
      try walk(root, "")
    }
    names.sort()
  }

  private mutating func walk(_ root: String, _ name: String) throws(ResultsError) {
    for entry in try Self.entries(of: name.isEmpty ? root : "\(root)/\(name)") {
      let inner = name.isEmpty ? entry : "\(name)/\(entry)"
      let path = "\(root)/\(inner)"
      guard !entry.hasPrefix("."), Self.isFolder(path) else { continue }
      if Self.isExperiment(path) {
        names.append(inner)
      } else if FileBytes.obstacle(at: path) == "a folder" {
        do throws(ResultsError) {
          try walk(root, inner)
        } catch {
          warnings.append(error.description)
        }
      }
    }
  }

  private static func isExperiment(_ path: String) -> Bool {
    FileBytes.exists("\(path)/\(ExperimentManifest.fileName)")
      || FileBytes.exists("\(path)/\(ExperimentFolder.runsFileName)")
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func entries(of path: String) throws(ResultsError) -> [String] {
    guard let folder = opendir(path) else { throw FileBytes.failure(path, "read") }
    defer { closedir(folder) }
    var entries: [String] = []
    while let entry = readdir(folder) {
      entries.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
            String(cString: $0)
          }
        })
    }
    return entries
  }
}
