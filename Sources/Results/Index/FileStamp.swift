// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What a file looks like from outside, and the check of what is in it: whether an index still speaks of it.
struct FileStamp: Hashable {
  /// Bytes; -1 where there is no file.
  var size: Int
  /// The moment of its last change, in nanoseconds of the file system's clock. It is compared, never shown.
  var changed: Int
  /// The file's number in its file system: another one after each replacement.
  var number: Int
  /// The check of the content; nil until it was read.
  var check: String?

  /// A file that is not there.
  static let absent = FileStamp(size: -1, changed: 0, number: 0, check: nil)

  /// How `path` looks now, without a look inside.
  init(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self = .absent
      return
    }
    #if os(Linux)
      let moment = status.st_mtim
    #else
      let moment = status.st_mtimespec
    #endif
    self.init(
      size: Int(status.st_size), changed: Int(moment.tv_sec) &* 1_000_000_000 &+ Int(moment.tv_nsec),
      number: Int(truncatingIfNeeded: status.st_ino), check: nil)
  }

  /// A stamp.
  init(size: Int, changed: Int, number: Int, check: String?) {
    self.size = size
    self.changed = changed
    self.number = number
    self.check = check
  }

  /// Whether both look alike from outside.
  func looksLike(_ other: FileStamp) -> Bool {
    size == other.size && changed == other.changed && number == other.number
  }
}
