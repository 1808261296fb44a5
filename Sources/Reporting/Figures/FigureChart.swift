// SPDX-License-Identifier: GPL-3.0-or-later

/// A chart of a figure: it draws itself as SVG, and says how Vega-Lite would draw the same marks.
protocol FigureChart: Sendable {
  var width: Double { get }
  var height: Double { get }
  /// The SVG element, with a name and a description.
  func svg() -> Markup
  /// The drawn data and their marks.
  var view: VegaView { get }
}

/// The data of one chart and what Vega-Lite makes of them.
struct VegaView: Sendable {
  /// One object for each mark. Several kinds of marks are told apart by the field `part`.
  let rows: [JSONText]
  /// `mark` and `encoding`, or `layer`.
  let drawing: JSONText
  /// How high the plot is, in pixels.
  let height: Double
}

/// Pieces of Vega-Lite specifications, version 5 of the grammar. Source: https://vega.github.io/schema/vega-lite/v5.json
enum VegaLite {
  static let schema: JSONText = "https://vega.github.io/schema/vega-lite/v5.json"

  /// A specification of one chart.
  static func single(_ view: VegaView, width: Double, title: String, description: String) -> JSONText {
    head(title: title, description: description)
      .adding(["data": ["values": .list(view.rows)]])
      .adding(size(view, width: width))
      .adding(view.drawing)
  }

  /// A specification of small multiples: one drawing for the rows of each panel, or where panels are drawn differently
  /// one beside the other.
  static func panels(_ panels: [(name: String, view: VegaView)], width: Double, title: String, description: String)
    -> JSONText
  {
    let head = head(title: title, description: description)
    let first = panels.first?.view ?? VegaView(rows: [], drawing: ["mark": "point"], height: 100)
    guard panels.allSatisfy({ $0.view.drawing == first.drawing }) else {
      let views = panels.map { panel in
        JSONText.object([
          .init(name: "title", value: .text(PrintableText.line(panel.name))),
          .init(name: "data", value: ["values": .list(panel.view.rows)]),
        ]).adding(size(panel.view, width: width)).adding(panel.view.drawing)
      }
      return head.adding([
        "concat": .list(views), "columns": 2, "resolve": ["scale": ["color": "shared", "shape": "shared"]],
      ])
    }
    let rows = panels.flatMap { panel in
      panel.view.rows.map { JSONText.object([.init(name: "panel", value: .text(panel.name))]).adding($0) }
    }
    let names = panels.map { JSONText.text($0.name) }
    return head.adding([
      "data": ["values": .list(rows)],
      "facet": ["field": "panel", "type": "nominal", "title": .null, "sort": .list(names)],
      "columns": 2,
      "resolve": ["scale": ["x": "independent", "y": "independent"]],
      "spec": size(first, width: width).adding(first.drawing),
    ])
  }

  private static func head(title: String, description: String) -> JSONText {
    [
      "$schema": schema, "title": .text(PrintableText.line(title)),
      "description": .text(PrintableText.line(description)),
    ]
  }

  private static func size(_ view: VegaView, width: Double) -> JSONText {
    ["width": .number(width), "height": .number(view.height)]
  }

  /// The encoding of a position along `axis`; the field's end, where a mark has two, goes beside it.
  /// - Parameter isFixed: From the axis' low end to its high one; else as far as the data go.
  static func position(_ field: String, _ axis: ChartAxis, isFixed: Bool = true) -> JSONText {
    var title = axis.title
    var format: JSONText = [:]
    switch axis.unit {
    case .number: break
    case .share: format = ["axis": ["format": "~%"]]
    case .seconds: title += title.isEmpty ? "seconds" : ", seconds"
    }
    var scale: JSONText
    switch axis.scale {
    case .linear: scale = ["nice": false, "zero": .bool(!isFixed && axis.low == 0)]
    case .logarithmic: scale = ["type": "log"]
    case .nines:
      title = "1 - \(title)"
      scale = ["type": "log", "reverse": true]
    }
    if isFixed { scale = scale.adding(["domain": [.number(axis.low), .number(axis.high)]]) }
    let encoding: JSONText = ["field": .text(field), "type": "quantitative", "title": .text(title), "scale": scale]
    return encoding.adding(format)
  }

  /// A value as rows hold it: on an axis of nines, what it leaves of 1.
  static func value(_ value: Double, _ axis: ChartAxis) -> JSONText {
    .number(axis.scale == .nines ? 1 - value : value)
  }

  /// The encoding of a colour by name, each name with the colour it has in the picture.
  static func color(_ field: String, _ entries: [(name: String, color: String)]) -> JSONText {
    [
      "field": .text(field), "type": "nominal", "title": .null,
      "scale": [
        "domain": .list(entries.map { .text($0.name) }), "range": .list(entries.map { .text($0.color) }),
      ],
    ]
  }

  /// Rows of a nominal axis in the order given.
  static func rows(_ field: String, _ names: [String]) -> JSONText {
    [
      "field": .text(field), "type": "nominal", "title": .null, "sort": .list(names.map { .text($0) }),
      "axis": ["labelLimit": 220],
    ]
  }

  /// A layer of the rows of one part.
  static func layer(_ part: String, mark: JSONText, encoding: JSONText) -> JSONText {
    ["transform": [["filter": ["field": "part", "equal": .text(part)]]], "mark": mark, "encoding": encoding]
  }

  /// Shaded spans behind the marks of a chart over time; nothing without any.
  static func spanRows(_ spans: [ChartSpan], on axis: ChartAxis) -> [JSONText] {
    spans.filter { $0.to > axis.low && $0.from < axis.high }.map { span in
      [
        "part": "span", "from": .number(max(axis.low, span.from)), "to": .number(min(axis.high, span.to)),
        "label": .text(span.label),
      ]
    }
  }

  /// The layer that shades them.
  static func spanLayer(_ axis: ChartAxis, isFixed: Bool = true) -> JSONText {
    layer(
      "span", mark: ["type": "rect", "color": .text(ChartInk.shade), "opacity": 0.13],
      encoding: [
        "x": position("from", axis, isFixed: isFixed), "x2": ["field": "to"],
        "tooltip": ["field": "label", "type": "nominal"],
      ])
  }
}
