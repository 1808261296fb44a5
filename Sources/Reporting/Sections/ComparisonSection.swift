// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Every contender against the best one, metric by metric, with what may be said of the difference.
struct ComparisonSection: ReportSection {
  let id = "comparison"
  let title = "Against the best"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard let set = model.comparisons, !set.comparisons.isEmpty else { return [] }
    let table = ComparisonTable(set.comparisons)
    let markup: Markup = """
      <p>\(Self.note(set))</p>
      \(PageParts.table(
        ComparisonTable.headers, PageParts.cells(table.rows), label: "Contenders against \(set.baseline)",
        textColumns: ComparisonTable.textColumns))
      """
    return [.markup(markup)]
  }

  func markdown(_ model: ReportModel) -> String? {
    guard let set = model.comparisons, !set.comparisons.isEmpty else { return nil }
    return TextTable(headers: ComparisonTable.headers, rows: ComparisonTable(set.comparisons).rows).markdown + "\n"
      + PrintableText.markdown(Self.note(set)) + "\n"
  }

  static func note(_ set: ComparisonSet) -> String {
    "Contender minus \(set.baseline), paired seed by seed. Better (+) and worse (-) hold with all \(set.familySize) "
      + "comparisons of primary metrics taken together (Holm, 5 %) and are at least the smallest effect that matters; "
      + "equivalent (=) is clearly less than that; ~ leaves it open; ? is fewer than six seeds. A time that never ended "
      + "counts as the whole run."
  }
}
