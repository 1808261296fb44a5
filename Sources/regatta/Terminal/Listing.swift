// SPDX-License-Identifier: GPL-3.0-or-later

import Reporting

/// Rows of text in the shape that was asked for.
struct Listing {
  let header: [String]
  var rows: [[String]]

  /// The listing as a table, Markdown or CSV; the lines of JSON are the command's own, whose fields have types.
  func text(as format: OutputFormat) -> String {
    switch format {
    case .table, .json: PlainTable.text(header: header, rows: rows.map { $0.map(PrintableText.line) })
    case .markdown: markdown
    case .csv: ([header] + rows).map(Self.csvLine).joined()
    }
  }

  private var markdown: String {
    let lines = [header] + [header.map { _ in "---" }] + rows.map { $0.map(PrintableText.markdown) }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// One record of RFC 4180 and a newline.
  static func csvLine(_ fields: [String]) -> String {
    fields.map(CSVReport.field).joined(separator: ",") + "\n"
  }
}
