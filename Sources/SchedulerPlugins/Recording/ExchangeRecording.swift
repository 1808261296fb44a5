// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Synchronization

/// What is wrong with a file of exchanges.
public struct RecordingProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, and what.
  public let description: String
}

/// A file of all exchanges with the programs of an experiment: `--record`.
///
/// Runs go on at once, so each run's exchanges are appended as one block when it ends; a run that is stopped leaves
/// none. At the end the blocks are put into the plan's order, and the file takes its name only then: equal bytes for any
/// number of jobs, and never half a file.
public final class ExchangeRecording: Sendable {
  static let schemaName = "regatta.exchanges/1"

  private struct State {
    var handle: FileHandle?
    var size: UInt64 = 0
    var blocks: [RunKey: Range<UInt64>] = [:]
    var failure: String?
  }

  /// The file's name once it is whole.
  public let path: String
  private let partialPath: String
  private let state: Mutex<State>

  /// Begins a recording at `path`; blocks of an earlier one there are kept until their runs are made again.
  public init(path: String) throws {
    self.path = path
    partialPath = "\(path).partial-\(ProcessInfo.processInfo.processIdentifier)"
    let earlier = FileManager.default.fileExists(atPath: path) ? try RecordedExchanges(path: path) : nil
    guard FileManager.default.createFile(atPath: partialPath, contents: nil),
      let handle = FileHandle(forUpdatingAtPath: partialPath)
    else { throw RecordingProblem(description: "\(path) cannot be written: is its folder there?") }
    state = Mutex(State(handle: handle))
    do {
      for key in earlier?.keys ?? [] { append(try earlier?.block(of: key) ?? Data(), of: key) }
    } catch {
      abandon()
      throw error
    }
  }

  deinit { abandon() }

  /// The runs that it has.
  public var keys: Set<RunKey> { state.withLock { Set($0.blocks.keys) } }

  /// A place for the exchanges of one run.
  func run(_ key: RunKey) -> RunRecording { RunRecording(file: self, key: key) }

  func append(_ block: Data, of key: RunKey) {
    state.withLock { state in
      guard let handle = state.handle, state.failure == nil else { return }
      do {
        try handle.seek(toOffset: state.size)
        try handle.write(contentsOf: block)
        state.blocks[key] = state.size..<state.size + UInt64(block.count)
        state.size += UInt64(block.count)
      } catch {
        state.failure = "\(path) cannot be written: \(error.localizedDescription)"
      }
    }
  }

  /// Writes the file: the runs of `order` first, in that order, then what else there was.
  public func finish(order: [RunKey]) throws {
    try state.withLock { state in
      defer { Self.close(&state, partialPath) }
      guard let handle = state.handle else { return }
      if let failure = state.failure { throw RecordingProblem(description: failure) }
      let planned = order.filter { state.blocks[$0] != nil }
      let others = state.blocks.keys.filter { !planned.contains($0) }.sorted { "\($0)" < "\($1)" }
      let wholePath = "\(partialPath).whole"
      defer { try? FileManager.default.removeItem(atPath: wholePath) }
      do {
        guard FileManager.default.createFile(atPath: wholePath, contents: nil),
          let whole = FileHandle(forWritingAtPath: wholePath)
        else { throw RecordingProblem(description: "\(path) cannot be written") }
        try whole.write(contentsOf: Data("{\"schema\":\"\(Self.schemaName)\"}\n".utf8))
        for key in planned + others {
          guard let range = state.blocks[key] else { continue }
          try handle.seek(toOffset: range.lowerBound)
          try whole.write(contentsOf: try handle.read(upToCount: Int(range.count)) ?? Data())
        }
        try whole.synchronize()
        try whole.close()
        guard rename(wholePath, path) == 0 else {
          throw RecordingProblem(description: "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
      } catch let problem as RecordingProblem {
        throw problem
      } catch {
        throw RecordingProblem(description: "\(path) cannot be written: \(error.localizedDescription)")
      }
    }
  }

  /// Leaves nothing behind.
  public func abandon() { state.withLock { Self.close(&$0, partialPath) } }

  private static func close(_ state: inout State, _ partialPath: String) {
    guard let handle = state.handle else { return }
    try? handle.close()
    try? FileManager.default.removeItem(atPath: partialPath)
    state.handle = nil
  }
}

/// The exchanges of one run so far.
struct RunRecording: Sendable {
  private let file: ExchangeRecording
  private let key: RunKey
  private var lines: [UInt8] = []
  private var count = 0

  init(file: ExchangeRecording, key: RunKey) {
    self.file = file
    self.key = key
  }

  mutating func add(request: [UInt8], reply: ArraySlice<UInt8>) {
    begin(request)
    lines += Array(",\"reply\":".utf8)
    lines += reply.last == UInt8(ascii: "\r") ? reply.dropLast() : reply
    end()
  }

  mutating func add(request: [UInt8], fault: SchedulerFault) {
    begin(request)
    var writer = LineWriter()
    writer.text(fault.detail)
    lines += Array(",\"fault\":\"\(fault.kind.rawValue)\",\"detail\":".utf8) + writer.bytes
    end()
  }

  private mutating func begin(_ request: [UInt8]) {
    count += 1
    lines += ExchangeLine.opening
    lines += request
  }

  private mutating func end() { lines += Array("}\n".utf8) }

  /// Hands the exchanges over: the run counts.
  func finish() {
    var head = LineWriter()
    let (key, count) = (key, count)
    head.object { line in
      line.key("run")
      line.object { line in
        line.key("contender")
        line.text(key.contender)
        line.key("seed")
        line.number(key.seed)
        line.key("sweep")
        line.object { line in
          for (path, value) in key.sweep.sorted(by: { $0.key < $1.key }) {
            line.key(quoted: LineWriter.quoted(path))
            line.text(value)
          }
        }
      }
      line.key("exchanges")
      line.number(count)
    }
    head.endLine()
    file.append(Data(head.bytes + lines), of: key)
  }
}

/// How a line of a recording begins.
enum ExchangeLine {
  static let opening = Array("{\"request\":".utf8)
}
