// SPDX-License-Identifier: GPL-3.0-or-later

/// What stands behind a figure, as written: names are not looked up yet.
indirect enum Expression: Equatable {
  /// A plain number, or a span of time in seconds.
  case number(Double)
  case negated(Expression)
  case sum(Expression, Expression)
  case difference(Expression, Expression)
  case product(Expression, Expression)
  case quotient(Expression, Expression)
  case call(Call)

  /// A question to the run: `assigned(karmada, cluster: b, at: 20m)`.
  struct Call: Equatable {
    let name: Located
    let arguments: [Argument]
  }

  /// One argument; the first ones have no label.
  struct Argument: Equatable {
    let label: Located?
    let value: Located
  }
}

/// Why a text is no expression, and where.
struct ExpressionError: Error, Equatable {
  let place: Int
  let what: String
  var fix = "write a number, a question such as metric(availability, CONTENDER), or arithmetic between them"
}
