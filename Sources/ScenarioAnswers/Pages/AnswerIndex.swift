// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Reporting
import ScenarioFormat

/// What an index says of one document: its number, question, answer and who asked, as the document has them.
public struct AnswerEntry: Hashable, Sendable {
  /// The number at the head of its title.
  public let number: String
  /// The question: the title behind the number.
  public let question: String
  /// The quotation below the title, as Markdown without markers.
  public let answer: String
  /// What stands behind `Asked in:`.
  public let source: String
  /// The document's folder.
  public let folder: String

  /// The entry of a document; what it lacks goes to `collector`, and the entry is nil.
  init?(_ text: String, folder: String, file: String, collector: DiagnosticCollector) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func lack(_ what: String, line: Int, fix: String) {
      collector.error(.incompleteAnswer, at: SourcePosition(file: file, line: line), what, fix: fix)
    }
    let title = lines.first?.wholeMatch(of: #/# ([0-9]+) · (.+)/#)
    if title == nil { lack("the title has no number", line: 1, fix: "begin with # 09 · The question?") }
    let quote = lines.drop { !$0.hasPrefix(">") }.prefix { $0.hasPrefix(">") }
    if quote.isEmpty { lack("there is no answer", line: 2, fix: "write it below the title as a quotation: > ...") }
    let asked = lines.firstIndex { $0.hasPrefix("Asked in:") }
    if asked == nil { lack("nothing says who asked", line: 2, fix: "write Asked in: ... below the answer") }
    guard let title, let asked, !quote.isEmpty else { return nil }
    number = String(title.1)
    question = String(title.2)
    answer = Self.plain(quote.map { $0.dropFirst() })
    let source = lines[asked...].prefix { !$0.allSatisfy(\.isWhitespace) }
    self.source = Self.plain([source[asked].dropFirst("Asked in:".count)] + source.dropFirst())
    self.folder = folder
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    let digits = String(name.prefix { $0.isNumber })
    if !digits.isEmpty, digits != number {
      lack(
        "the document says \(number) and its folder \(digits)", line: 1, fix: "let both have the same number")
      return nil
    }
  }

  /// Lines as one, without comments.
  private static func plain(_ lines: [Substring]) -> String {
    let text = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    return text.replacing(#/<!--.*?-->/#, with: "").trimmingCharacters(in: .whitespaces)
  }
}

/// A page that lists answered documents.
public struct AnswerIndex: Sendable {
  /// The page.
  public let text: String
  /// How many documents it lists.
  public let count: Int
  /// Its lines.
  public var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The index of `folders`, for a page at `path`: by number, each with a link.
  public init(reading folders: [String], for path: String) throws(AnswerFolder.Refusal) {
    let collector = DiagnosticCollector()
    var entries: [AnswerEntry] = []
    for folder in folders {
      let file = "\(folder)/README.md"
      guard let data = FileManager.default.contents(atPath: file) else {
        collector.error(
          .unreadableFile, at: SourcePosition(file: file), "there is no such document",
          fix: "name folders that have a README.md")
        continue
      }
      let text = String(decoding: data, as: UTF8.self)
      if let entry = AnswerEntry(text, folder: folder, file: file, collector: collector) { entries.append(entry) }
    }
    entries.sort { (Int($0.number) ?? 0, $0.folder) < (Int($1.number) ?? 0, $1.folder) }
    for (first, second) in zip(entries, entries.dropFirst()) where Int(first.number) == Int(second.number) {
      collector.error(
        .incompleteAnswer, at: SourcePosition(file: "\(second.folder)/README.md", line: 1),
        "\(first.folder) has the number \(second.number) too", fix: "give each document its own number")
    }
    guard !collector.hasErrors else { throw AnswerFolder.Refusal(diagnostics: collector.diagnostics) }
    self.init(entries, for: path)
  }

  init(_ entries: [AnswerEntry], for path: String) {
    count = entries.count
    let base = Self.components(path).dropLast()
    let rows = entries.map { entry in
      let link = Self.relative(Self.components("\(entry.folder)/README.md"), to: Array(base))
      return [entry.number, "[\(Self.cell(entry.question))](\(link))", entry.answer, entry.source].map(Self.cell)
    }
    let head = "| | question | answer | asked in |\n| --: | :-- | :-- | :-- |\n"
    text = """
      # Questions

      Each folder has a scenario, the answer that its runs give, and why. `regatta answer --check` holds the figures
      against fresh runs; `regatta answer --index` writes this page.

      \(head)\(rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined())
      """
  }

  /// Markdown in one line of a table.
  private static func cell(_ text: String) -> String {
    var result = ""
    for character in text {
      if character == "|", result.last != "\\" { result.append("\\") }
      result.append(character == "\n" ? " " : character)
    }
    return result
  }

  private static func components(_ path: String) -> [String] {
    URL(fileURLWithPath: path).standardizedFileURL.pathComponents
  }

  private static func relative(_ target: [String], to base: [String]) -> String {
    let common = zip(target, base).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: base.count - common) + target.dropFirst(common)).joined(separator: "/")
  }
}
