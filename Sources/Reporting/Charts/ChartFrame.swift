// SPDX-License-Identifier: GPL-3.0-or-later

/// Part of the time axis that something fills, such as a failure.
struct ChartSpan: Sendable {
  let from: Double
  let to: Double
  let label: String
}

/// Spans as a picture shows them.
enum SpanPixels {
  /// From and to in pixels, in order, each at least one wide; what touches is one.
  static func merged(_ spans: [ChartSpan], on axis: ChartAxis, place: (Double) -> Double) -> [(
    from: Double, to: Double
  )] {
    var merged: [(from: Double, to: Double)] = []
    for span in spans.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) })
    where span.to > axis.low && span.from < axis.high {
      let from = place(span.from)
      let to = max(from + 1, place(span.to))
      if let last = merged.last, from <= last.to + 1 {
        merged[merged.count - 1].to = max(last.to, to)
      } else {
        merged.append((from, to))
      }
    }
    return merged
  }

  /// One thick line at the height `y` over all spans; nothing without any.
  static func rule(_ spans: [ChartSpan], on axis: ChartAxis, at y: Double, place: (Double) -> Double) -> Markup {
    let lines = merged(spans, on: axis, place: place)
    guard !lines.isEmpty else { return "" }
    let data = Markup(joining: lines.map { "M\($0.from) \(y)H\($0.to)" })
    return """
      <path d="\(data)" class="fault-rule" stroke="\(ChartInk.shade)" stroke-width="4" fill="none"/>
      """
  }
}

/// The plot area of a chart with its axes, and the drawing of what every chart has.
///
/// Every element has presentation attributes, which a page that forbids styles still obeys, and a class by which the
/// style sheet overrides them on a dark page.
struct ChartFrame: Sendable {
  let width: Double
  let left: Double
  let right: Double
  let top: Double
  let plotHeight: Double
  let x: ChartAxis
  let y: ChartAxis

  /// The left margin takes the longest tick.
  init(width: Double, plotHeight: Double, right: Double, top: Double = 26, x: ChartAxis, y: ChartAxis) {
    self.width = width
    self.plotHeight = plotHeight
    self.right = right
    self.top = top
    self.x = x
    self.y = y
    left = 14 + (y.ticks.map { TextWidth.of($0.label) }.max() ?? 0)
  }

  var height: Double { top + plotHeight + (x.title.isEmpty ? 26 : 44) }
  var plotWidth: Double { width - left - right }
  var bottom: Double { top + plotHeight }
  func px(_ value: Double) -> Double { left + x.position(value) * plotWidth }
  func py(_ value: Double) -> Double { bottom - y.position(value) * plotHeight }

  /// Grid, ticks and titles of both axes.
  var axes: Markup {
    var markup: Markup = ""
    for tick in y.ticks {
      let height = py(tick.value)
      markup +=
        "<path d=\"M\(left) \(height)h\(plotWidth)\" class=\"g\" stroke=\"\(ChartInk.grid)\" fill=\"none\"/>"
      markup += ChartText.at(left - 6, height + 4, tick.label, anchor: "end")
    }
    var lastEnd = -Double.infinity
    for tick in x.ticks {
      let place = px(tick.value)
      let half = TextWidth.of(tick.label) / 2
      markup += "<path d=\"M\(place) \(bottom)v5\" class=\"g\" stroke=\"\(ChartInk.grid)\" fill=\"none\"/>"
      // The last label may stand a little to the left of its tick: what is outside of the picture is cut off.
      let middle = min(place, width - half)
      guard middle - half > lastEnd + 6 else { continue }
      lastEnd = middle + half
      markup += ChartText.at(middle, bottom + 18, tick.label, anchor: "middle")
    }
    if !y.title.isEmpty { markup += ChartText.at(0, 12, y.title) }
    if !x.title.isEmpty { markup += ChartText.at(left + plotWidth / 2, bottom + 38, x.title, anchor: "middle") }
    return markup
  }

  /// Shaded spans with their labels at the top (or the bottom), as far as there is room.
  func shading(_ spans: [ChartSpan], labelled: Bool, labelsAtBottom: Bool = false) -> Markup {
    let areas = SpanPixels.merged(spans, on: x, place: px)
    guard !areas.isEmpty else { return "" }
    let data = Markup(
      joining: areas.map { "M\($0.from) \(top)H\($0.to)v\(plotHeight)H\($0.from)z" })
    var markup: Markup =
      "<path d=\"\(data)\" class=\"fault\" fill=\"\(ChartInk.shade)\" fill-opacity=\".13\"/>"
    var labelEnd = -Double.infinity
    for span in spans where labelled && span.to > x.low && span.from < x.high && !span.label.isEmpty {
      let from = px(span.from)
      let room = Int((width - right - from) / TextWidth.perCharacter)
      guard from > labelEnd, room >= 6 else { continue }
      let text = PrintableText.shortened(span.label, to: room)
      labelEnd = from + TextWidth.of(text) + 8
      markup += ChartText.at(from + 4, labelsAtBottom ? top + plotHeight - 8 : top + 14, text)
    }
    return markup
  }

  /// The SVG element about `content`, with its name and description for readers that do not see it.
  func svg(id: String, title: String, description: String, _ content: Markup) -> Markup {
    ChartText.svg(id: id, title: title, description: description, width: width, height: height, content)
  }
}

/// Text in charts: 12 pixels, never smaller.
enum ChartText {
  static func at(_ x: Double, _ y: Double, _ text: String, anchor: String = "start", ink: Bool = false) -> Markup {
    let anchorAttribute: Markup = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    let look: Markup =
      ink ? "class=\"k\" fill=\"\(ChartInk.text)\"" : "class=\"t\" fill=\"\(ChartInk.muted)\""
    return "<text x=\"\(x)\" y=\"\(y)\"\(anchorAttribute) \(look)>\(text)</text>"
  }

  static func svg(
    id: String, title: String, description: String, width: Double, height: Double, _ content: Markup
  ) -> Markup {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
    role="img" aria-labelledby="\(id)-t \(id)-d" font-family="system-ui, sans-serif" font-size="12">\
    <title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(description)</desc>\(content)</svg>
    """
  }
}

/// How wide a text of 12 pixels is, nearly: there is no font to ask.
enum TextWidth {
  static let perCharacter = 6.9
  static func of(_ text: String) -> Double { Double(text.count) * perCharacter }
}
