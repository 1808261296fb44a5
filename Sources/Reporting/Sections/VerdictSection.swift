// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Who kept most serving, and whether that is known.
struct VerdictSection: ReportSection {
  let id = "verdict"
  let title = "Verdict"
  let isFolded = false

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let manifest = model.manifest
    let remarks = model.verdict.remarks.map { Markup("<p>\($0)</p>") }
    let warnings = ProvenanceLines.warnings(model).map { Markup("<p class=\"warning\">\($0)</p>") }
    let facts =
      [
        (NumberText.grouped(manifest.contenders.count), "contenders"),
        (NumberText.grouped(manifest.seeds.count), manifest.seeds.count == 1 ? "seed" : "seeds"),
      ] + FleetText(manifest).facts
    let shown = facts.map { Markup("<div><dt>\($0.1)</dt><dd>\($0.0)</dd></div>") }
    let markup: Markup = """
      <p class="lead">\(model.verdict.sentence)</p>
      \(remarks)\(warnings)
      <dl class="facts">\(shown)</dl>

      """
    return [.markup(markup)]
  }

  func markdown(_ model: ReportModel) -> String? {
    var text = "**\(PrintableText.markdown(model.verdict.sentence))**\n"
    for line in model.verdict.remarks + ProvenanceLines.warnings(model) {
      text += "\n\(PrintableText.markdown(line))\n"
    }
    let seeds = ProvenanceLines.count(model.manifest.seeds.count, "seed")
    return text + "\n\(FleetText(model.manifest).sentence); \(seeds).\n"
  }
}
