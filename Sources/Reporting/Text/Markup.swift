// SPDX-License-Identifier: GPL-3.0-or-later

/// A piece of HTML or SVG. What is written in the source goes in as it stands; what is interpolated is escaped unless
/// it is markup itself, so a hostile name can reach a page only as text.
struct Markup: ExpressibleByStringInterpolation, Sendable {
  private(set) var text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }
  private init(raw: String) { text = raw }

  /// The pieces one after the other.
  init(joining pieces: [Markup], separator: String = "") {
    text = pieces.map(\.text).joined(separator: separator)
  }

  /// Trusted text that only this module wrote, such as path data and style sheets.
  static func trusted(_ text: String) -> Markup { Markup(raw: text) }

  static func += (left: inout Markup, right: Markup) { left.text += right.text }

  struct Interpolation: StringInterpolationProtocol {
    var text = ""
    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    mutating func appendInterpolation(_ pieces: [Markup]) { for piece in pieces { text += piece.text } }
    mutating func appendInterpolation(_ string: String) { text += Markup.escaped(string) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    /// A coordinate, to a tenth of a pixel.
    mutating func appendInterpolation(_ number: Double) { text += SVGNumber.text(number) }
  }

  /// `string` as text or as a quoted attribute; what XML cannot hold becomes U+FFFD.
  static func escaped(_ string: String) -> String {
    var result = ""
    result.reserveCapacity(string.utf8.count)
    for scalar in string.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t", "\r": result += " "
      default:
        if PrintableText.isHarmless(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          result.unicodeScalars.append("\u{FFFD}")
        }
      }
    }
    return result
  }
}

/// Coordinates in as few bytes as a tenth of a pixel takes.
enum SVGNumber {
  static func text(_ value: Double) -> String {
    precondition(value.isFinite && value.magnitude < 1e12, "the coordinate \(value) cannot be drawn")
    let tenths = Int((value * 10).rounded())
    if tenths % 10 == 0 { return String(tenths / 10) }
    let whole = tenths.magnitude / 10
    return (tenths < 0 ? "-" : "") + (whole == 0 ? "" : String(whole)) + "." + String(tenths.magnitude % 10)
  }
}
