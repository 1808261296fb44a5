// SPDX-License-Identifier: GPL-3.0-or-later

import Reporting

/// A figure as a document writes it: how many decimals, in which unit, with what around it. A fresh value written like
/// it is compared with it letter by letter.
struct WrittenFigure: Equatable {
  /// How the number is written.
  enum Form: Equatable {
    /// So many decimals; the value is divided by `unit` first.
    case decimal(decimals: Int, unit: Double)
    /// `1m30s` or `1h 05m`: down to the last of `units`, in seconds.
    case span(last: Double, decimals: Int, isSpaced: Bool, isPadded: Bool)
    /// `yes` or `no`.
    case word
    /// `?`: to be filled in as the value suggests.
    case open
  }

  /// What stands before the number, its sign left out.
  let prefix: String
  let form: Form
  /// What stands behind it, a unit for example.
  let suffix: String
  /// `−` or `-`, as the document writes it.
  private var minus = "-"
  private var showsPlus = false

  private static let units: [(names: [String], seconds: Double)] = [
    (["ms", "millisecond", "milliseconds"], 0.001), (["s", "sec", "second", "seconds"], 1),
    (["m", "min", "minute", "minutes"], 60), (["h", "hour", "hours"], 3_600), (["d", "day", "days"], 86_400),
  ]

  /// Nil where `text` holds no number that an expression could stand behind.
  init?(_ text: String) {
    switch text {
    case "yes", "no", "never":
      self.init(prefix: "", form: text == "never" ? .open : .word, suffix: "")
    default:
      if let question = text.firstIndex(of: "?") {
        self.init(
          prefix: String(text[..<question]), form: .open, suffix: String(text[text.index(after: question)...]))
      } else if let span = Self.span(text) {
        self = span
      } else {
        guard let number = Self.decimal(text) else { return nil }
        self = number
      }
    }
  }

  private init(prefix: String, form: Form, suffix: String) {
    self.prefix = prefix
    self.form = form
    self.suffix = suffix
  }

  // MARK: - Reading

  private static func decimal(_ text: String) -> WrittenFigure? {
    let pattern = #/^([^0-9]*?)([-−+]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?([^0-9]*)$/#
    guard let match = text.wholeMatch(of: pattern) else { return nil }
    let suffix = String(match.5)
    let word = suffix.drop { $0 == " " || $0 == "\u{A0}" }.prefix { $0.isLetter || $0 == "%" }
    let seconds = units.first { $0.names.contains(String(word)) }?.seconds
    let form = Form.decimal(decimals: match.4?.count ?? 0, unit: word.first == "%" ? 0.01 : seconds ?? 1)
    var figure = WrittenFigure(prefix: String(match.1), form: form, suffix: suffix)
    if match.2 == "−" { figure.minus = "−" }
    figure.showsPlus = match.2 == "+"
    return figure
  }

  /// Two or more parts such as `1m30s`; one alone is a number with a unit.
  private static func span(_ text: String) -> WrittenFigure? {
    let pattern = #/^([^0-9]*?)((?:[0-9]+ ?[dhm] ?)+)([0-9]+)(?:\.([0-9]+))? ?([hms])((?: [^0-9]*)?)$/#
    guard let match = text.wholeMatch(of: pattern),
      let last = units.first(where: { $0.names.contains(String(match.5)) })?.seconds
    else { return nil }
    let isSpaced = match.2.last == " "
    let form = Form.span(
      last: last, decimals: match.4?.count ?? 0, isSpaced: isSpaced, isPadded: isSpaced || match.3.first == "0")
    return WrittenFigure(prefix: String(match.1), form: form, suffix: String(match.6))
  }

  // MARK: - Writing

  /// `value` as this figure would have it written.
  /// - Parameter isSpan: Whether it is a span of time, for a figure that says nothing of its form.
  func text(of value: AnswerValue, isSpan: Bool) -> String {
    switch value {
    case .yes: return "yes"
    case .no: return "no"
    case .never: return "never"
    case .noData: return NumberText.noData
    case .number(let number): return prefix + sign(of: number) + magnitude(number, isSpan: isSpan) + suffix
    }
  }

  private func sign(of number: Double) -> String {
    if number > 0 { return showsPlus ? "+" : "" }
    // What rounds to zero has no sign.
    let hasDigits = magnitude(number, isSpan: false).contains { ("1"..."9").contains($0) }
    return number < 0 && hasDigits ? minus : ""
  }

  private func magnitude(_ number: Double, isSpan: Bool) -> String {
    let size = number.magnitude
    switch form {
    case .decimal(let decimals, let unit): return NumberText.fixed(size / unit, decimals: decimals)
    case .span(let last, let decimals, let isSpaced, let isPadded):
      return Self.spanText(size, last: last, decimals: decimals, isSpaced: isSpaced, isPadded: isPadded)
    case .word: return NumberText.significant(size)
    case .open:
      if suffix.drop(while: { $0 == " " }).first == "%" { return NumberText.percent(size) }
      return isSpan && suffix.isEmpty ? NumberText.duration(size) : NumberText.significant(size)
    }
  }

  private static func spanText(_ seconds: Double, last: Double, decimals: Int, isSpaced: Bool, isPadded: Bool)
    -> String
  {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (seconds / last * scale).rounded()
    guard rounded < 9e15 else { return NumberText.duration(seconds) }
    // The whole span in the smallest part that is written.
    var rest = Int(rounded)
    let smallest = Int(scale)
    var parts: [String] = []
    for (name, size) in [("d", 86_400.0), ("h", 3_600), ("m", 60), ("s", 1)] where size > last {
      let count = Int(size / last) * smallest
      if rest >= count || !parts.isEmpty {
        parts.append(padded(rest / count, isPadded && !parts.isEmpty) + name)
        rest %= count
      }
    }
    let whole = padded(rest / smallest, isPadded && !parts.isEmpty)
    let fraction = String(rest % smallest)
    let decimalPart = decimals > 0 ? "." + String(repeating: "0", count: decimals - fraction.count) + fraction : ""
    parts.append(whole + decimalPart + (last == 1 ? "s" : last == 60 ? "m" : "h"))
    return parts.joined(separator: isSpaced ? " " : "")
  }

  private static func padded(_ number: Int, _ isPadded: Bool) -> String {
    isPadded && number < 10 ? "0\(number)" : String(number)
  }

  // MARK: - Telling figures from words

  /// Whether a bold text is a figure that has to have an expression: a number with at most two words behind it.
  static func isFigure(_ text: String) -> Bool {
    let number = #/(?:about |some |over |under |[<>~≈±$])? ?[-−+]?[0-9][0-9,]*(?:\.[0-9]+)?/#
    let unit = #/(?: ?[%×\p{L}$][^\s.:;!?]*(?: [^\s.:;!?]+)?)?/#
    if let start = text.prefixMatch(of: number), text[start.range.upperBound...].wholeMatch(of: unit) != nil {
      return true
    }
    return span(text) != nil
  }
}
