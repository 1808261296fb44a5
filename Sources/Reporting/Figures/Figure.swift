// SPDX-License-Identifier: GPL-3.0-or-later

/// A picture of a report with all that belongs to it: where it is linked to, what it shows, the numbers it is drawn from
/// as a table, and a specification from which others can draw it anew.
struct Figure: Sendable {
  /// The permalink, as `figure-recovery`: never changed once published. It also names the figure's files.
  let id: String
  let title: String
  /// What is shown, and how to read it.
  let caption: String
  let picture: FigurePicture
  let data: FigureTable

  /// The picture as an SVG that stands by itself, and its Vega-Lite specification.
  var files: [HTMLReport.File] {
    [
      HTMLReport.File(path: path("svg"), text: picture.standalone(title: title, caption: caption)),
      HTMLReport.File(
        path: path("vl.json"),
        text: picture.specification(title: title, caption: caption).page(depth: 3)),
    ]
  }

  /// The figure on a page: heading with its permalink, caption, picture, and the data folded.
  var markup: Markup {
    """
    <figure id="\(id)">
    <figcaption><h3>\(title) <a class="anchor" href="#\(id)" aria-label="Link to this figure: \(title)">#</a></h3>
    <p>\(caption)</p></figcaption>
    \(picture.markup(title: title))
    <details><summary>Data of this figure</summary>
    \(data.markup)<p class="files">Beside the page of a run: <a href="\(path("svg"))">\(path("svg"))</a> and the \
    Vega-Lite specification <a href="\(path("vl.json"))">\(path("vl.json"))</a>.</p></details>
    </figure>

    """
  }

  private func path(_ ending: String) -> String { "figures/\(id).\(ending)" }
}

/// The numbers of a figure as text cells.
struct FigureTable: Sendable {
  /// What the table shows, for its caption.
  let label: String
  let headers: [String]
  let rows: [[String]]
  /// Columns that hold words; the first always does.
  var textColumns: Set<Int> = []

  var markup: Markup { PageParts.table(headers, PageParts.cells(rows), label: label, textColumns: textColumns) }
}
