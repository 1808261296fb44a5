// SPDX-License-Identifier: GPL-3.0-or-later

import ScenarioFormat

extension DiagnosticCode {
  /// Not a marker.
  static let unknownMarker = DiagnosticCode(501, "a marker of an answered document is of no known kind or form")
  /// No `<!-- end -->`.
  static let unclosedMarker = DiagnosticCode(502, "a marker or a generated block has no end")
  /// An end of nothing.
  static let strayEnd = DiagnosticCode(503, "an end marker ends no block")
  /// Not an expression.
  static let malformedExpression = DiagnosticCode(504, "an expression behind a figure cannot be read")
  /// No such thing in the scenario.
  static let unknownAnswerName = DiagnosticCode(505, "a marker names something that the scenario or program has not")
  /// Nothing to compare.
  static let expressionWithoutFigure = DiagnosticCode(506, "an expression has no bold number right before it")
  /// The picture and its link.
  static let misplacedPicture = DiagnosticCode(507, "a document has more than one picture, or no link to it")
  /// Seeds and sweep.
  static let malformedRun = DiagnosticCode(508, "a run marker does not say seeds and sweep as it should")
  /// The place in a sweep.
  static let missingSweepPoint = DiagnosticCode(509, "a marker does not say which point of the sweep it means")
  /// The index.
  static let incompleteAnswer = DiagnosticCode(510, "a document lacks what an index lists: number, answer, source")

  /// The codes of answered documents.
  public static var answers: [DiagnosticCode] {
    [
      .unknownMarker, .unclosedMarker, .strayEnd, .malformedExpression, .unknownAnswerName, .expressionWithoutFigure,
      .misplacedPicture, .malformedRun, .missingSweepPoint, .incompleteAnswer,
    ]
  }
}
