// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Standard output: the command's result and nothing else.
enum StandardOutput {
  /// Writes `text` and a newline where it has none.
  static func write(_ text: String) {
    guard !text.isEmpty else { return }
    print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
  }

  /// Whether people look at it.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Puts out what is buffered; a full disk ends the command with a message, a reader that left does not.
  static func finish() {
    errno = 0
    // The C library's `stdout` is a variable that Swift 6 does not let in; all streams is what is wanted anyway.
    if fflush(nil) != 0 && errno != EPIPE {
      StandardError.write("regatta: cannot write the result: \(String(cString: strerror(errno)))")
      exit(ExitStatus.runFailed.rawValue)
    }
  }
}

/// Standard error: progress, warnings and errors.
enum StandardError {
  /// Writes `text` and a newline where it has none.
  static func write(_ text: String) { writeRaw(text.hasSuffix("\n") ? text : text + "\n") }

  /// Writes `text` as it is.
  static func writeRaw(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// Whether people look at it.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
