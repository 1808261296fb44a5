// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Synchronization

/// A running program that takes a line and gives a line.
final class ProgramProcess: Sendable {
  /// What waiting for a line came to.
  enum Received: Sendable {
    case line(ArraySlice<UInt8>)
    case fault(SchedulerFault)
    case interrupted
  }

  private let connection: Mutex<ProgramConnection>

  /// Starts `program`. Whether it could be started itself shows with the first line.
  init(_ program: SchedulerProgram) throws(SchedulerFault) {
    connection = Mutex(try ProgramConnection(program))
  }

  deinit { end() }

  /// Milliseconds on a clock that never goes back.
  static func now() -> Int64 { nanoseconds() / 1_000_000 }

  /// Nanoseconds on the same clock.
  static func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Milliseconds that were spent waiting for it.
  var waitedMilliseconds: Int64 { connection.withLock { $0.waitedMilliseconds } }

  /// Hands over a line, newline included; what the pipe does not take yet is written while replies are waited for.
  func send(_ line: [UInt8]) -> SchedulerFault? { connection.withLock { $0.send(line) } }

  /// The next line, without its newline, by `deadline` on the clock of `now`.
  func receive(until deadline: Int64, isInterrupted: () -> Bool) -> Received {
    connection.withLock { $0.receive(until: deadline, isInterrupted: isInterrupted) }
  }

  /// Ends it and everything in its process group, and waits for it. A program that reads the end of its input and ends by
  /// itself within the patience is not disturbed.
  func end(patienceMilliseconds: Int64 = 0) { connection.withLock { _ = $0.end(patienceMilliseconds) } }
}

/// Our side of a program's pipes.
///
/// Whatever the program does, a call ends: by a line, by a fault, or at the deadline. What it writes on standard error is
/// read away all the time, so that it cannot block on it, and only its end is kept.
private struct ProgramConnection: Sendable {
  typealias Received = ProgramProcess.Received

  private let program: SchedulerProgram
  private let spawned: SpawnedProgram
  private var pending: ArraySlice<UInt8> = []
  private var received: [UInt8] = []
  private var start = 0
  private var searched = 0
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  private var lastWords: [UInt8] = []
  private var hearsErrors = true
  private var isClosed = false
  private(set) var waitedMilliseconds: Int64 = 0

  private static let sliceMilliseconds: Int64 = 100
  private static let keptWords = 2048

  init(_ program: SchedulerProgram) throws(SchedulerFault) {
    self.program = program
    spawned = try Spawning.start(program)
  }

  mutating func send(_ line: [UInt8]) -> SchedulerFault? {
    pending = line[...]
    return writePending()
  }

  private mutating func writePending() -> SchedulerFault? {
    while !pending.isEmpty {
      let count = pending.withUnsafeBytes { write(spawned.input, $0.baseAddress, $0.count) }
      if count > 0 {
        pending = pending.dropFirst(count)
      } else if errno == EINTR {
        continue
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        return nil
      } else {
        pending = []
        // A program that is gone is said to be gone; one that only does not read is told apart.
        return outputHasEnded() ? endedFault() : SchedulerFault(.closedInput, "it closed its standard input")
      }
    }
    return nil
  }

  private func outputHasEnded() -> Bool {
    var descriptor = pollfd(fd: spawned.output, events: Int16(POLLIN), revents: 0)
    let ready = poll(&descriptor, 1, 200)
    return ready > 0 && descriptor.revents & Int16(POLLHUP) != 0
  }

  mutating func receive(until deadline: Int64, isInterrupted: () -> Bool) -> Received {
    let begun = ProgramProcess.now()
    defer { waitedMilliseconds += ProgramProcess.now() - begun }
    while true {
      if let line = takeLine() { return line.count > program.lineBytes ? .fault(tooLong()) : .line(line) }
      if received.count - start > program.lineBytes { return .fault(tooLong()) }
      let left = deadline - ProgramProcess.now()
      if left < 0 { return .fault(deadlineFault()) }
      if isInterrupted() { return .interrupted }
      switch wait(for: min(left + 1, Self.sliceMilliseconds)) {
      case .some(let fault): return .fault(fault)
      case nil: continue
      }
    }
  }

