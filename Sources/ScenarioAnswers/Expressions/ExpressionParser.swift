// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Reads expressions: `+ - * /` with the usual precedence, parentheses, numbers, spans such as `10m`, and questions.
struct ExpressionParser {
  private let characters: [Character]
  /// The place of the first character in the document.
  private let start: Int
  private var index = 0
  private var depth = 0

  /// Parentheses within each other, at most.
  private static let deepest = 64

  /// The expression that `source` holds.
  static func parse(_ source: Located) throws(ExpressionError) -> Expression {
    var parser = ExpressionParser(characters: Array(source.text), start: source.place)
    let expression = try parser.sum()
    parser.skipSpaces()
    guard parser.index == parser.characters.count else {
      throw parser.fault("\"\(parser.characters[parser.index])\" is not expected here")
    }
    return expression
  }

  private init(characters: [Character], start: Int) {
    self.characters = characters
    self.start = start
  }

  private func fault(_ what: String) -> ExpressionError { ExpressionError(place: start + index, what: what) }

  private mutating func sum() throws(ExpressionError) -> Expression {
    var left = try product()
    while true {
      if take("+") {
        left = .sum(left, try product())
      } else if take("-") || take("−") {
        left = .difference(left, try product())
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(ExpressionError) -> Expression {
    var left = try factor()
    while true {
      if take("*") || take("×") {
        left = .product(left, try factor())
      } else if take("/") {
        left = .quotient(left, try factor())
      } else {
        return left
      }
    }
  }

  private mutating func factor() throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw fault("the expression is nested too deeply") }
    if take("-") || take("−") { return .negated(try factor()) }
    if take("(") {
      let inner = try sum()
      guard take(")") else { throw fault("a closing parenthesis is missing") }
      return inner
    }
    skipSpaces()
    guard index < characters.count else { throw fault("the expression ends too early") }
    if characters[index].isASCII, characters[index].isNumber { return try number() }
    guard characters[index].isLetter else { throw fault("\"\(characters[index])\" begins no expression") }
    return .call(try call())
  }

  private mutating func number() throws(ExpressionError) -> Expression {
    let first = index
    while index < characters.count, characters[index].isLetter || characters[index].isNumber || characters[index] == "."
    {
      index += 1
    }
    let text = String(characters[first..<index])
    if let number = Double(text), number.isFinite { return .number(number) }
    if let span = SimulationDuration(parsing: text) { return .number(span.seconds) }
    index = first
    throw fault("\"\(text)\" is no number and no span such as 90s or 10m")
  }

  private mutating func call() throws(ExpressionError) -> Expression.Call {
    let first = index
    while index < characters.count, characters[index].isLetter { index += 1 }
    let name = Located(String(characters[first..<index]), at: start + first)
    guard take("(") else { throw fault("an opening parenthesis is missing behind \(name.text)") }
    var arguments: [Expression.Argument] = []
    repeat { arguments.append(try argument(of: name)) } while take(",")
    guard take(")") else { throw fault("the parenthesis of \(name.text) is not closed") }
    return Expression.Call(name: name, arguments: arguments)
  }

  private mutating func argument(of name: Located) throws(ExpressionError) -> Expression.Argument {
    let value = try word(endsAtColon: true)
    guard take(":") else { return Expression.Argument(label: nil, value: value) }
    return Expression.Argument(label: value, value: try word(endsAtColon: false))
  }

  /// A quoted text, or everything up to a comma or a closing parenthesis.
  private mutating func word(endsAtColon: Bool) throws(ExpressionError) -> Located {
    skipSpaces()
    let first = index
    if index < characters.count, characters[index] == "\"" || characters[index] == "“" {
      let closing: Character = characters[index] == "“" ? "”" : "\""
      guard let end = characters[(index + 1)...].firstIndex(of: closing) else {
        throw fault("the quotation is not closed")
      }
      index = end + 1
      return Located(String(characters[(first + 1)..<end]), at: start + first + 1)
    }
    while index < characters.count, !",()\"".contains(characters[index]), !(endsAtColon && characters[index] == ":") {
      index += 1
    }
    let word = Located(String(characters[first..<index]), at: start + first).trimmed
    guard !word.text.isEmpty else { throw fault("an argument is missing") }
    return word
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpaces()
    guard index < characters.count, characters[index] == character else { return false }
    index += 1
    return true
  }

  private mutating func skipSpaces() {
    while index < characters.count, characters[index].isWhitespace { index += 1 }
  }
}
