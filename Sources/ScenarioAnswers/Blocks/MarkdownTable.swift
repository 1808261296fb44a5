// SPDX-License-Identifier: GPL-3.0-or-later

import Reporting

/// A Markdown table. Cells are text, with a line break where there is one in the text.
struct MarkdownTable {
  var headers: [String]
  /// Columns of words stand at the left, all others at the right.
  var wordColumns: Set<Int> = [0]
  var rows: [[String]] = []

  var text: String {
    let marks = headers.indices.map { wordColumns.contains($0) ? ":--" : "--:" }
    return ([headers.map(Self.cell), marks] + rows.map { $0.map(Self.cell) }).map { cells in
      "| " + cells.joined(separator: " | ") + " |\n"
    }.joined()
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "\n").map { PrintableText.markdown(String($0)) }.joined(separator: "<br>")
  }
}
