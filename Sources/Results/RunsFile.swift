// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What a `runs.jsonl` holds: its whole records, and by line what is not whole.
public struct RunsFile: Hashable, Sendable {
  /// A place that is no record.
  public struct Damage: Hashable, Sendable, CustomStringConvertible {
    /// How a line can be damaged.
    public enum Kind: String, Hashable, Sendable {
      /// The last line has no newline and is no record: its writer was stopped.
      case tornTail
      /// A line in the file that is no record, or holds more than one.
      case badLine
      /// A line that reads as a record but is not the one that was written.
      case changed

      fileprivate var title: String {
        switch self {
        case .tornTail: "torn tail"
        case .badLine: "not a whole record"
        case .changed: "changed since it was written"
        }
      }
    }
    /// The file.
    public let path: String
    /// The line, from 1.
    public let line: Int
    /// Where the line starts, in bytes from the start of the file.
    public let offset: Int
    /// How many bytes it has, the newline left out.
    public let length: Int
    /// How.
    public let kind: Kind
    /// What is wrong with it.
    public let what: String

    /// As `runs.jsonl:7: torn tail (81 bytes from byte 4012): not valid JSON`.
    public var description: String {
      let bytes = length == 1 ? "1 byte" : "\(length) bytes"
      return "\(path):\(line): \(kind.title) (\(bytes) from byte \(offset)): \(what)"
    }
  }

  /// Where a whole record stands.
  public struct Place: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// Its first byte, from the start of the file.
    public let offset: Int
    /// Its bytes, the newline left out.
    public let length: Int
    /// Its check; nil for a record from before there were checks.
    public let check: String?
  }

  /// The whole records, in the file's order.
  public var records: [RunRecord] = []
  /// Where they stand, beside `records`.
  public var places: [Place] = []
  /// The rest, in the file's order.
  public var damage: [Damage] = []
  /// The whole records as they stand in the file, beside `records`.
  private var lines: [Data] = []

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
      let place = Line(path: path, number: lineNumber, offset: start - bytes.startIndex, hasEnd: newline != nil)
      file.take(line, at: place)
      start = newline.map { bytes.index(after: $0) } ?? bytes.endIndex
    }
    return file
  }

  /// The whole records as lines to be written, each with its check; those from before there were checks get one.
  func sealedLines() throws(ResultsError) -> [Data] {
    var sealed: [Data] = []
    for index in records.indices {
      let isSealed = places[index].check != nil
      sealed.append(
        isSealed ? lines[index] : Data(RecordCheck.sealed(line: try RecordCoding.line(records[index])).utf8))
    }
    return sealed
  }

  /// A line's place in its file.
  private struct Line {
    let path: String
    let number: Int
    let offset: Int
    /// Whether it ends in a newline.
    let hasEnd: Bool
  }

  private mutating func take(_ bytes: Data, at line: Line) {
    guard bytes.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { return }
    func damage(_ kind: Damage.Kind, _ what: String) -> Damage {
      Damage(path: line.path, line: line.number, offset: line.offset, length: bytes.count, kind: kind, what: what)
    }
    do throws(ResultsError) {
      // A last line that lacks nothing but its newline is a whole record.
      let record = try RecordCoding.run(from: bytes, path: line.path, line: line.number)
      switch RecordCheck.examine(bytes) {
      case .absent: keep(record, bytes, check: nil, at: line)
      case .holds(let check): keep(record, bytes, check: check, at: line)
      case .broken(let stated, let found):
        let what = "its check is \(stated), its bytes give \(found); it calls itself \(record.key)"
        self.damage.append(damage(.changed, what))
      }
    } catch {
      if let kept = rescue(from: bytes, at: line) {
        self.damage.append(damage(.badLine, kept))
      } else {
        self.damage.append(damage(line.hasEnd ? .badLine : .tornTail, error.reason))
      }
    }
  }

  private mutating func keep(_ record: RunRecord, _ bytes: Data, check: String?, at line: Line) {
    records.append(record)
    places.append(Place(line: line.number, offset: line.offset, length: bytes.count, check: check))
    lines.append(Data(bytes))
  }

  /// Keeps the whole records within a line that is none: a lost newline joins two of them, a torn one may be continued
  /// by another. Only a check can tell that such a piece is whole. Answers what the line is; nil where it has none.
  private mutating func rescue(from bytes: Data, at line: Line) -> String? {
    let count = records.count
    var used = 0
    var start = bytes.startIndex
    while let end = bytes.endOfCheck(after: start) {
      for opening in bytes.openings(from: start, to: end) {
        let piece = bytes[opening..<end]
        guard case .holds(let check) = RecordCheck.examine(piece),
          let record = try? RecordCoding.run(from: piece, path: line.path, line: line.number)
        else { continue }
        let offset = line.offset + (opening - bytes.startIndex)
        let place = Line(path: line.path, number: line.number, offset: offset, hasEnd: true)
        keep(record, piece, check: check, at: place)
        used += piece.count
        break
      }
      start = end
    }
    let kept = records.count - count
    guard kept > 0 else { return nil }
    let rest = bytes.count - used
    return "\(kept) whole record\(kept == 1 ? " is" : "s are") kept; \(rest) byte\(rest == 1 ? "" : "s") belong to none"
  }
}

extension ResultsError {
  /// What is wrong, without the place.
  fileprivate var reason: String {
    if case .damaged(_, _, let reason) = self { return reason }
    return description
  }
}

extension Data {
  /// Where the next record that has a check ends; nil where none does.
  fileprivate func endOfCheck(after start: Index) -> Index? {
    guard let mark = self[start...].firstRange(of: Data(",\"check\":\"".utf8)) else { return nil }
    return self[mark.upperBound...].firstRange(of: Data("\"}".utf8))?.upperBound
  }

  /// Where a record may begin; fields are sorted, so `contender` is a record's first.
  fileprivate func openings(from start: Index, to end: Index) -> [Index] {
    self[start..<end].ranges(of: Data("{\"contender\":".utf8)).map(\.lowerBound)
  }
}
