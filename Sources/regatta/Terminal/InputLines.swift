// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The lines of a file or of standard input, one at a time: memory follows the longest line.
final class InputLines {
  /// The operating system's reason.
  struct Failure: Error {
    let reason: String
    init() { reason = String(cString: strerror(errno)) }
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// Opens `path`; `-` is standard input.
  init(path: String) throws(Failure) {
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw Failure() }
  }

  deinit { if descriptor != STDIN_FILENO && descriptor >= 0 { close(descriptor) } }

  /// The next line without its newline; nil at the end.
  func next() throws(Failure) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = newline + 1 }
        return buffer[start..<newline]
      }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return buffer[start...]
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      try fill()
    }
  }

  private func fill() throws(Failure) {
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw Failure() }
      if count == 0 { isAtEnd = true } else { buffer.append(contentsOf: chunk[..<count]) }
      return
    }
  }
}
