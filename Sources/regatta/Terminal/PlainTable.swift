// SPDX-License-Identifier: GPL-3.0-or-later

/// Columns padded with spaces; numbers to the right.
enum PlainTable {
  /// The lines, each ending in a newline.
  static func text(header: [String], rows: [[String]], indent: Int = 0) -> String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    let isNumber = header.indices.map { column in
      !rows.isEmpty && rows.allSatisfy { $0[column] == "-" || Int($0[column]) != nil }
    }
    let margin = String(repeating: " ", count: indent)
    return all.map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumber[column] ? padding + row[column] : row[column] + padding
      }
      var line = margin + cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
