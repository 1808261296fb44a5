// SPDX-License-Identifier: GPL-3.0-or-later

import ScenarioFormat

/// The text of a Markdown document, and where in it comments and bold texts stand. Code is passed over: what looks like
/// a marker in an example is none.
struct MarkdownText {
  /// What matters to an answer.
  enum Element: Equatable {
    /// `<!-- content -->`; `content` is a range of characters too.
    case comment(Range<Int>, content: Range<Int>)
    /// `**text**`.
    case bold(Range<Int>, text: Range<Int>)
    /// `<!--` without an end.
    case openComment(Int)
  }

  let file: String
  let characters: [Character]
  /// The first character of each line.
  private let lineStarts: [Int]
  private(set) var elements: [Element] = []

  init(_ text: String, file: String) {
    self.file = file
    let characters = Array(text)
    self.characters = characters
    lineStarts = [0] + characters.indices.filter { characters[$0].isNewline }.map { $0 + 1 }
    scan()
  }

  func string(_ range: Range<Int>) -> String { String(characters[range]) }

  /// The line of a place, from 1.
  func line(of place: Int) -> Int { (lineStarts.lastIndex { $0 <= place } ?? 0) + 1 }

  func position(of place: Int) -> SourcePosition {
    let line = line(of: place)
    return SourcePosition(file: file, line: line, column: place - lineStarts[line - 1] + 1)
  }

  /// A line without its end, from 1.
  func lineText(_ line: Int) -> String {
    let start = lineStarts[line - 1]
    let end = line < lineStarts.count ? lineStarts[line] - 1 : characters.count
    return string(start..<max(start, end))
  }

  // MARK: - Scanning

  private mutating func scan() {
    var place = 0
    var fence: (mark: Character, length: Int)?
    while place < characters.count {
      if place == 0 || characters[place - 1].isNewline {
        let mark = fenceMark(at: place)
        if let open = fence {
          if let mark, mark.mark == open.mark, mark.length >= open.length { fence = nil }
          place = endOfLine(place) + 1
          continue
        }
        if let mark {
          fence = mark
          place = endOfLine(place) + 1
          continue
        }
      }
      place = step(place)
    }
  }

  /// Takes what starts at `place`; answers where to go on.
  private mutating func step(_ place: Int) -> Int {
    switch characters[place] {
    case "\\": return place + 2
    case "`":
      let length = run(of: "`", at: place)
      return closing("`", length: length, after: place + length) ?? place + length
    case "<" where starts("<!--", at: place):
      guard let end = find("-->", from: place + 4) else {
        elements.append(.openComment(place))
        return place + 4
      }
      elements.append(.comment(place..<(end + 3), content: (place + 4)..<end))
      return end + 3
    case "*" where run(of: "*", at: place) == 2, "_" where run(of: "_", at: place) == 2:
      guard let end = boldEnd(characters[place], from: place + 2) else { return place + 2 }
      elements.append(.bold(place..<(end + 2), text: (place + 2)..<end))
      return end + 2
    default: return place + 1
    }
  }

  /// Where the next two marks stand that close a bold text of the same paragraph: a text neither begins nor ends with
  /// a space.
  private func boldEnd(_ mark: Character, from start: Int) -> Int? {
    guard start < characters.count, !characters[start].isWhitespace else { return nil }
    var place = start
    while place + 1 < characters.count {
      if characters[place].isNewline, fenceMark(at: place + 1) != nil || isBlankLine(place + 1) { return nil }
      if place > start, characters[place] == mark, characters[place + 1] == mark, !characters[place - 1].isWhitespace {
        return place
      }
      place += characters[place] == "\\" ? 2 : 1
    }
    return nil
  }

  private func isBlankLine(_ start: Int) -> Bool {
    guard start <= characters.count else { return true }
    return characters[start..<endOfLine(start)].allSatisfy(\.isWhitespace)
  }

  /// Three or more backticks or tildes at a line's start, up to three spaces in.
  private func fenceMark(at start: Int) -> (mark: Character, length: Int)? {
    var place = start
    while place < characters.count, characters[place] == " ", place - start < 4 { place += 1 }
    guard place - start < 4, place < characters.count, characters[place] == "`" || characters[place] == "~" else {
      return nil
    }
    let length = run(of: characters[place], at: place)
    return length >= 3 ? (characters[place], length) : nil
  }

  private func endOfLine(_ place: Int) -> Int {
    place < characters.count ? characters[place...].firstIndex(where: \.isNewline) ?? characters.count : place
  }

  private func run(of character: Character, at place: Int) -> Int {
    var end = place
    while end < characters.count, characters[end] == character { end += 1 }
    return end - place
  }

  /// Behind the next run of exactly `length` marks in the same paragraph.
  private func closing(_ mark: Character, length: Int, after start: Int) -> Int? {
    var place = start
    while place < characters.count {
      if characters[place] == mark {
        let found = run(of: mark, at: place)
        if found == length { return hasBlankLine(start..<place) ? nil : place + found }
        place += found
      } else {
        place += 1
      }
    }
    return nil
  }

  private func starts(_ token: String, at place: Int) -> Bool { characters[place...].starts(with: token) }

  private func find(_ token: String, from start: Int) -> Int? {
    let token = Array(token)
    var place = start
    while place + token.count <= characters.count {
      if characters[place] == token[0], characters[place..<(place + token.count)].elementsEqual(token) { return place }
      place += 1
    }
    return nil
  }

  private func hasBlankLine(_ range: Range<Int>) -> Bool {
    var isBlank = false
    for place in range {
      if characters[place].isNewline {
        if isBlank { return true }
        isBlank = true
      } else if !characters[place].isWhitespace {
        isBlank = false
      }
    }
    return false
  }
}
