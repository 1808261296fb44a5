// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quantities

/// A trace that Perfetto and chrome://tracing open, written while it comes about.
///
/// After every block that is written the file is whole JSON, so it opens whenever the writer is stopped. Memory: one
/// block, whatever the trace. Each process has its share of the size; what goes beyond is counted, not written, and the
/// spans that are open then end there. A file that can no longer be written is told of by `close`.
public final class TraceFile {
  /// The size that a trace has at most where nobody says another: what a browser loads with ease.
  public static let usualLimit = 64 << 20

  /// The path, for messages.
  public let path: String
  private let descriptor: Int32
  private var buffer = Data()
  private var offset: Int64 = 0
  private var failure: ResultsError?
  private var hasEvents = false
  /// The process that events are of, from 1.
  private var process = 0
  private var room = 0
  private var openSpans: [Int: Int] = [:]
  private var namedTracks: Set<Int> = []
  /// The latest moment that was written, and the one from which on nothing had room.
  private var latest = Int64.min
  private var fullAt: Int64?
  private var leftOut = 0

  /// The size of the file so far, in bytes.
  public var size: Int { Int(offset) + buffer.count + Self.tail.utf8.count }

  private static let blockSize = 1 << 16
  private static let tail = "\n]}\n"
  /// What the end of a span takes at most, and the note that a process is cut short.
  private static let endSize = 80
  private static let noteSize = 400
  /// The track that notes about the trace itself stand on.
  private static let noteTrack = 999

  /// Makes or replaces the file at `path`.
  /// - Parameter about: What the whole trace is of, by name, in order.
  public init(path: String, about: [(String, TraceValue)]) throws(ResultsError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileBytes.failure(path, "write") }
    let facts = about.map { name, value in
      switch value {
      case .text(let text): "\(TraceLine.quoted(name)):\(TraceLine.quoted(text))"
      case .number(let number): "\(TraceLine.quoted(name)):\(number)"
      }
    }
    let head = "{\"displayTimeUnit\":\"ms\",\"otherData\":{\(facts.joined(separator: ","))},\"traceEvents\":["
    buffer.append(contentsOf: head.utf8)
    flush()
    if let failure { throw failure }
  }

  deinit { Foundation.close(descriptor) }

  /// Begins the next process, which may take `share` bytes.
  public func beginProcess(_ name: String, share: Int) {
    process += 1
    room = share - Self.noteSize
    openSpans = [:]
    namedTracks = []
    latest = .min
    fullAt = nil
    leftOut = 0
    append(TraceLine.name("process_name", process: process, track: nil, value: .text(name)))
    append(
      TraceLine.name(
        "process_sort_index", process: process, track: nil, value: .number(Int64(process)), key: "sort_index"))
  }

  /// Names a track, once; tracks stand in the order of their numbers, which are below 999 or above.
  public func name(track: Int, _ name: String) {
    guard fullAt == nil, namedTracks.insert(track).inserted else { return }
    for line in [
      TraceLine.name("thread_name", process: process, track: track, value: .text(name)),
      TraceLine.name(
        "thread_sort_index", process: process, track: track, value: .number(Int64(track)), key: "sort_index"),
    ] {
      room -= line.utf8.count + 2
      append(line)
    }
  }

  /// A span begins on a track, within those that are open there. Times ascend on each track.
  public func begin(
    _ track: Int, _ name: String, at time: SimulationTime, _ arguments: [(String, TraceValue)] = []
  ) {
    let line = TraceLine.begin(process: process, track: track, name: name, at: time.nanoseconds, arguments)
    guard take(line, at: time, reserved: Self.endSize) else { return }
    openSpans[track, default: 0] += 1
  }

  /// The span that began last on the track ends; one that was not written has no end either.
  public func end(_ track: Int, at time: SimulationTime) {
    guard fullAt == nil, let open = openSpans[track], open > 0 else {
      if fullAt != nil { leftOut += 1 }
      return
    }
    openSpans[track] = open - 1
    latest = max(latest, time.nanoseconds)
    append(TraceLine.end(process: process, track: track, at: time.nanoseconds))
  }

  /// Something happened on a track.
  public func instant(
    _ track: Int, _ name: String, at time: SimulationTime, _ arguments: [(String, TraceValue)] = []
  ) {
    _ = take(
      TraceLine.instant(process: process, track: track, name: name, at: time.nanoseconds, arguments), at: time)
  }

  /// A counter has a value from `time` on.
  public func counter(_ name: String, at time: SimulationTime, _ value: Int64) {
    _ = take(TraceLine.counter(process: process, name: name, at: time.nanoseconds, value: value), at: time)
  }

  /// Ends the process at `time`, and every span of it that is open; what came after its share was used up ends there.
  /// - Returns: Events that were left out, and from when on; nil: none.
  public func endProcess(at time: SimulationTime) -> (count: Int, from: SimulationTime)? {
    let end = fullAt ?? time.nanoseconds
    for track in openSpans.keys.sorted() {
      for _ in 0..<(openSpans[track] ?? 0) {
        append(TraceLine.end(process: process, track: track, at: end))
      }
    }
    openSpans = [:]
    defer { flush() }
    guard let fullAt else { return nil }
    append(
      TraceLine.name("thread_name", process: process, track: Self.noteTrack, value: .text("notes on this trace")))
    append(
      TraceLine.instant(
        process: process, track: Self.noteTrack, name: "the trace is full", at: fullAt,
        [("events left out", .number(Int64(leftOut)))]))
    return (leftOut, SimulationTime(nanoseconds: fullAt))
  }

  /// Writes what is left; throws what kept the file from being written, at any time.
  public func close() throws(ResultsError) {
    flush()
    if let failure { throw failure }
  }

  /// Takes a line if it has room, with what it will need later.
  private func take(_ line: String, at time: SimulationTime, reserved: Int = 0) -> Bool {
    guard fullAt == nil else {
      leftOut += 1
      return false
    }
    let size = line.utf8.count + 2 + reserved
    guard room >= size else {
      fullAt = max(latest, time.nanoseconds)
      leftOut = 1
      return false
    }
    room -= size
    latest = max(latest, time.nanoseconds)
    append(line)
    return true
  }

  private func append(_ line: String) {
    buffer.append(contentsOf: (hasEvents ? ",\n" : "\n").utf8)
    buffer.append(contentsOf: line.utf8)
    hasEvents = true
    if buffer.count >= Self.blockSize { flush() }
  }

  /// Writes the block and the end of the file behind it; the next block takes the end's place.
  private func flush() {
    guard failure == nil else {
      buffer.removeAll(keepingCapacity: true)
      return
    }
    do throws(ResultsError) {
      guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw FileBytes.failure(path, "write") }
      try FileBytes.append(buffer + Data(Self.tail.utf8), to: descriptor, path: path)
      offset += Int64(buffer.count)
    } catch {
      failure = error
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
