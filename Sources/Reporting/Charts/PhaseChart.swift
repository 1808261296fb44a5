// SPDX-License-Identifier: GPL-3.0-or-later

/// Phases over time, a group of lanes for each row: who was at what when.
struct PhaseChart: FigureChart {
  struct Span: Sendable {
    let style: PartStyle
    let lane: Int
    let from: Double
    let to: Double
    let label: String
    /// What the span is called, for a legend.
    var phase = ""
  }
  struct Row: Sendable {
    let name: String
    /// What stands beside the name.
    let note: String
    let spans: [Span]
  }

  let id: String
  let title: String
  let description: String
  let x: ChartAxis
  let rows: [Row]
  let laneCount: Int
  /// Moments that every row shares.
  var marks: [(at: Double, label: String)] = []
  var width = 960.0

  private static let laneHeight = 9.0
  private static let nameHeight = 18.0
  private static let gap = 12.0
  private var rowHeight: Double { Self.nameHeight + Double(laneCount) * Self.laneHeight + Self.gap }
  private var top: Double { marks.isEmpty ? 4 : 20 }
  private var bottom: Double { top + Double(rows.count) * rowHeight }
  var height: Double { bottom + 42 }

  func svg() -> Markup {
    let left = 8.0
    let right = 16.0
    let (top, bottom) = (top, bottom)
    let plotWidth = width - left - right
    func place(_ value: Double) -> Double { left + x.position(value) * plotWidth }
    var content: Markup = ""
    var lastEnd = -Double.infinity
    for tick in x.ticks {
      let at = place(tick.value)
      content += "<path d=\"M\(at) \(top)V\(bottom)\" class=\"g\" stroke=\"\(ChartInk.grid)\" fill=\"none\"/>"
      let half = TextWidth.of(tick.label) / 2
      let middle = min(max(half, at), width - half)
      guard middle - half > lastEnd + 8 else { continue }
      lastEnd = middle + half
      content += ChartText.at(middle, bottom + 16, tick.label, anchor: "middle")
    }
    content += ChartText.at(left + plotWidth / 2, bottom + 36, x.title, anchor: "middle")
    for mark in marks {
      let at = place(mark.at)
      content += """
        <path d="M\(at) \(top)V\(bottom)" class="fault-rule" stroke="\(ChartInk.shade)" fill="none" stroke-width="1.5" \
        stroke-dasharray="5 3"/>
        """
      let half = TextWidth.of(mark.label) / 2
      content += ChartText.at(min(max(half, at), width - half), 12, mark.label, anchor: "middle")
    }
    for (index, row) in rows.enumerated() {
      content += draw(row, at: top + Double(index) * rowHeight, place: place)
    }
    return ChartText.svg(
      id: id, title: title, description: description, width: width, height: height, content)
  }

  private func draw(_ row: Row, at top: Double, place: (Double) -> Double) -> Markup {
    let room = Int((width - 24) / TextWidth.perCharacter)
    let name = PrintableText.shortened(row.name, to: max(8, room - row.note.count - 3))
    var content = ChartText.at(place(x.low), top + 13, "\(name) · \(row.note)", ink: true)
    for span in row.spans {
      let from = place(span.from)
      // A moment is a mark of three pixels.
      let to = max(from + 3, place(span.to))
      let y = top + Self.nameHeight + Double(span.lane) * Self.laneHeight
      let box: Markup = "M\(from) \(y)H\(to)v\(Self.laneHeight - 2)H\(from)z"
      content += """
        <path d="\(box)" class="\(span.style.fillClass)" fill="\(span.style.color)"><title>\(span.label)</title></path>
        """
    }
    return content
  }

  var view: VegaView {
    var phases: [(name: String, color: String)] = []
    var data: [JSONText] = []
    for row in rows {
      for span in row.spans {
        if !phases.contains(where: { $0.name == span.phase }) { phases.append((span.phase, span.style.color)) }
        data.append([
          "part": "span", "row": .text(row.name), "phase": .text(span.phase),
          "from": .number(max(x.low, span.from)), "to": .number(max(x.low, span.to)), "label": .text(span.label),
        ])
      }
    }
    data += marks.map { ["part": "mark", "from": .number($0.at), "label": .text($0.label)] }
    let from = VegaLite.position("from", x)
    let names = phases.map { JSONText.text($0.name) }
    let spans = VegaLite.layer(
      "span", mark: ["type": "bar", "minBandSize": 4],
      encoding: [
        "x": from, "x2": ["field": "to"], "y": VegaLite.rows("row", rows.map(\.name)),
        "yOffset": ["field": "phase", "type": "nominal", "sort": .list(names)],
        "color": VegaLite.color("phase", phases), "tooltip": ["field": "label", "type": "nominal"],
      ])
    let rules = VegaLite.layer(
      "mark", mark: ["type": "rule", "strokeDash": [5, 3], "color": .text(ChartInk.shade)],
      encoding: ["x": from, "tooltip": ["field": "label", "type": "nominal"]])
    return VegaView(rows: data, drawing: ["layer": [spans, rules]], height: max(60, Double(rows.count) * 50))
  }
}
