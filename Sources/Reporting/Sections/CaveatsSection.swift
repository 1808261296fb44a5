// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What was simplified or assumed.
struct CaveatsSection: ReportSection {
  let id = "simplified"
  let title = "What was simplified"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard !model.manifest.caveats.isEmpty else { return [] }
    return [.markup("<ul>\(model.manifest.caveats.map { Markup("<li>\($0)</li>\n") })</ul>\n")]
  }

  func markdown(_ model: ReportModel) -> String? {
    guard !model.manifest.caveats.isEmpty else { return nil }
    return model.manifest.caveats.map { "- \(PrintableText.markdown($0))\n" }.joined()
  }
}
