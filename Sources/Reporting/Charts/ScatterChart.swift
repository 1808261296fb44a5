// SPDX-License-Identifier: GPL-3.0-or-later

/// Points with whiskers both ways, each with a short label beside it. What never came to an x stands in a column of its
/// own at the right.
struct ScatterChart: FigureChart {
  struct Point: Sendable {
    let name: String
    /// Beside the marker; the legend says what it stands for.
    let label: String
    let style: SeriesStyle
    /// Nil: never.
    let x: Estimate?
    let y: Estimate
    /// Drawn hollow, and with this word in its tooltip.
    let isHollow: Bool
    let note: String
  }
  struct Estimate: Sendable, Hashable {
    let mean: Double
    /// The ends of the whisker.
    let low: Double
    let high: Double
  }

  let id: String
  let title: String
  let description: String
  let x: ChartAxis
  let y: ChartAxis
  let points: [Point]
  var width = 344.0
  var plotHeight = 210.0

  private var hasNever: Bool { points.contains { $0.x == nil } }
  private var frame: ChartFrame {
    ChartFrame(width: width, plotHeight: plotHeight, right: hasNever ? 64 : 22, x: x, y: y)
  }
  var height: Double { frame.height }

  func svg() -> Markup {
    let frame = frame
    var content = frame.axes
    if hasNever {
      let middle = neverPlace(frame)
      content += """
        <path d="M\(middle) \(frame.top)V\(frame.bottom)" class="g" stroke="\(ChartInk.grid)" fill="none" \
        stroke-dasharray="2 3"/>
        """
      content += ChartText.at(middle, frame.bottom + 18, "never", anchor: "middle")
    }
    for point in points { content += whiskers(point, frame) }
    for point in points {
      let marker = point.style.marker(place(point, frame).x, place(point, frame).y, isHollow: point.isHollow)
      content += "<g>\(marker)<title>\(point.note)</title></g>"
    }
    content += labels(frame)
    return frame.svg(id: id, title: title, description: description, content)
  }

  private func neverPlace(_ frame: ChartFrame) -> Double { frame.left + frame.plotWidth + 36 }

  private func place(_ point: Point, _ frame: ChartFrame) -> (x: Double, y: Double) {
    (point.x.map { frame.px($0.mean) } ?? neverPlace(frame), frame.py(point.y.mean))
  }

  private func whiskers(_ point: Point, _ frame: ChartFrame) -> Markup {
    let at = place(point, frame)
    var data: Markup = ""
    if let x = point.x, x.high > x.low { data += "M\(frame.px(x.low)) \(at.y)H\(frame.px(x.high))" }
    if point.y.high > point.y.low { data += "M\(at.x) \(frame.py(point.y.low))V\(frame.py(point.y.high))" }
    guard !data.text.isEmpty else { return "" }
    return """
      <path d="\(data)" class="\(point.style.strokeClass)" stroke="\(point.style.color)" fill="none" \
      stroke-opacity=".7"/>
      """
  }

  /// Each label on the side of its marker where it lies on the fewest others.
  private func labels(_ frame: ChartFrame) -> Markup {
    let markers = points.map { place($0, frame) }
    var taken = markers.map { LabelBox(x: $0.x - 5, y: $0.y - 5, width: 10, height: 10) }
    var markup: Markup = ""
    for (index, point) in points.enumerated() {
      let wide = TextWidth.of(point.label)
      let (x, y) = markers[index]
      let sides = [
        LabelBox(x: x + 7, y: y - 14, width: wide, height: 12), LabelBox(x: x + 7, y: y + 2, width: wide, height: 12),
        LabelBox(x: x - 7 - wide, y: y - 14, width: wide, height: 12),
        LabelBox(x: x - 7 - wide, y: y + 2, width: wide, height: 12),
        LabelBox(x: x + 18, y: y - 6, width: wide, height: 12),
        LabelBox(x: x - 18 - wide, y: y - 6, width: wide, height: 12),
        LabelBox(x: x - wide / 2, y: y - 24, width: wide, height: 12),
        LabelBox(x: x - wide / 2, y: y + 14, width: wide, height: 12),
      ]
      let inside = LabelBox(x: frame.left, y: frame.top - 8, width: width - frame.left, height: plotHeight + 8)
      func cost(_ box: LabelBox) -> Double {
        taken.reduce(box.areaOutside(inside) * 4) { $0 + box.overlap(with: $1) }
      }
      let best = sides.min { cost($0) < cost($1) } ?? sides[0]
      taken.append(best)
      markup += ChartText.at(best.x, best.y + 10, point.label, ink: true)
    }
    return markup
  }
}

extension ScatterChart {
  var view: VegaView {
    let rows = points.map { point -> JSONText in
      let name: JSONText = [
        "part": point.x == nil ? "never" : "point", "series": .text(point.name), "label": .text(point.label),
        "front": .text(point.isHollow ? "dominated" : "not dominated"), "y": VegaLite.value(point.y.mean, y),
        "y low": VegaLite.value(max(y.low, point.y.low), y), "y high": VegaLite.value(min(y.high, point.y.high), y),
      ]
      guard let x = point.x else { return name.adding(["x": .number(self.x.high)]) }
      return name.adding(["x": .number(x.mean), "x low": .number(max(self.x.low, x.low)), "x high": .number(x.high)])
    }
    let color = VegaLite.color("series", points.map { ($0.name, $0.style.color) })
    let px = VegaLite.position("x", x, isFixed: false)
    let py = VegaLite.position("y", y, isFixed: false)
    let shape: JSONText = [
      "field": "front", "type": "nominal", "title": .null,
      "scale": ["domain": ["not dominated", "dominated"], "range": ["circle", "triangle-down"]],
    ]
    let point: JSONText = ["x": px, "y": py, "color": color, "shape": shape]
    return VegaView(
      rows: rows,
      drawing: [
        "layer": [
          VegaLite.layer(
            "point", mark: ["type": "point", "filled": true, "size": 60, "tooltip": true], encoding: point),
          VegaLite.layer("never", mark: ["type": "point", "size": 60, "tooltip": true], encoding: point),
          VegaLite.layer(
            "point", mark: ["type": "rule"],
            encoding: [
              "x": VegaLite.position("x low", x, isFixed: false), "x2": ["field": "x high"], "y": py, "color": color,
            ]),
          [
            "mark": ["type": "rule"],
            "encoding": [
              "x": px, "y": VegaLite.position("y low", y, isFixed: false), "y2": ["field": "y high"], "color": color,
            ],
          ],
          [
            "mark": ["type": "text", "dx": 10, "dy": -8],
            "encoding": ["x": px, "y": py, "text": ["field": "label", "type": "nominal"]],
          ],
        ]
      ], height: plotHeight)
  }
}

/// Where a label stands, in pixels.
private struct LabelBox {
  let x: Double
  let y: Double
  let width: Double
  let height: Double

  func overlap(with other: LabelBox) -> Double {
    let wide = min(x + width, other.x + other.width) - max(x, other.x)
    let high = min(y + height, other.y + other.height) - max(y, other.y)
    return max(0, wide) * max(0, high)
  }

  func areaOutside(_ other: LabelBox) -> Double { width * height - overlap(with: other) }
}
