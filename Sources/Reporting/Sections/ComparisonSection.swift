// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Every contender against the best one, metric by metric, with what may be said of the difference.
struct ComparisonSection: ReportSection {
  let id = "comparison"
  let title = "Against the best"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard let set = model.comparisons, !set.comparisons.isEmpty else { return [] }
    let matrix = ComparisonTable.matrix(set)
    let label = "Contenders against \(set.baseline)"
    let markup: Markup = """
      <p>\(Self.note(set))</p>
      \(PageParts.table(matrix.headers, PageParts.cells(matrix.rows), label: label, strongRow: 0))
      <details><summary>Every comparison with its interval</summary>
      \(PageParts.table(
        ComparisonTable.headers, PageParts.cells(ComparisonTable(set.comparisons).rows),
        label: "\(label), one row each", textColumns: ComparisonTable.textColumns))
      </details>

      """
    return [.markup(markup)]
  }

  func markdown(_ model: ReportModel) -> String? {
    guard let set = model.comparisons, !set.comparisons.isEmpty else { return nil }
    let matrix = ComparisonTable.matrix(set)
    return TextTable(headers: matrix.headers, rows: matrix.rows).markdown + "\n"
      + PrintableText.markdown(Self.note(set)) + "\n"
  }

  static func note(_ set: ComparisonSet) -> String {
    "In each cell: the mean, the finding, and the 95 % interval of contender minus \(set.baseline), paired seed by seed. "
      + "Better (+) and worse (-) hold with all \(set.familySize) "
      + "comparisons of primary metrics taken together (Holm, 5 %) and are at least the smallest effect that matters; "
      + "equivalent (=) is clearly less than that; ~ leaves it open; ? is fewer than six seeds. A time that never ended "
      + "counts as the whole run."
  }
}
