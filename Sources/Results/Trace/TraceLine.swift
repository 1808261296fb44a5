// SPDX-License-Identifier: GPL-3.0-or-later

/// A value beside an event of a trace.
public enum TraceValue: Hashable, Sendable {
  /// Words.
  case text(String)
  /// A whole number.
  case number(Int64)
}

/// Events of a trace as JSON, each one object on one line. Equal events are equal bytes.
///
/// Source: "Trace Event Format" (Chrome), which Perfetto reads too: `ph` is B and E for the two ends of a span, i for a
/// moment, C for a counter, M for names; `ts` is in microseconds.
enum TraceLine {
  static func name(_ kind: String, process: Int, track: Int?, value: TraceValue, key: String = "name") -> String {
    head("M", process, track) + ",\"name\":\(quoted(kind)),\"args\":{\"\(key)\":\(text(value))}}"
  }

  static func begin(
    process: Int, track: Int, name: String, at nanoseconds: Int64, _ arguments: [(String, TraceValue)]
  ) -> String {
    head("B", process, track) + ",\"ts\":\(microseconds(nanoseconds)),\"name\":\(quoted(name))"
      + object(arguments) + "}"
  }

  static func end(process: Int, track: Int, at nanoseconds: Int64) -> String {
    head("E", process, track) + ",\"ts\":\(microseconds(nanoseconds))}"
  }

  static func instant(
    process: Int, track: Int, name: String, at nanoseconds: Int64, _ arguments: [(String, TraceValue)]
  ) -> String {
    head("i", process, track) + ",\"ts\":\(microseconds(nanoseconds)),\"s\":\"t\",\"name\":\(quoted(name))"
      + object(arguments) + "}"
  }

  static func counter(process: Int, name: String, at nanoseconds: Int64, value: Int64) -> String {
    head("C", process, nil) + ",\"ts\":\(microseconds(nanoseconds)),\"name\":\(quoted(name))"
      + ",\"args\":{\"value\":\(value)}}"
  }

  private static func head(_ phase: String, _ process: Int, _ track: Int?) -> String {
    "{\"ph\":\"\(phase)\",\"pid\":\(process)" + (track.map { ",\"tid\":\($0)" } ?? "")
  }

  private static func object(_ arguments: [(String, TraceValue)]) -> String {
    guard !arguments.isEmpty else { return "" }
    return ",\"args\":{" + arguments.map { "\(quoted($0.0)):\(text($0.1))" }.joined(separator: ",") + "}"
  }

  private static func text(_ value: TraceValue) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .number(let number): "\(number)"
    }
  }

  /// Nanoseconds as microseconds, exactly: at most three decimals.
  static func microseconds(_ nanoseconds: Int64) -> String {
    let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    let sign = nanoseconds < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(whole)" }
    var digits = String(rest)
    digits = String(repeating: "0", count: 3 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "\(sign)\(whole).\(digits)"
  }

  /// A string of JSON.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case let control where control.value < 0x20:
        let digits = String(control.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
