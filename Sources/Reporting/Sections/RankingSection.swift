// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The contenders, best availability first, with what it cost them.
struct RankingSection: ReportSection {
  let id = "ranking"
  let title = "Ranking"
  let isFolded = false

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    let table = RankingTable(model, withDifference: true)
    let metrics = RankingTable.metrics.compactMap(MetricCatalog.metric).map { metric -> [Markup] in
      let direction =
        switch metric.direction {
        case .higherIsBetter: "higher is better"
        case .lowerIsBetter: "lower is better"
        case .neutral: "describes"
        }
      return ["<code>\(metric.id)</code>", "\(metric.unit)", "\(direction)", "\(metric.formula)"]
    }
    let columns = ["metric", "unit", "direction", "formula"]
    let definitions = PageParts.table(columns, metrics, label: "Metrics of the ranking", textColumns: [1, 2, 3])
    let markup: Markup = """
      <p>\(Self.note(model))</p>
      \(PageParts.table(
        table.headers, PageParts.cells(table.rows), label: "Ranking of contenders", strongRow: 0))
      <details><summary>What the columns mean</summary>
      \(definitions)</details>

      """
    return [.markup(markup)]
  }

  func markdown(_ model: ReportModel) -> String? {
    let table = RankingTable(model, withDifference: true)
    return TextTable(headers: table.headers, rows: table.rows).markdown + "\n"
      + PrintableText.markdown(Self.note(model)) + "\n"
  }

  private static func note(_ model: ReportModel) -> String {
    let seeds = ProvenanceLines.count(model.manifest.seeds.count, "seed")
    let over = model.hasSweep ? " and the mean over \(model.points.count) sweep points" : ""
    return
      "Means over \(seeds)\(over); ± is half the 95 % t interval. Differences are paired seed by seed, since every "
      + "contender met the same faults; what is called better or worse is so with all comparisons of the primary metrics "
      + "taken together. Times to recover are quantiles of all episodes of all seeds; never (k of n): k of n episodes had not recovered when their run "
      + "ended."
  }
}
