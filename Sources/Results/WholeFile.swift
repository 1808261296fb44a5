// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Files that are there whole or not at all: reports, manifests, timings.
public enum WholeFile {
  /// Writes `text` to `path` by a temporary file beside it and a rename; an old file stays until the new one is whole.
  /// A link, a device, a pipe or a folder there is refused.
  public static func write(_ text: String, to path: String) throws(ResultsError) {
    try FileBytes.replace(path, with: Data(text.utf8))
  }

  /// What stands at `path` that is no plain file, as `a device`; nil for a plain file and for nothing.
  public static func obstacle(at path: String) -> String? { FileBytes.obstacle(at: path) }

  /// Whether both paths lead to one file.
  public static func isSame(_ path: String, _ other: String) -> Bool {
    var first = stat()
    var second = stat()
    guard stat(path, &first) == 0, stat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}
