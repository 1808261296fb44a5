// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results

/// What fresh runs make of a document.
public struct FreshAnswer {
  /// A place where the document and the runs differ.
  public struct Difference: Hashable, Sendable, CustomStringConvertible {
    /// The file and line.
    public let place: String
    /// What is written there.
    public let written: String
    /// What it ought to be, or what is the matter.
    public let fresh: String
    /// `README.md:12: written 10, a fresh run gives 12 (assigned(...))`.
    public var description: String { "\(place): written \(written), \(fresh)" }
  }

  private let folder: AnswerFolder
  private let figures: [String]
  private let tables: [String]
  /// The picture as an SVG file; nil where the document has none.
  public let picture: String?
  /// The runs' digests, in plan order.
  public let digests: [String]

  init(folder: AnswerFolder, figures: [String], tables: [String], picture: String?, digests: [String]) {
    self.folder = folder
    self.figures = figures
    self.tables = tables
    self.picture = picture
    self.digests = digests
  }

  /// The document with fresh figures and tables.
  public var text: String {
    let document = folder.document
    let figureEdits = zip(document.figures, figures).map { figure, fresh in
      (range: (figure.bold.lowerBound + 2)..<(figure.bold.upperBound - 2), text: fresh)
    }
    let tableEdits = zip(document.tables, tables).map { table, fresh in
      (range: table.content, text: Self.block(fresh))
    }
    var text = ""
    var place = 0
    for edit in (figureEdits + tableEdits).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      text += document.markdown.string(place..<edit.range.lowerBound) + edit.text
      place = edit.range.upperBound
    }
    return text + document.markdown.string(place..<document.markdown.characters.count)
  }

  /// A table between its markers, apart from them so that every reader of Markdown sees a table.
  private static func block(_ table: String) -> String { "\n\n\(table)\n" }

  /// Where the files differ from the runs, in the document's order; and bold numbers that no run stands behind.
  public var differences: [Difference] {
    let document = folder.document
    let markdown = document.markdown
    func place(_ line: Int) -> String { "\(markdown.file):\(line)" }
    var found: [(line: Int, Difference)] = []
    for (figure, fresh) in zip(document.figures, figures) where figure.text != fresh {
      let line = markdown.line(of: figure.bold.lowerBound)
      found.append(
        (
          line,
          Difference(
            place: place(line), written: figure.text, fresh: "a fresh run gives \(fresh) (\(figure.source.text))")
        ))
    }
    for (table, fresh) in zip(document.tables, tables) {
      let content = markdown.string(table.content)
      guard content != Self.block(fresh) else { continue }
      let first = markdown.line(of: table.content.lowerBound)
      found += Self.differences(content, Self.block(fresh)).map { row in
        (
          first + row.line,
          Difference(place: place(first + row.line), written: row.written, fresh: "a fresh run gives \(row.fresh)")
        )
      }
    }
    found += zip(document.looseNumbers, looseNumbers).map { (markdown.line(of: $0.place), $1) }
    return found.sorted { $0.line < $1.line }.map(\.1) + pictureDifference
  }

  /// Rows that differ, at most one for rows that are missing or too many.
  private static func differences(_ written: String, _ fresh: String) -> [(line: Int, written: String, fresh: String)] {
    func rows(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    let (old, new) = (rows(written), rows(fresh))
    func shown(_ rows: [Substring], _ line: Int) -> String {
      line < rows.count ? (rows[line].isEmpty ? "an empty line" : String(rows[line])) : "nothing"
    }
    if old.count != new.count {
      let line = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
      return [(line, shown(old, line), shown(new, line) + " (\(new.count) lines instead of \(old.count))")]
    }
    return old.indices.filter { old[$0] != new[$0] }.map { ($0, shown(old, $0), shown(new, $0)) }
  }

  private var pictureDifference: [Difference] {
    guard let picture else { return [] }
    let path = folder.picturePath
    guard let data = FileManager.default.contents(atPath: path) else {
      return [Difference(place: "\(path):1", written: "nothing", fresh: "a fresh run gives a picture")]
    }
    let written = String(decoding: data, as: UTF8.self)
    guard written != picture else { return [] }
    let row = Self.differences(written, picture).first
    return [
      Difference(
        place: "\(path):\((row?.line ?? 0) + 1)", written: "another picture", fresh: "than a fresh run gives")
    ]
  }

  /// Bold numbers that have no expression.
  public var looseNumbers: [Difference] {
    folder.document.looseNumbers.map { number in
      Difference(
        place: "\(folder.document.markdown.file):\(folder.document.markdown.line(of: number.place))",
        written: number.text,
        fresh: "which no run stands behind; write its expression behind it (**\(number.text)**<!-- = ... -->), "
          + "or make it not bold")
    }
  }

  /// Writes what differs: the document and its picture, each whole or not at all. Answers which files changed.
  public func write() throws(ResultsError) -> [String] {
    var changed: [String] = []
    let fresh = text
    if fresh != folder.document.markdown.string(0..<folder.document.markdown.characters.count) {
      try WholeFile.write(fresh, to: folder.documentPath)
      changed.append(folder.documentPath)
    }
    if let picture, !pictureDifference.isEmpty {
      try WholeFile.write(picture, to: folder.picturePath)
      changed.append(folder.picturePath)
    }
    return changed
  }
}
