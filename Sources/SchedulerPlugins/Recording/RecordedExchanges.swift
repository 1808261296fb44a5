// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results

/// A file of exchanges, read: `--replay`.
public struct RecordedExchanges: Sendable {
  private let path: String
  private let bytes: Data
  /// Where each run's block lies, and its exchanges without the head.
  private let blocks: [RunKey: (whole: Range<Int>, exchanges: Range<Int>)]
  /// The runs, in the file's order.
  let keys: [RunKey]

  /// Reads the file at `path`.
  public init(path: String) throws {
    self.path = path
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw RecordingProblem(description: "\(path) cannot be read: is it there?")
    }
    var blocks: [RunKey: (whole: Range<Int>, exchanges: Range<Int>)] = [:]
    var keys: [RunKey] = []
    var open: (key: RunKey, start: Int, exchanges: Int, count: Int)?
    var (number, found, start) = (0, 0, bytes.startIndex)
    func close(at end: Int) throws {
      guard let run = open else { return }
      guard found == run.count else {
        throw RecordingProblem(
          description: "\(path) is damaged: \(found) exchanges of \(run.key), there were \(run.count)")
      }
      if blocks.updateValue((run.start..<end, run.exchanges..<end), forKey: run.key) == nil { keys.append(run.key) }
    }
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      number += 1
      let line = bytes[start..<end]
      if number == 1 {
        let head = try? JSONReader.value(of: Array(line)[...])
        guard head?["schema"] == .text(ExchangeRecording.schemaName) else {
          throw RecordingProblem(description: "\(path) is no file that --record wrote")
        }
      } else if line.starts(with: ExchangeLine.opening) {
        found += 1
      } else {
        try close(at: start)
        guard let head = try? JSONReader.value(of: Array(line)[...]), let key = RunKey(head: head),
          case .integer(let count)? = head["exchanges"]
        else { throw RecordingProblem(description: "\(path):\(number) is damaged") }
        open = (key, start, min(end + 1, bytes.endIndex), Int(count))
        found = 0
      }
      start = min(end + 1, bytes.endIndex)
    }
    try close(at: bytes.endIndex)
    self.blocks = blocks
    self.keys = keys
  }

  /// The bytes of a run's block.
  func block(of key: RunKey) throws -> Data { blocks[key].map { Data(bytes[$0.whole]) } ?? Data() }

  /// The run's exchanges, to be repeated.
  func run(_ key: RunKey) throws -> ReplayedRun {
    guard let block = blocks[key] else {
      throw RecordingProblem(
        description: "\(path) holds no run of \(key)"
          + (keys.isEmpty ? "" : "; it holds \(keys.count), the first is \(keys[0])"))
    }
    return ReplayedRun(bytes: Array(bytes[block.exchanges]))
  }
}

extension RunKey {
  /// The run that the head of a block names.
  fileprivate init?(head: JSONValue) {
    guard let run = head["run"], case .text(let contender)? = run["contender"], case .integer(let seed)? = run["seed"],
      case .object(let fields)? = run["sweep"]
    else { return nil }
    var sweep: [String: String] = [:]
    for field in fields {
      guard case .text(let value) = field.value else { return nil }
      sweep[field.key] = value
    }
    self.init(contender: contender, seed: Int(seed), sweep: sweep)
  }
}
