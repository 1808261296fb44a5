// SPDX-License-Identifier: GPL-3.0-or-later

/// A piece of a document, with the place of its first character.
struct Located: Equatable {
  let text: String
  let place: Int

  init(_ text: String, at place: Int) {
    self.text = text
    self.place = place
  }

  /// Without spaces around it, and without quotes around what is left.
  var unquoted: Located {
    let open = trimmed
    guard open.text.count >= 2, let first = open.text.first, let last = open.text.last,
      ["\"": "\"", "“": "”"][first] == last
    else { return open }
    return Located(String(open.text.dropFirst().dropLast()), at: open.place + 1)
  }

  /// Without spaces around it.
  var trimmed: Located {
    let head = text.prefix { $0.isWhitespace }.count
    var rest = text.dropFirst(head)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return Located(String(rest), at: place + head)
  }

  /// The parts between separators that stand outside quotes, spaces dropped.
  func split(_ separator: Character) -> [Located] {
    var parts: [Located] = []
    var part = ""
    var start = place
    var isQuoted = false
    for (offset, character) in text.enumerated() {
      if character == "\"" || character == "“" || character == "”" { isQuoted.toggle() }
      if character == separator, !isQuoted {
        parts.append(Located(part, at: start).trimmed)
        part = ""
        start = place + offset + 1
      } else {
        part.append(character)
      }
    }
    return parts + [Located(part, at: start).trimmed]
  }

  /// What stands before the first `separator` outside quotes and what stands behind it; nil without one.
  func divided(at separator: Character) -> (head: Located, tail: Located)? {
    let head = split(separator)[0]
    let parts = split(separator)
    guard parts.count > 1 else { return nil }
    let offset = parts[1].place - place
    return (head, Located(String(text.dropFirst(offset)), at: parts[1].place).trimmed)
  }
}
