// SPDX-License-Identifier: GPL-3.0-or-later

/// Names from the input as a terminal and a Markdown page may show them.
public enum PrintableText {
  /// False for control characters (a terminal obeys them), for marks that turn the writing direction (they let a name
  /// pose as another) and for what is no character at all.
  static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  /// One line in which nothing is obeyed by a terminal.
  public static func line(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\t" || scalar == "\r" {
        result.append(" ")
      } else {
        result.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(result)
  }

  /// The line as Markdown text that is no markup, in a table cell too.
  public static func markdown(_ text: String) -> String {
    var result = ""
    for character in line(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "@": result += "&#64;"  // never a mention of somebody
      case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "!", "$": result += "\\" + String(character)
      default: result.append(character)
      }
    }
    return result
  }

  /// At most `length` characters, the last an ellipsis where something was cut.
  static func shortened(_ text: String, to length: Int) -> String {
    text.count <= length ? text : String(text.prefix(max(0, length - 1))) + "…"
  }
}
