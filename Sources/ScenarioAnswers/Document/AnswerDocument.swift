// SPDX-License-Identifier: GPL-3.0-or-later

import ScenarioFormat

/// A Markdown document with figures, tables and a picture that come from a run, as its markers ask for them. Names are
/// not looked up yet.
struct AnswerDocument {
  /// A bold figure and the expression behind it.
  struct Figure {
    let bold: Range<Int>
    let text: String
    let written: WrittenFigure
    let source: Located
    let expression: Expression
  }

  /// A marker's words: `table metrics: a, b; workload: shop/web`.
  struct Request {
    /// `metrics`, `served`, ...
    let kind: Located
    /// What stands behind the kind.
    let subject: Located
    let options: [(key: Located, value: Located)]
    let place: Int
  }

  /// A generated table: what is asked, and the range between its marker and its end.
  struct Table {
    let request: Request
    let content: Range<Int>
  }

  /// A bold number that has no expression.
  struct LooseNumber {
    let text: String
    let place: Int
  }

  let markdown: MarkdownText
  private(set) var figures: [Figure] = []
  private(set) var tables: [Table] = []
  private(set) var picture: Request?
  private(set) var run: Request?
  private(set) var looseNumbers: [LooseNumber] = []

  /// The picture's file, beside the document.
  static let pictureName = "answer.svg"

  /// Reads `text`; what is wrong with its markers goes to `collector`.
  init(_ text: String, file: String, collector: DiagnosticCollector) {
    markdown = MarkdownText(text, file: file)
    var reader = Reader(markdown: markdown, collector: collector)
    reader.read(into: &self)
    if let picture, !text.contains("](\(Self.pictureName))") {
      collector.error(
        .misplacedPicture, at: markdown.position(of: picture.place), "the document does not show its picture",
        fix: "write ![what one sees in it](\(Self.pictureName)) below the marker")
    }
  }

  /// Walks over the elements of a document.
  private struct Reader {
    let markdown: MarkdownText
    let collector: DiagnosticCollector
    /// The table whose end is to come.
    var open: Request?
    var openEnd = 0

    mutating func read(into document: inout AnswerDocument) {
      let elements = markdown.elements
      for (index, element) in elements.enumerated() {
        switch element {
        case .openComment(let place):
          collector.error(
            .unclosedMarker, at: markdown.position(of: place), "the comment has no end", fix: "close it with -->")
        case .bold(let range, let text):
          guard open == nil else { continue }
          let next = index + 1 < elements.count ? elements[index + 1] : nil
          if case .comment(let comment, let content)? = next, comment.lowerBound == range.upperBound,
            isExpression(content)
          {
            addFigure(range, text, content, to: &document)
          } else if WrittenFigure.isFigure(markdown.string(text)) {
            document.looseNumbers.append(LooseNumber(text: markdown.string(text), place: range.lowerBound))
          }
        case .comment(let range, let content):
          let previous = index > 0 ? elements[index - 1] : nil
          readComment(range, content, after: previous, into: &document)
        }
      }
      if let open { reportUnclosed(open) }
    }

    private func isExpression(_ content: Range<Int>) -> Bool { markdown.string(content).first { $0 != " " } == "=" }

    private func addFigure(
      _ bold: Range<Int>, _ text: Range<Int>, _ content: Range<Int>, to document: inout AnswerDocument
    ) {
      let comment = Located(markdown.string(content), at: content.lowerBound).trimmed
      let source = Located(String(comment.text.dropFirst()), at: comment.place + 1).trimmed
      let figure = markdown.string(text)
      let written = WrittenFigure(figure)
      if written == nil {
        collector.error(
          .expressionWithoutFigure, at: markdown.position(of: bold.lowerBound),
          "\"\(figure)\" is not one number, so nothing can be compared with it",
          fix: "write one number, with a unit if you like, yes or no, or ? to have it filled in")
      }
      do {
        let expression = try ExpressionParser.parse(source)
        guard let written else { return }
        document.figures.append(
          Figure(bold: bold, text: figure, written: written, source: source, expression: expression))
      } catch {
        collector.error(.malformedExpression, at: markdown.position(of: error.place), error.what, fix: error.fix)
      }
    }

