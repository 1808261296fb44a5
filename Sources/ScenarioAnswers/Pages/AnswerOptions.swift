// SPDX-License-Identifier: GPL-3.0-or-later

/// How runs for a document are made; nothing of it changes an answer.
public struct AnswerOptions: Sendable {
  /// Runs at once.
  public var jobs: Int
  /// The program's version, for records.
  public var version: String
  /// Asked now and then; true ends the work with `CancellationError`.
  public var isInterrupted: @Sendable () -> Bool

  /// Options.
  public init(jobs: Int, version: String, isInterrupted: @escaping @Sendable () -> Bool = { false }) {
    self.jobs = jobs
    self.version = version
    self.isInterrupted = isInterrupted
  }
}
