// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Files that are there whole or not at all: reports, manifests, timings.
public enum WholeFile {
  /// Writes `text` to `path` by a temporary file beside it and a rename; an old file stays until the new one is whole.
  public static func write(_ text: String, to path: String) throws(ResultsError) {
    try FileBytes.replace(path, with: Data(text.utf8))
  }
}
