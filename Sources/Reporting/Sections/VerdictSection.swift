// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Who kept most serving, and whether that is known.
struct VerdictSection: ReportSection {
  let id = "verdict"
  let title = "Verdict"
  let isFolded = false

  func html(_ model: ReportModel) -> Markup? {
    let manifest = model.manifest
    let remarks = model.verdict.remarks.map { Markup("<p>\($0)</p>") }
    let warnings = ProvenanceLines.warnings(model).map { Markup("<p class=\"warning\">\($0)</p>") }
    let facts = [
      (NumberText.grouped(manifest.contenders.count), "contenders"),
      (NumberText.grouped(manifest.seeds.count), manifest.seeds.count == 1 ? "seed" : "seeds"),
      (NumberText.grouped(manifest.size.clusters), "clusters"),
      (NumberText.grouped(manifest.size.regions), "regions"),
      (NumberText.grouped(manifest.size.nodes), "nodes"),
      (NumberText.grouped(manifest.size.workloads), "workloads"),
      (NumberText.grouped(manifest.size.replicas), "replicas"),
      (NumberText.axisDuration(manifest.horizonSeconds), "simulated"),
    ].map { Markup("<div><dt>\($0.1)</dt><dd>\($0.0)</dd></div>") }
    return """
      <p class="lead">\(model.verdict.sentence)</p>
      \(remarks)\(warnings)
      <dl class="facts">\(facts)</dl>

      """
  }

  func markdown(_ model: ReportModel) -> String? {
    var text = "**\(PrintableText.markdown(model.verdict.sentence))**\n"
    for line in model.verdict.remarks + ProvenanceLines.warnings(model) {
      text += "\n\(PrintableText.markdown(line))\n"
    }
    let fleet = ProvenanceLines.fleet(model.manifest.size)
    let horizon = NumberText.axisDuration(model.manifest.horizonSeconds)
    let seeds = ProvenanceLines.count(model.manifest.seeds.count, "seed")
    return text + "\n\(fleet); \(horizon) simulated; \(seeds).\n"
  }
}
