// SPDX-License-Identifier: GPL-3.0-or-later

/// One dot with its whisker for each row. Names stand above their dots, so that a long one takes no room from them.
struct DotChart: FigureChart {
  struct Row: Sendable {
    let name: String
    let style: SeriesStyle
    let mean: Double
    let low: Double
    let high: Double
    /// The value in words, beside the name.
    let note: String
  }

  let id: String
  let title: String
  let description: String
  let x: ChartAxis
  let rows: [Row]
  var width = 344.0

  private static let rowHeight = 36.0
  private static let top = 4.0
  private var bottom: Double { Self.top + Double(rows.count) * Self.rowHeight }
  var height: Double { bottom + 26 }

  func svg() -> Markup {
    let left = 14.0
    let plotWidth = width - left - 24
    let bottom = bottom
    func place(_ value: Double) -> Double { left + x.position(value) * plotWidth }
    var content: Markup = ""
    var lastEnd = -Double.infinity
    for tick in x.ticks {
      let at = place(tick.value)
      content += "<path d=\"M\(at) \(Self.top)V\(bottom)\" class=\"g\" stroke=\"\(ChartInk.grid)\" fill=\"none\"/>"
      let half = TextWidth.of(tick.label) / 2
      let middle = min(max(half + 2, at), width - half - 4)
      guard middle - half > lastEnd + 8 else { continue }
      lastEnd = middle + half
      content += ChartText.at(middle, bottom + 16, tick.label, anchor: "middle")
    }
    for (index, row) in rows.enumerated() {
      let y = Self.top + Double(index) * Self.rowHeight
      let room = Int(width / TextWidth.perCharacter) - row.note.count - 4
      let name = PrintableText.shortened(row.name, to: max(8, room))
      content += ChartText.at(left, y + 13, "\(name) · \(row.note)", ink: true)
      if row.high > row.low {
        content += """
          <path d="M\(place(row.low)) \(y + 24)H\(place(row.high))" class="\(row.style.strokeClass)" \
          stroke="\(row.style.color)" stroke-width="2" fill="none"/>
          """
      }
      content += "<g>\(row.style.marker(place(row.mean), y + 24))<title>\(row.name): \(row.note)</title></g>"
    }
    return ChartText.svg(id: id, title: title, description: description, width: width, height: height, content)
  }

  var view: VegaView {
    let y = VegaLite.rows("series", rows.map(\.name))
    let color = VegaLite.color("series", rows.map { ($0.name, $0.style.color) }).adding(["legend": .null])
    return VegaView(
      rows: rows.map {
        [
          "series": .text($0.name), "mean": .number($0.mean), "low": .number($0.low), "high": .number($0.high),
          "note": .text($0.note),
        ]
      },
      drawing: [
        "layer": [
          [
            "mark": ["type": "rule", "strokeWidth": 2],
            "encoding": [
              "x": VegaLite.position("low", x, isFixed: false), "x2": ["field": "high"], "y": y, "color": color,
            ],
          ],
          [
            "mark": ["type": "point", "filled": true, "tooltip": true],
            "encoding": ["x": VegaLite.position("mean", x, isFixed: false), "y": y, "color": color],
          ],
        ]
      ], height: max(40, Double(rows.count) * 20))
  }
}
