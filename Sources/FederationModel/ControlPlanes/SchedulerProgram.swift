// SPDX-License-Identifier: GPL-3.0-or-later

/// A program of the user's own that decides in place of a profile's policy, and what it may use.
///
/// Times are the machine's, not the simulation's: they bound a program that hangs, and never decide an answer.
public struct SchedulerProgram: Hashable, Sendable, Codable {
  /// The program and its arguments; a name without a slash is looked for on the `PATH`.
  public var command: [String]
  /// The folder that the program runs in; empty: the working folder. No part of what tells scenarios apart.
  public var folder = ""
  /// Tells one state of the program's files from another; nil where none of its arguments is a file.
  public var fingerprint: String?
  /// The longest wait for the replies to `hello` and `run`.
  public var firstReplyMilliseconds = 10_000
  /// The longest wait for every other reply.
  public var laterReplyMilliseconds = 1_000
  /// The longest line that a reply may be.
  public var lineBytes = 1 << 20
  /// The address space of a process.
  public var memoryBytes: Int64 = 4 << 30
  /// The processor time of a process.
  public var cpuSeconds = 600
  /// How often a run starts the program anew after it had to be ended.
  public var mostRestarts = 3
  /// After so many faults in a run nothing more is asked.
  public var mostFaults = 10

  /// A program with the limits that a scenario has when it says none.
  public init(command: [String], folder: String = "", fingerprint: String? = nil) {
    self.command = command
    self.folder = folder
    self.fingerprint = fingerprint
  }

  /// Everything but `folder`.
  private enum CodingKeys: CodingKey {
    case command, fingerprint, firstReplyMilliseconds, laterReplyMilliseconds, lineBytes, memoryBytes, cpuSeconds
    case mostRestarts, mostFaults
  }
}