    private mutating func readComment(
      _ range: Range<Int>, _ content: Range<Int>, after previous: MarkdownText.Element?,
      into document: inout AnswerDocument
    ) {
      let comment = Located(markdown.string(content), at: content.lowerBound).trimmed
      if comment.text.hasPrefix("=") {
        guard open == nil else { return }
        if case .bold(let bold, _)? = previous, bold.upperBound == range.lowerBound { return }
        collector.error(
          .expressionWithoutFigure, at: markdown.position(of: range.lowerBound),
          "no bold number stands right before this expression", fix: "write **10**<!-- = ... --> without a space")
      } else if comment.text == "end" {
        end(range, into: &document)
      } else if comment.text == "regatta" || comment.text.hasPrefix("regatta ") {
        begin(Located(String(comment.text.dropFirst(7)), at: comment.place + 7).trimmed, range, into: &document)
      }
    }

    private mutating func end(_ range: Range<Int>, into document: inout AnswerDocument) {
      guard let request = open else {
        collector.error(
          .strayEnd, at: markdown.position(of: range.lowerBound), "no block is open here",
          fix: "write <!-- regatta table ... --> above the block, or take this out")
        return
      }
      document.tables.append(Table(request: request, content: openEnd..<range.lowerBound))
      open = nil
    }

    private mutating func begin(_ marker: Located, _ range: Range<Int>, into document: inout AnswerDocument) {
      if let open { reportUnclosed(open) }
      open = nil
      let word = String(marker.text.prefix { $0.isLetter })
      let rest = Located(String(marker.text.dropFirst(word.count)), at: marker.place + word.count).trimmed
      guard let request = request(rest, kindIsFirst: word != "run", place: range.lowerBound) else { return }
      switch word {
      case "table":
        open = request
        openEnd = range.upperBound
      case "picture" where document.picture == nil: document.picture = request
      case "picture":
        collector.error(
          .misplacedPicture, at: markdown.position(of: range.lowerBound), "this is the second picture",
          fix: "a document has one picture; make another document for the other")
      case "run" where document.run == nil: document.run = request
      case "run":
        collector.error(
          .malformedRun, at: markdown.position(of: range.lowerBound), "this is the second run",
          fix: "say the seeds and the sweep in one marker")
      default:
        collector.error(
          .unknownMarker, at: markdown.position(of: marker.place), "there is no marker \"\(word)\"",
          fix: "there are: table, picture, run")
      }
    }

    /// `KIND SUBJECT; key: value; ...`, or only the options.
    private func request(_ words: Located, kindIsFirst: Bool, place: Int) -> Request? {
      var segments = words.split(";")
      var kind = Located("", at: words.place)
      var subject = kind
      if kindIsFirst {
        let first = segments.removeFirst()
        let name = String(first.text.prefix { $0.isLetter })
        kind = Located(name, at: first.place)
        var rest = Located(String(first.text.dropFirst(name.count)), at: first.place + name.count).trimmed
        if rest.text.hasPrefix(":") { rest = Located(String(rest.text.dropFirst()), at: rest.place + 1).trimmed }
        subject = rest
      }
      var options: [(Located, Located)] = []
      for segment in segments where !segment.text.isEmpty {
        guard let (key, value) = segment.divided(at: ":"), !value.text.isEmpty else {
          collector.error(
            .unknownMarker, at: markdown.position(of: segment.place), "\"\(segment.text)\" is no option",
            fix: "write options as key: value, with ; between them")
          return nil
        }
        options.append((key, value))
      }
      return Request(kind: kind, subject: subject, options: options, place: place)
    }

    private func reportUnclosed(_ request: Request) {
      collector.error(
        .unclosedMarker, at: markdown.position(of: request.place), "the table has no end",
        fix: "write <!-- end --> below it")
    }
  }
}
