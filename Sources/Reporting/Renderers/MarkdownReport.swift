// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The report as Markdown for a pull request: what matters open, the rest folded.
public struct MarkdownReport: Sendable {
  /// What a comment on a pull request may hold, in characters. Counted in UTF-16 units, which are never fewer.
  public static let mostCharacters = 65_536
  /// What each of the open sections may take; together with the title less than a page.
  private static let mostOfOpen = 18_000
  /// What the title and the summary may take each.
  private static let mostOfHead = 2_000
  /// What stays free for the last line.
  private static let reserve = 1_000

  private let model: ReportModel

  /// The page of a model.
  public init(_ model: ReportModel) { self.model = model }

  /// The text, shorter than `mostCharacters` whatever the input: an open section that is too long ends with a line that
  /// says how much is left out, folded ones that do not fit are named in the last line.
  public var text: String {
    let title = PrintableText.markdown(ReportTitle(model.manifest).text)
    let summary = PrintableText.markdown(ReportTitle(model.manifest).summary)
    var text = "# Regatta: \(Self.shortened(title, to: Self.mostOfHead))\n"
    if !summary.isEmpty { text += "\n\(Self.shortened(summary, to: Self.mostOfHead))\n" }
    var leftOut: [String] = []
    var room = Self.mostCharacters - Self.reserve - text.utf16.count
    for section in SectionCatalog.sections {
      guard let body = section.markdown(model) else { continue }
      let block =
        section.isFolded
        ? "\n<details><summary>\(section.title)</summary>\n\n\(body)\n</details>\n"
        : "\n## \(section.title)\n\n\(Self.cut(body, to: Self.mostOfOpen))"
      guard block.utf16.count <= room else {
        leftOut.append(section.title)
        continue
      }
      room -= block.utf16.count
      text += block
    }
    if !leftOut.isEmpty { text += "\nLeft out for length, see report.html: \(leftOut.joined(separator: ", ")).\n" }
    return text
  }

  /// As many whole lines of `body` as `limit` allows, and a line that says how many more there are.
  private static func cut(_ body: String, to limit: Int) -> String {
    guard body.utf16.count > limit else { return body }
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var kept = shortened(lines[0], to: limit - 200) + "\n"
    var count = 1
    while count < lines.count, kept.utf16.count + lines[count].utf16.count < limit - 100 {
      kept += lines[count] + "\n"
      count += 1
    }
    let rest = lines[count...].filter { !$0.isEmpty }.count
    return kept + "\nCut for length: \(NumberText.grouped(rest)) more lines are in report.html.\n"
  }

  /// At most `length` UTF-16 units, the last an ellipsis where something was cut.
  private static func shortened(_ text: String, to length: Int) -> String {
    guard text.utf16.count > length else { return text }
    var kept = ""
    var count = 1
    for character in text {
      count += character.utf16.count
      if count > length { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
