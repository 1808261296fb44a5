// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Standard output: the command's result and nothing else.
enum StandardOutput {
  /// Writes `text` and a newline where it has none; a full disk ends the command with a message, a reader that left
  /// does not.
  static func write(_ text: String) {
    guard !text.isEmpty else { return }
    var rest = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        return
      } else if errno != EINTR {
        fail(errno)
      }
    }
  }

  private static func fail(_ code: Int32) -> Never {
    StandardError.write("regatta: cannot write the result: \(String(cString: strerror(code)))")
    exit(ExitStatus.runFailed.rawValue)
  }

  /// Whether people look at it.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether heads are to be bold: people look at it, and none of the customary settings forbids it.
  static var usesBold: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// Puts out what is buffered; a full disk ends the command with a message, a reader that left does not.
  static func finish() {
    errno = 0
    // The C library's `stdout` is a variable that Swift 6 does not let in; all streams is what is wanted anyway.
    if fflush(nil) != 0 && errno != EPIPE { fail(errno) }
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
