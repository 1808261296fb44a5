// SPDX-License-Identifier: GPL-3.0-or-later

/// Blanks comments and the insides of string literals of Swift text, keeping its lines.
///
/// It knows line and block comments, quoted and multi-line strings and escapes. What is interpolated into a string is
/// blanked with it, and raw strings are taken for plain ones: enough for rules about words.
struct CodeStripper {
  private enum State { case code, lineComment, blockComment, string, multilineString }

  private var state = State.code
  private var output: [String] = []
  private var line = ""

  static func code(of text: String) -> [String] {
    var stripper = CodeStripper()
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count { place = stripper.step(bytes, place) }
    return stripper.output + [stripper.line]
  }

  /// Takes what starts at `place`; answers where to go on.
  private mutating func step(_ bytes: [UInt8], _ place: Int) -> Int {
    let byte = bytes[place]
    if byte == UInt8(ascii: "\n") {
      output.append(line)
      line = ""
      if state == .lineComment || state == .string { state = .code }
      return place + 1
    }
    // Few bytes can begin or end anything; the others are taken at once.
    guard byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "*") || byte == 0x5C else {
      if state == .code { line.unicodeScalars.append(Unicode.Scalar(byte)) }
      return place + 1
    }
    func starts(with token: StaticString) -> Bool {
      token.withUTF8Buffer { bytes[place...].starts(with: $0) }
    }
    switch state {
    case .code:
      if starts(with: "//") { return enter(.lineComment, place + 2) }
      if starts(with: "/*") { return enter(.blockComment, place + 2) }
      if starts(with: "\"\"\"") { return enter(.multilineString, place + 3) }
      if starts(with: "\"") { return enter(.string, place + 1) }
      line.unicodeScalars.append(Unicode.Scalar(byte))
    case .lineComment: break
    case .blockComment: if starts(with: "*/") { return enter(.code, place + 2) }
    case .string:
      if starts(with: "\\") { return place + 2 }
      if starts(with: "\"") { return enter(.code, place + 1) }
    case .multilineString:
      if starts(with: "\\") && !starts(with: "\\\n") { return place + 2 }
      if starts(with: "\"\"\"") { return enter(.code, place + 3) }
    }
    return place + 1
  }

  private mutating func enter(_ next: State, _ place: Int) -> Int {
    state = next
    return place
  }
}
