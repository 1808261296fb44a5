// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Synchronization

/// Processes of one program that wait for the next run: starting an interpreter takes longer than many a run.
///
/// Each run has a process to itself and begins with a `run` line, at which the program forgets what was before. A process
/// that did anything wrong is not used again.
final class ProgramPool: Sendable {
  /// A process and what it said of itself.
  struct Member: Sendable {
    let process: ProgramProcess
    let greeting: [UInt8]
  }

  let program: SchedulerProgram
  private let idle = Mutex<[Member]>([])

  init(_ program: SchedulerProgram) { self.program = program }

  /// A process that waits; nil: there is none.
  func take() -> Member? { idle.withLock { $0.popLast() } }

  /// Keeps a process for the next run, unless it has come near what one process may use.
  func give(_ member: Member) {
    if member.process.waitedMilliseconds > Int64(program.cpuSeconds) * 100, program.cpuSeconds > 0 {
      member.process.end(patienceMilliseconds: 200)
    } else {
      idle.withLock { $0.append(member) }
    }
  }

  /// Ends what waits.
  func endAll() {
    let members = idle.withLock { idle in
      defer { idle = [] }
      return idle
    }
    for member in members { member.process.end(patienceMilliseconds: 200) }
  }
}
