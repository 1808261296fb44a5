// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Reporting
import Results

/// A report in each of its shapes.
enum ReportFiles {
  /// The report's text.
  static func text(_ model: ReportModel, as format: ReportFormat) throws -> String {
    switch format {
    case .table: TerminalReport(model, bold: usesBold).text
    case .json: try JSONReport(model).text()
    case .markdown: MarkdownReport(model).text
    case .csv: CSVReport(model).text
    case .html: HTMLReport(model).text
    }
  }

  /// Writes `report.md` and `report.html` into `folder`.
  static func write(_ model: ReportModel, to folder: String) throws {
    for (name, format) in [("report.md", ReportFormat.markdown), ("report.html", .html)] {
      try write(try text(model, as: format), to: "\(folder)/\(name)")
    }
  }

  /// Writes `text` to `path`, whole or not at all.
  static func write(_ text: String, to path: String) throws {
    do {
      try WholeFile.write(text, to: path)
    } catch {
      throw CommandEnd(.runFailed, "regatta: \(error)")
    }
  }

  private static var usesBold: Bool {
    let environment = ProcessInfo.processInfo.environment
    return StandardOutput.isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }
}
