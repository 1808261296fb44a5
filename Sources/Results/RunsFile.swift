// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What a `runs.jsonl` holds: its whole records, and by line what is not whole.
public struct RunsFile: Hashable, Sendable {
  /// A place that is no record.
  public struct Damage: Hashable, Sendable, CustomStringConvertible {
    /// How a line can be damaged.
    public enum Kind: Hashable, Sendable {
      /// The last line has no newline and is no record: its writer was stopped.
      case tornTail
      /// A line in the file that is no record.
      case badLine
    }
    /// The file.
    public let path: String
    /// The line, from 1.
    public let line: Int
    /// How.
    public let kind: Kind
    /// What is wrong with it.
    public let what: String

    /// As `runs.jsonl:7: torn tail (81 bytes): not valid JSON`.
    public var description: String { "\(path):\(line): \(what)" }
  }

  /// The whole records, in the file's order.
  public var records: [RunRecord] = []
  /// The line of each record, from 1.
  public private(set) var lineNumbers: [Int] = []
  /// The rest, in the file's order.
  public var damage: [Damage] = []
  /// The whole lines as they stand in the file, beside `records`.
  var lines: [Data] = []

  /// Reads `path`; throws only when the file cannot be read at all. O(bytes).
  public static func read(_ path: String) throws(ResultsError) -> RunsFile {
    parse(try FileBytes.read(path), path: path)
  }

  /// The records in `bytes`; `path` is for the messages.
  public static func parse(_ bytes: Data, path: String) -> RunsFile {
    var file = RunsFile()
    var lineNumber = 0
    var start = bytes.startIndex
    while start < bytes.endIndex {
      lineNumber += 1
      let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
      let line = bytes[start..<(newline ?? bytes.endIndex)]
      file.take(line, endsInNewline: newline != nil, path: path, number: lineNumber)
      start = newline.map { bytes.index(after: $0) } ?? bytes.endIndex
    }
    return file
  }

  private mutating func take(_ line: Data, endsInNewline: Bool, path: String, number: Int) {
    guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { return }
    do throws(ResultsError) {
      // A last line that lacks nothing but its newline is a whole record.
      records.append(try RecordCoding.run(from: line, path: path, line: number))
      lines.append(Data(line))
      lineNumbers.append(number)
    } catch {
      var what = error.description
      if case .damaged(_, _, let reason) = error { what = reason }
      if endsInNewline {
        damage.append(Damage(path: path, line: number, kind: .badLine, what: "not a whole record: \(what)"))
      } else {
        let tail = "torn tail (\(line.count) bytes): \(what)"
        damage.append(Damage(path: path, line: number, kind: .tornTail, what: tail))
      }
    }
  }
}
