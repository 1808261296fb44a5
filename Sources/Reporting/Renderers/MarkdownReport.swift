// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The report as Markdown for a pull request: what matters open, the rest folded.
public struct MarkdownReport: Sendable {
  /// What a comment on a pull request may hold, in characters.
  public static let mostCharacters = 65_536

  private let model: ReportModel

  /// The page of a model.
  public init(_ model: ReportModel) { self.model = model }

  /// The text, shorter than `mostCharacters`; sections that do not fit are named in its last line.
  public var text: String {
    var text = "# Regatta: \(PrintableText.markdown(model.manifest.scenario))\n"
    if !model.manifest.summary.isEmpty { text += "\n\(PrintableText.markdown(model.manifest.summary))\n" }
    var leftOut: [String] = []
    // 1,000 characters stay free for the last line.
    var room = Self.mostCharacters - 1_000 - text.count
    for section in SectionCatalog.sections {
      guard let body = section.markdown(model) else { continue }
      let block =
        section.isFolded
        ? "\n<details><summary>\(section.title)</summary>\n\n\(body)\n</details>\n" : "\n## \(section.title)\n\n\(body)"
      guard block.count <= room else {
        leftOut.append(section.title)
        continue
      }
      room -= block.count
      text += block
    }
    if !leftOut.isEmpty { text += "\nLeft out for length, see report.html: \(leftOut.joined(separator: ", ")).\n" }
    return text
  }
}
