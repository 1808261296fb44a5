// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Where the numbers come from, and the command that repeats them.
struct ProvenanceSection: ReportSection {
  let id = "provenance"
  let title = "Provenance"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let pairs = ProvenanceLines.pairs(model).map { word, text -> Markup in
      let isCode = word == "command" || word == "scenario digest"
      let shown: Markup =
        word == "command" ? PageParts.command(model.manifest.command) : isCode ? "<code>\(text)</code>" : "\(text)"
      return "<dt>\(word)</dt><dd>\(shown)</dd>\n"
    }
    let runs = model.points.flatMap { point in
      point.results.map { result -> [String] in
        let digests = result.runs.prefix(3).map { String($0.digest.prefix(8)) }.joined(separator: " ")
        let events = result.runs.reduce(0) { $0 + $1.events }
        return [
          result.name, point.label.isEmpty ? "-" : point.label, ProvenanceLines.ranges(result.runs.map(\.seed)),
          NumberText.grouped(events), digests + (result.runs.count > 3 ? " …" : ""),
        ]
      }
    }
    let table = PageParts.table(
      ["contender", "sweep point", "seeds", "events", "digests begin with"], PageParts.cells(runs), label: "Runs",
      textColumns: [1, 2, 4])
    let markup: Markup = """
      <dl class="pairs">\(pairs)</dl>
      <details><summary>Runs and their digests</summary>
      \(table)</details>

      """
    return [.markup(markup)]
  }

  func markdown(_ model: ReportModel) -> String? {
    ProvenanceLines.pairs(model).map { "- \($0.0): \(PrintableText.markdown($0.1))\n" }.joined()
  }
}
