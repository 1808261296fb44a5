// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Reporting
import Results

/// A report in each of its shapes.
enum ReportFiles {
  /// The report's text.
  static func text(_ model: ReportModel, as format: ReportFormat) throws -> String {
    switch format {
    case .table: TerminalReport(model, bold: StandardOutput.usesBold).text
    case .json: try JSONReport(model).text()
    case .markdown: MarkdownReport(model).text
    case .csv: CSVReport(model).text
    case .html: HTMLReport(model).text
    }
  }

  /// Writes `report.md`, `report.html` and the page's figures into `folder`.
  static func write(_ model: ReportModel, to folder: String) throws {
    try write(try text(model, as: .markdown), to: "\(folder)/report.md")
    try writePage(model, to: "\(folder)/report.html")
  }

  /// Writes the page to `path` and its figures into `figures/` beside it. Figures of an earlier page that this one does
  /// not have are removed.
  static func writePage(_ model: ReportModel, to path: String) throws {
    let page = HTMLReport(model)
    let files = page.files
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let folder = "\(parent)/figures"
    do {
      let names = Set(files.map { URL(fileURLWithPath: $0.path).lastPathComponent })
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      where isFigure(name) && !names.contains(name) {
        try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
      }
      if !files.isEmpty { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
    } catch {
      throw CommandEnd(.runFailed, "regatta: cannot write to \(folder): \(OutputFolder.reason(error, at: folder))")
    }
    for file in files { try write(file.text, to: "\(parent)/\(file.path)") }
    try write(page.text, to: path)
  }

  private static func isFigure(_ name: String) -> Bool {
    name.hasPrefix("figure-") && (name.hasSuffix(".svg") || name.hasSuffix(".vl.json"))
  }

  /// Writes `text` to `path`, whole or not at all.
  static func write(_ text: String, to path: String) throws {
    do {
      try WholeFile.write(text, to: path)
    } catch {
      throw CommandEnd(.runFailed, "regatta: \(error)")
    }
  }
}
