// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// The report as one page that needs nothing else: no network, no font, and no script to be read.
public struct HTMLReport: Sendable {
  private let model: ReportModel
  private let parts: [(section: any ReportSection, blocks: [SectionBlock])]

  /// A file that goes beside the page, its path relative to it.
  public struct File: Hashable, Sendable {
    /// As `figures/figure-recovery.svg`.
    public let path: String
    /// What it holds.
    public let text: String
  }

  /// The page of a model.
  public init(_ model: ReportModel) {
    self.model = model
    parts = SectionCatalog.sections.map { ($0, $0.blocks(model)) }.filter { !$0.1.isEmpty }
  }

  /// Every figure as an SVG that stands by itself, and as a Vega-Lite specification.
  public var files: [File] {
    parts.flatMap(\.blocks).compactMap(\.figure).flatMap(\.files)
  }

  /// What a browser may do with the page: obey its one style and its one script, and ask for nothing.
  static let policy =
    "default-src 'none'; script-src '\(SHA256.policySource(PageScript.text))'; "
    + "style-src '\(SHA256.policySource(StyleSheet.text))'; img-src data:; base-uri 'none'; form-action 'none'"

  /// The page; the same model gives the same bytes.
  public var text: String {
    let title = ReportTitle(model.manifest)
    let links = parts.map { Markup("<a href=\"#\($0.section.id)\">\($0.section.title)</a>\n") }
    let sections = parts.map { section, blocks -> Markup in
      """
      <section id="\(section.id)">
      <h2>\(section.title) <a class="anchor" href="#\(section.id)" \
      aria-label="Link to this section: \(section.title)">#</a></h2>
      \(blocks.map(\.markup))</section>

      """
    }
    let changes: Markup =
      title.changes.isEmpty
      ? ""
      : "<p class=\"changes\">with \(Markup(joining: title.changes.map { "<code>\($0)</code>" }, separator: ", "))</p>\n"
    let summary: Markup = title.summary.isEmpty ? "" : "<p class=\"summary\">\(title.summary)</p>"
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(.trusted(Self.policy))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title.text) · Regatta</title>
      <link rel="icon" href="data:,">
      <style>\(.trusted(StyleSheet.text))</style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the verdict</a>
      <header>
      <p class="brand">Regatta</p>
      <h1>\(title.scenario)</h1>
      \(changes)\(summary)
      <nav aria-label="Sections">
      \(links)</nav>
      </header>
      <main id="main" tabindex="-1">
      \(sections)</main>
      <footer><p>Regatta \(model.manifest.version). Simulated, not measured on real clusters.</p></footer>
      <script>\(.trusted(PageScript.text))</script>
      </body>
      </html>

      """
    return page.text
  }
}
