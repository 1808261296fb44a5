// SPDX-License-Identifier: GPL-3.0-or-later

import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and `kill`: the first asks for a tidy end, the second ends at once.
final class Interrupt: Sendable {
  private let count = Atomic<Int>(0)

  /// Whether somebody asked for the end.
  var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  /// Takes over SIGINT and SIGTERM while `body` runs.
  func watching<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        if count.add(1, ordering: .relaxed).oldValue > 0 { _exit(ExitStatus.interrupted.rawValue) }
        StandardError.write("\nstopping: runs under way are left out, what is done is kept (again: at once)")
      }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    return try await body()
  }
}
