// SPDX-License-Identifier: GPL-3.0-or-later

/// What an expression comes to.
enum AnswerValue: Equatable {
  /// A number; shares are of 1, spans of time in seconds.
  case number(Double)
  case yes
  case no
  /// It does not happen within the run.
  case never
  /// There is nothing to take it from.
  case noData

  /// Both numbers put together; what is no number prevails.
  static func joined(_ left: AnswerValue, _ right: AnswerValue, _ combine: (Double, Double) -> Double) -> AnswerValue {
    switch (left, right) {
    case (.number(let first), .number(let second)):
      let result = combine(first, second)
      return result.isFinite ? .number(result) : .noData
    case (.number, let other): return other.asNumber
    case (let other, _): return other.asNumber
    }
  }

  /// Yes and no are no numbers.
  private var asNumber: AnswerValue { self == .yes || self == .no ? .noData : self }
}
