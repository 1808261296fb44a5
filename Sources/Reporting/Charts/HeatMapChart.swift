// SPDX-License-Identifier: GPL-3.0-or-later

/// Shares of 1 over rows and time, in ten shades. Cells of one shade in one row share one path; what is exactly zero
/// has a shade of its own, since a cluster that is down and one that is empty are both no shade of use.
struct HeatMapChart: FigureChart {
  struct Row: Sendable {
    let name: String
    let values: [Double]
    /// When the row itself was failed, in the axis' unit.
    var failures: [ChartSpan] = []
  }

  let id: String
  let title: String
  let description: String
  let x: ChartAxis
  let rows: [Row]
  var spans: [ChartSpan] = []
  var width = 344.0

  private var rowHeight: Double { rows.count <= 16 ? 16 : 10 }
  private var top: Double { 14 }
  private var bottom: Double { top + Double(rows.count) * rowHeight }
  var height: Double { bottom + 26 }

  func svg() -> Markup {
    let names = rows.map { PrintableText.shortened($0.name, to: 15) }
    let left = 10 + (names.map(TextWidth.of).max() ?? 0)
    let plotWidth = width - left - 14
    let bottom = bottom
    var content: Markup = "<g shape-rendering=\"crispEdges\" stroke-width=\"\(rowHeight - 1)\" fill=\"none\">"
    content += cells(left: left, plotWidth: plotWidth)
    content += "</g>"
    content += failures(left: left, plotWidth: plotWidth)
    let labelEvery = rowHeight >= 13 ? 1 : 2
    for (index, name) in names.enumerated() where index % labelEvery == 0 {
      content += ChartText.at(left - 6, top + (Double(index) + 0.5) * rowHeight + 4, name, anchor: "end")
    }
    for tick in x.ticks {
      let place = left + x.position(tick.value) * plotWidth
      content += "<path d=\"M\(place) \(bottom)v5\" class=\"g\" stroke=\"\(ChartInk.grid)\" fill=\"none\"/>"
      content += ChartText.at(place, bottom + 18, tick.label, anchor: "middle")
    }
    content += SpanPixels.rule(spans, on: x, at: top - 6) { left + x.position($0) * plotWidth }
    return ChartText.svg(
      id: id, title: title, description: description, width: width, height: height, content)
  }

  /// A thin line through a row while it was failed.
  private func failures(left: Double, plotWidth: Double) -> Markup {
    var data: Markup = ""
    for (row, line) in rows.enumerated() {
      let middle = top + (Double(row) + 0.5) * rowHeight
      for span in SpanPixels.merged(line.failures, on: x, place: { left + x.position($0) * plotWidth }) {
        data += "M\(span.from) \(middle)H\(span.to)"
      }
    }
    guard !data.text.isEmpty else { return "" }
    return "<path d=\"\(data)\" class=\"fault-rule\" stroke=\"\(ChartInk.shade)\" stroke-width=\"2\" fill=\"none\"/>"
  }

  /// Strokes as thick as a row, one path for each shade.
  private func cells(left: Double, plotWidth: Double) -> Markup {
    var paths = [String](repeating: "", count: HeatShade.colors.count + 1)
    for (row, line) in rows.enumerated() {
      let middle = SVGNumber.text(top + (Double(row) + 0.5) * rowHeight)
      let cellWidth = plotWidth / Double(max(1, line.values.count))
      var start = 0
      while start < line.values.count {
        let shade = Self.shade(line.values[start])
        var end = start + 1
        while end < line.values.count, Self.shade(line.values[end]) == shade { end += 1 }
        let from = SVGNumber.text(left + Double(start) * cellWidth)
        paths[shade] += "M\(from) \(middle)H\(SVGNumber.text(left + Double(end) * cellWidth))"
        start = end
      }
    }
    var markup: Markup = ""
    for (shade, data) in paths.enumerated() where !data.isEmpty {
      let isZero = shade == HeatShade.colors.count
      let color = isZero ? ChartInk.grid : HeatShade.colors[shade]
      let look: Markup = isZero ? " class=\"zero\"" : ""
      markup += "<path d=\"\(Markup.trusted(data))\"\(look) stroke=\"\(color)\"/>"
    }
    return markup
  }

  private static func shade(_ value: Double) -> Int { value <= 0 ? HeatShade.colors.count : HeatShade.index(value) }

  /// Cells of one value in a row are one rectangle.
  var view: VegaView {
    var cells: [JSONText] = []
    var order: [String] = []
    for row in rows {
      order.append(row.name)
      let step = (x.high - x.low) / Double(max(1, row.values.count))
      var start = 0
      while start < row.values.count {
        let value = Self.rounded(row.values[start])
        var end = start + 1
        while end < row.values.count, Self.rounded(row.values[end]) == value { end += 1 }
        cells.append([
          "part": "cell", "row": .text(row.name), "from": .number(x.low + Double(start) * step),
          "to": .number(x.low + Double(end) * step), "value": .number(value),
        ])
        start = end
      }
      for span in row.failures {
        cells.append([
          "part": "failure", "row": .text(row.name), "from": .number(max(x.low, span.from)),
          "to": .number(min(x.high, span.to)), "label": .text(span.label),
        ])
      }
    }
    let place: JSONText = [
      "x": VegaLite.position("from", x), "x2": ["field": "to"], "y": VegaLite.rows("row", order),
    ]
    return VegaView(
      rows: cells,
      drawing: [
        "layer": [
          VegaLite.layer(
            "cell", mark: ["type": "rect"],
            encoding: place.adding([
              "color": [
                "field": "value", "type": "quantitative", "title": .null,
                "scale": ["scheme": "viridis", "domain": [0, 1]], "legend": ["format": "~%"],
              ]
            ])),
          VegaLite.layer(
            "failure", mark: ["type": "rule", "color": .text(ChartInk.shade), "strokeWidth": 2], encoding: place),
        ]
      ], height: max(40, Double(rows.count) * rowHeight))
  }

  private static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}

/// The scale of a heat map's shades, for a figure to show once.
struct ShadeScale: Sendable {
  let id: String
  var height: Double { 38 }

  func svg() -> Markup {
    var content: Markup = "<g shape-rendering=\"crispEdges\">"
    for (index, color) in HeatShade.colors.enumerated() {
      content += "<path d=\"M\(8 + Double(index) * 20) 4h20v14h-20z\" fill=\"\(color)\"/>"
    }
    content += "<path d=\"M256 4h20v14h-20z\" class=\"zero-fill\" fill=\"\(ChartInk.grid)\"/></g>"
    for (index, label) in ["0 %", "50 %", "100 %"].enumerated() {
      content += ChartText.at(8 + Double(index) * 100, 32, label, anchor: index == 0 ? "start" : "middle")
    }
    content += ChartText.at(282, 15, "zero")
    return ChartText.svg(
      id: id, title: "Scale of shades",
      description: "Ten shades from dark, 0 percent, to bright, 100 percent; grey is exactly zero.",
      width: 344, height: height, content)
  }
}
