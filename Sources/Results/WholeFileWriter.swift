// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A file that is written piece by piece and is there whole or not at all: in a temporary file beside it, until it is
/// finished. An old file stays until then; one that is never finished leaves it as it was.
public final class WholeFileWriter {
  private let path: String
  private let descriptor: Int32
  private let temporary: String
  private var isFinished = false

  /// Begins a file at `path`. A link, a device, a pipe or a folder there is refused.
  public init(_ path: String) throws(ResultsError) {
    if let obstacle = FileBytes.obstacle(at: path) {
      throw .fileSystem(path: path, action: "replace", reason: "it is \(obstacle)")
    }
    self.path = path
    temporary = path + ".next.tmp"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileBytes.failure(path, "create") }
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(temporary) }
  }

  /// Writes further bytes.
  public func append<Bytes: Collection & ContiguousBytes>(_ bytes: Bytes) throws(ResultsError) {
    try FileBytes.append(bytes, to: descriptor, path: path)
  }

  /// Puts the file in its place, durably. Nothing may be appended after that.
  public func finish() throws(ResultsError) {
    guard fsync(descriptor) == 0 else { throw FileBytes.failure(path, "sync") }
    guard rename(temporary, path) == 0 else { throw FileBytes.failure(path, "replace") }
    isFinished = true
    FileBytes.syncFolder(of: path)
  }
}
