// SPDX-License-Identifier: GPL-3.0-or-later

/// A table as columns of characters, or as Markdown.
struct TextTable {
  /// The heads; a line break in one makes a second head line.
  var headers: [String]
  var rows: [[String]] = []

  /// Two spaces between columns, the first column at the left, numbers at the right, no space at the line's end.
  func plain(bold: Bool = false) -> String {
    let heads = headers.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    let headHeight = heads.map(\.count).max() ?? 0
    var lines: [[String]] = []
    for row in 0..<headHeight {
      lines.append(heads.map { $0.count - headHeight + row >= 0 ? $0[$0.count - headHeight + row] : "" })
    }
    lines += rows.map { $0.map(PrintableText.line) }
    let widths = headers.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for (index, line) in lines.enumerated() {
      var line = Self.aligned(line, widths: widths)
      if bold, index < headHeight, !line.isEmpty { line = "\u{1B}[1m\(line)\u{1B}[0m" }
      text += line + "\n"
      if index == headHeight - 1 {
        text += String(repeating: "-", count: widths.reduce(0, +) + 2 * max(0, widths.count - 1)) + "\n"
      }
    }
    return text
  }

  /// As `plain`, broken into blocks of columns no wider than `width`, each with the first column.
  func plainBlocks(width: Int, bold: Bool = false) -> String {
    let widths = headers.indices.map { column in
      let heads = headers[column].split(separator: "\n").map(\.count)
      return (heads + rows.map { PrintableText.line($0[column]).count }).max() ?? 0
    }
    var blocks: [[Int]] = [[]]
    var taken = widths.first ?? 0
    for column in headers.indices.dropFirst() {
      if taken + 2 + widths[column] > width, blocks[blocks.count - 1] != [] {
        blocks.append([])
        taken = widths[0]
      }
      blocks[blocks.count - 1].append(column)
      taken += 2 + widths[column]
    }
    return blocks.map { block in
      let columns = [0] + block
      return TextTable(headers: columns.map { headers[$0] }, rows: rows.map { row in columns.map { row[$0] } })
        .plain(bold: bold)
    }.joined(separator: "\n")
  }

  /// A Markdown table; cells are escaped.
  var markdown: String {
    var text = Self.markdownRow(headers)
    text += Self.markdownRow(headers.indices.map { $0 == 0 ? ":--" : "--:" }, escaping: false)
    for row in rows { text += Self.markdownRow(row) }
    return text
  }

  private static func aligned(_ cells: [String], widths: [Int]) -> String {
    var text = ""
    for (column, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
      text += (column == 0 ? "" : "  ") + (column == 0 ? cell + padding : padding + cell)
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  private static func markdownRow(_ cells: [String], escaping: Bool = true) -> String {
    "| " + cells.map { escaping ? markdownCell($0) : $0 }.joined(separator: " | ") + " |\n"
  }

  private static func markdownCell(_ text: String) -> String {
    text.split(separator: "\n").map { PrintableText.markdown(String($0)) }.joined(separator: "<br>")
  }
}
