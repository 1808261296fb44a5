// SPDX-License-Identifier: GPL-3.0-or-later

/// How a command ends. 64, a wrong command line, is the argument parser's own.
enum ExitStatus: Int32 {
  case done = 0
  case runFailed = 1
  case invalidInput = 2
  case goalMissed = 3
  case pluginFailed = 4
  case incomplete = 5
  case interrupted = 130
}

/// Ends a command with a status and a message on standard error.
struct CommandEnd: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String = "") {
    self.status = status
    self.message = message
  }
}
