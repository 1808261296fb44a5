// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results

/// Why an output folder cannot be made or written to, in words.
enum OutputFolder {
  /// What `error` means for someone who wanted to write to `path`, and what to do.
  static func reason(_ error: any Error, at path: String) -> String {
    "\(obstacle(error, at: path)); choose another --out"
  }

  private static func obstacle(_ error: any Error, at path: String) -> String {
    let given = URL(fileURLWithPath: path)
    let folders = sequence(first: given) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
    if let file = folders.first(where: isFile) {
      return file.path == given.path ? "a file of that name exists" : "\(file.path) is a file, not a folder"
    }
    if case .fileSystem(let file, let action, let reason)? = error as? ResultsError {
      return "\(file == path ? "" : "\(file): ")cannot \(action): \(reason)"
    }
    if let there = folders.first(where: { FileManager.default.fileExists(atPath: $0.path) }),
      access(there.path, W_OK) != 0
    {
      return "\(there.path): \(String(cString: strerror(errno)))"
    }
    let error = error as NSError
    return error.localizedFailureReason ?? error.localizedDescription
  }

  private static func isFile(_ place: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) && !isFolder.boolValue
  }
}
