// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The report as one page that needs nothing else: no network, no script, no font.
public struct HTMLReport: Sendable {
  private let model: ReportModel

  /// The page of a model.
  public init(_ model: ReportModel) { self.model = model }

  /// The page; the same model gives the same bytes.
  public var text: String {
    let parts = SectionCatalog.sections.compactMap { section in section.html(model).map { (section, $0) } }
    let links = parts.map { Markup("<a href=\"#\($0.0.id)\">\($0.0.title)</a>\n") }
    let sections = parts.map { section, body -> Markup in
      """
      <section id="\(section.id)">
      <h2>\(section.title) <a class="anchor" href="#\(section.id)" aria-label="Link to this section">#</a></h2>
      \(body)</section>

      """
    }
    let summary: Markup = model.manifest.summary.isEmpty ? "" : "<p class=\"summary\">\(model.manifest.summary)</p>"
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(model.manifest.scenario) · Regatta</title>
      <style>
      \(.trusted(StyleSheet.text))</style>
      </head>
      <body>
      <header>
      <p class="brand">Regatta</p>
      <h1>\(model.manifest.scenario)</h1>
      \(summary)
      <nav aria-label="Sections">
      \(links)</nav>
      </header>
      <main>
      \(sections)</main>
      <footer><p>Regatta \(model.manifest.version). Simulated, not measured on real clusters.</p></footer>
      </body>
      </html>

      """
    return page.text
  }
}
