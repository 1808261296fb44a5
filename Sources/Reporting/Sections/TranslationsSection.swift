// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What the contenders' own objects cannot say of the intent, or say otherwise.
struct TranslationsSection: ReportSection {
  let id = "not-like-for-like"
  let title = "Not like for like"

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard !model.manifest.translations.isEmpty else { return [] }
    let table = PageParts.table(
      Self.headers, PageParts.cells(rows(model)), label: "Not like for like", textColumns: [1, 2, 3])
    let markup: Markup = """
      <p>Each contender was given objects of its own kind, written from the same intent. These parts of the intent it \
      cannot say, or says only nearly:</p>
      \(table)
      """
    return [.markup(markup)]
  }

  func markdown(_ model: ReportModel) -> String? {
    guard !model.manifest.translations.isEmpty else { return nil }
    return TextTable(headers: Self.headers, rows: rows(model)).markdown
  }

  private static let headers = ["contender", "intent", "mark", "what became of it", "workloads"]

  private func rows(_ model: ReportModel) -> [[String]] {
    model.manifest.contenders.flatMap { name in
      model.manifest.translations.filter { $0.contender == name }.map {
        [$0.contender, $0.field, $0.mark, $0.how, NumberText.grouped($0.workloads)]
      }
    }
  }
}
