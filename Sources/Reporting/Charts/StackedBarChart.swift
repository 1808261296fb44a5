// SPDX-License-Identifier: GPL-3.0-or-later

/// One horizontal bar for each row, made of parts: a picture of what a total consists of.
///
/// Bars have one scale, so that they compare; below each a thin strip shows the same parts as shares of the whole, so
/// that a bar too short to see tells what it is made of.
/// Names stand above their bars, so that a long one takes no room from the bar on a narrow screen.
struct StackedBarChart: FigureChart {
  struct Bar: Sendable {
    let name: String
    /// What stands beyond the bar's end.
    let note: String
    /// The parts from the left on; one of nothing is not drawn.
    let parts: [(style: PartStyle, value: Double, label: String)]
  }

  let id: String
  let title: String
  let description: String
  let x: ChartAxis
  let bars: [Bar]
  var width = 720.0
  /// Without strips bars show totals alone.
  var hasStrips = true
  /// What the parts are called, for those who draw the chart anew.
  var partNames: [String] = []

  private var rowHeight: Double { hasStrips ? 50 : 40 }
  private static let barHeight = 14.0
  private static let stripHeight = 6.0
  private static let top = 4.0
  private var bottom: Double { Self.top + Double(bars.count) * rowHeight + 4 }
  var height: Double { bottom + 42 }

  func svg() -> Markup {
    let right = 16 + (bars.map { TextWidth.of($0.note) }.max() ?? 0)
    let left = 8.0
    let plotWidth = width - left - right
    let bottom = bottom
    func place(_ value: Double) -> Double { left + x.position(value) * plotWidth }
    var content: Markup = ""
    var lastEnd = -Double.infinity
    for tick in x.ticks {
      let at = place(tick.value)
      let grid: Markup = "M\(at) \(Self.top)V\(bottom)"
      content += "<path d=\"\(grid)\" class=\"g\" stroke=\"\(ChartInk.grid)\" fill=\"none\"/>"
      let half = TextWidth.of(tick.label) / 2
      let middle = max(half, at)
      guard middle - half > lastEnd + 8 else { continue }
      lastEnd = middle + half
      content += ChartText.at(middle, bottom + 16, tick.label, anchor: "middle")
    }
    content += ChartText.at(left + plotWidth / 2, bottom + 36, x.title, anchor: "middle")
    for (index, bar) in bars.enumerated() {
      content += draw(bar, at: Self.top + Double(index) * rowHeight, left: left, plotWidth: plotWidth)
    }
    return ChartText.svg(
      id: id, title: title, description: description, width: width, height: height, content)
  }

  private func draw(_ bar: Bar, at top: Double, left: Double, plotWidth: Double) -> Markup {
    let room = Int((width - 16) / TextWidth.perCharacter)
    var content = ChartText.at(left, top + 13, PrintableText.shortened(bar.name, to: room), ink: true)
    let total = bar.parts.reduce(0) { $0 + max(0, $1.value) }
    content += boxes(bar.parts, at: top + 18, height: Self.barHeight) { left + x.position($0) * plotWidth }
    content += ChartText.at(left + x.position(total) * plotWidth + 6, top + 30, bar.note)
    if total > 0, hasStrips {
      content += boxes(bar.parts, at: top + 34, height: Self.stripHeight) { left + $0 / total * plotWidth }
    }
    return content
  }

  /// The parts one after the other; what is narrower than half a pixel would be drawn wider than it is.
  private func boxes(
    _ parts: [(style: PartStyle, value: Double, label: String)], at y: Double, height: Double,
    place: (Double) -> Double
  ) -> Markup {
    var content: Markup = ""
    var sum = 0.0
    for part in parts where part.value > 0 {
      let from = place(sum)
      sum += part.value
      let to = place(sum)
      guard to - from >= 0.5 else { continue }
      let box: Markup = "M\(from) \(y)H\(to)v\(height)H\(from)z"
      content += """
        <path d="\(box)" class="\(part.style.fillClass) edge" fill="\(part.style.color)" stroke="\(ChartInk.paper)" \
        stroke-width=".75"><title>\(part.label)</title></path>
        """
    }
    return content
  }
}

extension StackedBarChart {
  var view: VegaView {
    var rows: [JSONText] = []
    var colors: [(name: String, color: String)] = []
    for bar in bars {
      for (place, part) in bar.parts.enumerated() where part.value > 0 {
        let name = place < partNames.count ? partNames[place] : ""
        if !colors.contains(where: { $0.name == name }) { colors.append((name, part.style.color)) }
        rows.append([
          "bar": .text(bar.name), "part": .text(name), "order": .number(Double(place)), "value": .number(part.value),
        ])
      }
    }
    let color = VegaLite.color("part", partNames.compactMap { name in colors.first { $0.name == name } })
    return VegaView(
      rows: rows,
      drawing: [
        "mark": ["type": "bar", "tooltip": true],
        "encoding": [
          "x": ["field": "value", "type": "quantitative", "title": .text(x.title)],
          "y": VegaLite.rows("bar", bars.map(\.name)), "color": color, "order": ["field": "order"],
        ],
      ], height: max(40, Double(bars.count) * 24))
  }
}

/// The look of a part of a whole: a colour that stands for one thing in every picture of a page.
struct PartStyle: Sendable {
  let index: Int

  /// Nine colours that differ in lightness too, so that readers who see few hues tell neighbours apart. The first eight
  /// after Okabe and Ito, Color Universal Design (2008), and Tol, Colour Schemes (2021); grey for what nobody works on.
  static let colors = [
    "#882255", "#CC79A7", "#E69F00", "#F0D060", "#D55E00", "#56B4E9", "#0072B2", "#009E73", "#8A929B",
  ]
  /// The same on a dark page.
  static let darkColors = [
    "#B5477F", "#E8A9CB", "#F0B23A", "#F5E08A", "#FF7F33", "#8CCFF5", "#2F8FD0", "#1FC79A", "#7B858F",
  ]

  private var slot: Int { index % Self.colors.count }
  var color: String { Self.colors[slot] }
  var fillClass: String { "p\(slot)" }

  /// A square for a legend.
  var swatch: Markup {
    """
    <svg width="14" height="14" aria-hidden="true"><path d="M0 0h14v14H0z" class="\(fillClass)" fill="\(color)"/></svg>
    """
  }
}
