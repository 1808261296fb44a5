// SPDX-License-Identifier: GPL-3.0-or-later

/// Steps stacked on each other, with a line to measure the sum against. One panel of small multiples.
struct StackedAreaChart: FigureChart {
  struct Layer: Sendable {
    let style: SeriesStyle
    let points: [(x: Double, y: Double)]
    /// What it shows, for those who draw it anew.
    var name = ""
  }

  let id: String
  let title: String
  let description: String
  let x: ChartAxis
  let y: ChartAxis
  /// Tops of the layers, counted from zero: the lowest first. Each is drawn down to the axis, the highest one first.
  let tops: [Layer]
  /// The line to measure against; none when empty.
  let limit: [(x: Double, y: Double)]
  var spans: [ChartSpan] = []
  var width = 344.0
  var plotHeight = 150.0

  /// What is free at the right, where the last tick's label stands half outside.
  var right = 16.0

  private var frame: ChartFrame { ChartFrame(width: width, plotHeight: plotHeight, right: right, x: x, y: y) }
  var height: Double { frame.height }

  func svg() -> Markup {
    let frame = frame
    var content = frame.shading(spans, labelled: false)
    for layer in tops.reversed() {
      guard let first = layer.points.first, let last = layer.points.last else { continue }
      let outline = PathData.line(layer.points.map { (frame.px($0.x), frame.py($0.y)) }, isStep: true)
      content += """
        <path d="\(outline)L\(frame.px(last.x)) \(frame.bottom)H\(frame.px(first.x))z" class="\(layer.style.fillClass) \
        edge" fill="\(layer.style.color)" stroke="\(ChartInk.paper)" stroke-width=".75"/>
        """
    }
    content += frame.axes
    // A tint under full areas would not be seen, so a bar above the plot says when something is failed.
    content += SpanPixels.rule(spans, on: x, at: frame.top - 4, place: frame.px)
    guard !limit.isEmpty else { return frame.svg(id: id, title: title, description: description, content) }
    let line = PathData.line(limit.map { (frame.px($0.x), frame.py($0.y)) }, isStep: true)
    content += """
      <path d="\(line)" class="k-line" stroke="\(ChartInk.text)" fill="none" stroke-width="1.5" \
      stroke-dasharray="5 3"/>
      """
    return frame.svg(id: id, title: title, description: description, content)
  }

  /// The tops are drawn one over the other, the highest first, as the picture does.
  var view: VegaView {
    var rows = VegaLite.spanRows(spans, on: x)
    for (place, layer) in tops.enumerated() {
      rows += layer.points.map {
        ["part": "top\(place)", "top": .text(layer.name), "x": .number($0.x), "y": .number($0.y)]
      }
    }
    rows += limit.map { ["part": "limit", "x": .number($0.x), "y": .number($0.y)] }
    let place: JSONText = [
      "x": VegaLite.position("x", x, isFixed: false),
      "y": VegaLite.position("y", y, isFixed: false).adding(["stack": .null]),
    ]
    let color = VegaLite.color("top", tops.map { ($0.name, $0.style.color) })
    var layers = [VegaLite.spanLayer(x, isFixed: false)]
    layers += tops.indices.reversed().map { top in
      VegaLite.layer(
        "top\(top)", mark: ["type": "area", "interpolate": "step-after"], encoding: place.adding(["color": color]))
    }
    layers.append(
      VegaLite.layer(
        "limit", mark: ["type": "line", "interpolate": "step-after", "strokeDash": [5, 3], "color": "#1B1F24"],
        encoding: place))
    return VegaView(rows: rows, drawing: ["layer": .list(layers)], height: plotHeight)
  }
}
