// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Bytes to and from files, with the operating system's reason in every error.
enum FileBytes {
  static func failure(_ path: String, _ action: String) -> ResultsError {
    .fileSystem(path: path, action: action, reason: reason())
  }

  /// The system's word for what it refused last.
  static func reason() -> String { String(cString: strerror(errno)) }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func read(_ path: String) throws(ResultsError) -> Data {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, "read") }
    defer { close(descriptor) }
    var bytes = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, "read")
      }
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  /// Writes all of `bytes` at the descriptor's end, through interruptions and short writes.
  static func append<Bytes: Collection & ContiguousBytes>(
    _ bytes: Bytes, to descriptor: Int32, path: String
  ) throws(ResultsError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, "write")
      }
      written += count
    }
  }

  /// What stands at `path` that a rename would destroy, as `a device`; nil for a plain file and for nothing.
  static func obstacle(at path: String) -> String? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFLNK: return "a symbolic link"
    case S_IFDIR: return "a folder"
    case S_IFCHR, S_IFBLK: return "a device"
    case S_IFIFO: return "a pipe"
    default: return "no plain file"
    }
  }

  /// Puts `bytes` at `path` so that a reader, or a machine that loses power, sees the old file or the new one whole.
  /// What is no plain file is not replaced. Errors name `path`, not the temporary file beside it.
  static func replace(_ path: String, with bytes: Data) throws(ResultsError) {
    let file = try WholeFileWriter(path)
    try file.append(bytes)
    try file.finish()
  }

  /// Makes what is in the file at `path`, and its name, durable.
  static func sync(_ path: String) throws(ResultsError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, "sync") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(path, "sync") }
    syncFolder(of: path)
  }

  /// Makes a rename durable. A folder that cannot be synced (some network file systems) is no reason to fail.
  static func syncFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