  /// Waits until something can be read or written, and does it. A fault where nothing more can come.
  private mutating func wait(for milliseconds: Int64) -> SchedulerFault? {
    var descriptors = [
      pollfd(fd: spawned.output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: hearsErrors ? spawned.errors : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pending.isEmpty ? -1 : spawned.input, events: Int16(POLLOUT), revents: 0),
    ]
    let ready = poll(&descriptors, 3, Int32(milliseconds))
    guard ready > 0 else { return nil }
    if descriptors[1].revents != 0 { hearErrors() }
    if descriptors[2].revents != 0, let fault = writePending() { return fault }
    guard descriptors[0].revents != 0 else { return nil }
    let count = read(spawned.output, &chunk, chunk.count)
    if count > 0 {
      if start == received.count {
        received.removeAll(keepingCapacity: true)
        start = 0
        searched = 0
      }
      received.append(contentsOf: chunk[..<count])
      return nil
    }
    if count < 0, errno == EAGAIN || errno == EINTR { return nil }
    return endedFault()
  }

  private mutating func takeLine() -> ArraySlice<UInt8>? {
    let from = max(start, searched)
    let end = received.withUnsafeBufferPointer { bytes -> Int? in
      guard from < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + from, Int32(UInt8(ascii: "\n")), bytes.count - from)
      else { return nil }
      return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }
    guard let end else {
      searched = received.count
      return nil
    }
    defer {
      start = end + 1
      searched = start
    }
    return received[start..<end]
  }

  /// Reads what there is on standard error, a bounded amount, and keeps the end of it.
  private mutating func hearErrors() {
    for _ in 0..<16 {
      let count = read(spawned.errors, &chunk, chunk.count)
      if count == 0 { hearsErrors = false }
      guard count > 0 else { return }
      lastWords.append(contentsOf: chunk[..<count])
      if lastWords.count > Self.keptWords { lastWords.removeFirst(lastWords.count - Self.keptWords) }
    }
  }

  private func tooLong() -> SchedulerFault {
    SchedulerFault(.lineTooLong, "a line of more than \(program.lineBytes) bytes")
  }

  private func deadlineFault() -> SchedulerFault {
    SchedulerFault(.deadline, words)
  }

  /// What it said last on standard error, as the end of a sentence.
  private var words: String {
    let text = String(decoding: lastWords, as: UTF8.self)
    let last = text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
    return last.map { "; it last said: \($0.prefix(300))" } ?? ""
  }

  private mutating func endedFault() -> SchedulerFault {
    let status = end(0)
    let how: String
    switch status {
    case 127: how = "it could not be started: there is no such program"
    case 126: how = "it could not be started"
    case 128 + SIGXCPU: how = "it used up its \(program.cpuSeconds) s of processor time"
    case 128 + SIGKILL: how = "it closed its standard output, or was killed"
    case 129...: how = "it was ended by signal \(status - 128)"
    default: how = "it ended with exit code \(status)"
    }
    return SchedulerFault(status == 126 || status == 127 ? .start : .ended, how + words)
  }

  /// Answers its exit code.
  mutating func end(_ patienceMilliseconds: Int64) -> Int32 {
    guard !isClosed else { return 0 }
    isClosed = true
    close(spawned.input)
    let patience = ProgramProcess.now() + patienceMilliseconds
    while ProgramProcess.now() < patience {
      var descriptor = pollfd(fd: spawned.output, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 20) > 0 else { continue }
      if read(spawned.output, &chunk, chunk.count) <= 0 { break }
    }
    close(spawned.lifeline)
    var information = siginfo_t()
    let limit = ProgramProcess.now() + 2_000
    while ProgramProcess.now() < limit {
      // The group's number stays taken until its leader is waited for, so nobody else can be meant below.
      information.si_signo = 0
      let status = waitid(P_PID, id_t(spawned.leader), &information, WEXITED | WNOHANG | WNOWAIT)
      if status != 0 && errno != EINTR || information.si_signo != 0 { break }
      usleep(500)
    }
    if hearsErrors { hearErrors() }
    kill(-spawned.leader, SIGKILL)
    var status: Int32 = 0
    while waitpid(spawned.leader, &status, 0) < 0, errno == EINTR {}
    close(spawned.output)
    close(spawned.errors)
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }
}
