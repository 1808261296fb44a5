// SPDX-License-Identifier: GPL-3.0-or-later

/// Lines or steps over a common axis, labelled at their ends; with bands, whiskers and shaded spans.
struct LineChart: FigureChart {
  struct Line: Sendable {
    let name: String
    let style: SeriesStyle
    let points: [(x: Double, y: Double)]
    /// Low and high at some x, as whiskers.
    var whiskers: [(x: Double, low: Double, high: Double)] = []
    /// Low and high along the line, as an area.
    var band: [(x: Double, low: Double, high: Double)] = []
    /// What stands beside the name at the line's end.
    var note = ""
    /// Where something left unfinished drops out, as ticks across the line.
    var ticks: [(x: Double, y: Double)] = []
    var isStep = false
    var marksPoints = false
  }

  let id: String
  let title: String
  let description: String
  let x: ChartAxis
  let y: ChartAxis
  let lines: [Line]
  var spans: [ChartSpan] = []
  /// Labels stand at the lines' heights just before this x; at their ends when nil.
  var labelX: Double?
  /// Labels of spans stand at the bottom, where lines run along the top.
  var spanLabelsAtBottom = false
  /// Names stand at the lines' ends; without, a legend beside the picture has them.
  var hasLabels = true
  var width = 960.0
  var plotHeight = 300.0

  fileprivate var labels: [String] {
    lines.map { PrintableText.shortened($0.name, to: 26) + ($0.note.isEmpty ? "" : " · " + $0.note) }
  }

  private var frame: ChartFrame {
    let right = hasLabels ? 48 + (labels.map(TextWidth.of).max() ?? 0) : 16
    let height = hasLabels ? max(plotHeight, Double(lines.count) * 17 + 10) : plotHeight
    return ChartFrame(width: width, plotHeight: height, right: right, x: x, y: y)
  }

  var height: Double { frame.height }

  func svg() -> Markup {
    let labels = labels
    let frame = frame
    var content = frame.shading(spans, labelled: true, labelsAtBottom: spanLabelsAtBottom)
    content += frame.axes
    for line in lines { content += band(of: line, frame) }
    for (order, line) in lines.enumerated() { content += stroke(of: line, order: order, frame) }
    if hasLabels { content += endLabels(labels, frame) }
    return frame.svg(id: id, title: title, description: description, content)
  }

  private func path(_ points: [(x: Double, y: Double)], isStep: Bool, _ frame: ChartFrame) -> Markup {
    PathData.line(points.map { (frame.px($0.x), frame.py($0.y)) }, isStep: isStep)
  }

  private func band(of line: Line, _ frame: ChartFrame) -> Markup {
    guard line.band.count > 1 else { return "" }
    let outline = line.band.map { ($0.x, $0.high) } + line.band.reversed().map { ($0.x, $0.low) }
    let data = path(outline.map { (x: $0.0, y: $0.1) }, isStep: false, frame)
    return "<path d=\"\(data)z\" class=\"\(line.style.fillClass)\" fill=\"\(line.style.color)\" fill-opacity=\".15\"/>"
  }

  private func stroke(of line: Line, order: Int, _ frame: ChartFrame) -> Markup {
    let style = line.style
    let look: Markup = "class=\"\(style.strokeClass)\" stroke=\"\(style.color)\" fill=\"none\""
    var markup: Markup = ""
    for whisker in line.whiskers where whisker.high > whisker.low {
      let place = frame.px(whisker.x)
      let high = frame.py(whisker.high)
      let low = frame.py(whisker.low)
      markup += "<path d=\"M\(place) \(high)V\(low)M\(place - 3) \(high)h6M\(place - 3) \(low)h6\" \(look)/>"
    }
    let data = path(line.points, isStep: line.isStep, frame)
    markup += "<path d=\"\(data)\" \(look) stroke-width=\"2\" stroke-linejoin=\"round\"\(style.dashAttribute)/>"
    if !line.ticks.isEmpty {
      let marks = line.ticks.map { Markup("M\(frame.px($0.x)) \(frame.py($0.y) - 5)v10") }
      markup += "<path d=\"\(marks)\" \(look) stroke-width=\"1.5\"/>"
    }
    if line.marksPoints {
      for point in line.points { markup += style.marker(frame.px(point.x), frame.py(point.y)) }
    } else {
      markup += markers(on: line, order: order, frame)
    }
    return markup
  }

  /// Four markers along the line, each line's a little further on, so that lines that lie on each other are told apart.
  private func markers(on line: Line, order: Int, _ frame: ChartFrame) -> Markup {
    guard let first = line.points.first, let last = line.points.last else { return "" }
    let start = frame.px(first.x)
    let end = frame.px(last.x)
    var markup: Markup = ""
    for step in 0..<4 {
      let share = (Double(step) + (Double(order) + 0.5) / Double(max(1, lines.count))) / 4
      let place = start + share * (end - start)
      guard let height = height(of: line, at: place, frame) else { continue }
      markup += line.style.marker(place, height)
    }
    return markup
  }

  private func height(of line: Line, at place: Double, _ frame: ChartFrame) -> Double? {
    guard let after = line.points.firstIndex(where: { frame.px($0.x) > place }), after > 0 else { return nil }
    let left = line.points[after - 1]
    let right = line.points[after]
    guard !line.isStep else { return frame.py(left.y) }
    let share = (place - frame.px(left.x)) / (frame.px(right.x) - frame.px(left.x))
    return frame.py(left.y) + share * (frame.py(right.y) - frame.py(left.y))
  }

  private func endLabels(_ labels: [String], _ frame: ChartFrame) -> Markup {
    let ends = lines.map { line -> Double in
      let point = labelX.flatMap { x in line.points.last { $0.x < x } } ?? line.points.last
      return point.map { frame.py($0.y) } ?? frame.bottom
    }
    let places = LabelPlaces.spread(ends, gap: 17, from: frame.top + 4, to: frame.bottom)
    let edge = frame.left + frame.plotWidth
    var markup: Markup = ""
    for (index, line) in lines.enumerated() {
      let end = line.points.last.map { frame.px($0.x) } ?? edge
      if labelX == nil {
        let leader: Markup = "M\(end + 2) \(ends[index])L\(edge + 12) \(places[index])"
        markup += "<path d=\"\(leader)\" class=\"g\" stroke=\"\(ChartInk.grid)\" fill=\"none\"/>"
      }
      markup += Self.swatch(line.style, edge + 14, places[index])
      markup += ChartText.at(edge + 42, places[index] + 4, labels[index], ink: true)
    }
    return markup
  }

  /// 22 pixels of the line with its marker.
  static func swatch(_ style: SeriesStyle, _ x: Double, _ y: Double, length: Double = 22) -> Markup {
    """
    <path d="M\(x) \(y)h\(length)" class="\(style.strokeClass)" stroke="\(style.color)" fill="none" stroke-width="2"\
    \(style.dashAttribute)/>\(style.marker(x + length / 2, y))
    """
  }
}

extension LineChart {
  /// The same for a narrow screen: its names go into a legend.
  var narrow: LineChart {
    var chart = LineChart(
      id: "\(id)-narrow", title: title, description: description, x: x, y: y, lines: lines, spans: spans)
    chart.spanLabelsAtBottom = spanLabelsAtBottom
    chart.hasLabels = false
    chart.width = 344
    chart.plotHeight = 240
    return chart
  }

  /// What stands for what.
  var legend: [LegendEntry] {
    zip(lines, labels).map { LegendEntry(line: $0.style, $1) }
  }

  var view: VegaView {
    var rows = VegaLite.spanRows(spans, on: x)
    for line in lines {
      let name = JSONText.text(line.name)
      func row(_ part: JSONText, _ x: Double, _ members: JSONText) -> JSONText {
        let place: JSONText = ["part": part, "series": name, "x": .number(max(self.x.low, x))]
        return place.adding(members)
      }
      rows += line.band.map { row("band", $0.x, ["low": .number($0.low), "high": .number($0.high)]) }
      rows += line.points.map { row("line", $0.x, ["y": .number($0.y)]) }
      rows += line.whiskers.map { row("whisker", $0.x, ["low": .number($0.low), "high": .number($0.high)]) }
      rows += line.ticks.map { row("tick", $0.x, ["y": .number($0.y)]) }
    }
    let color = VegaLite.color("series", lines.map { ($0.name, $0.style.color) })
    let x = VegaLite.position("x", self.x)
    let single: JSONText = ["x": x, "y": VegaLite.position("y", y), "color": color]
    let range: JSONText = ["x": x, "y": VegaLite.position("low", y), "y2": ["field": "high"], "color": color]
    let isStep = lines.contains(where: \.isStep)
    let marksPoints = lines.contains(where: \.marksPoints)
    var layers: [JSONText] = spans.isEmpty ? [] : [VegaLite.spanLayer(self.x)]
    if lines.contains(where: { !$0.band.isEmpty }) {
      layers.append(VegaLite.layer("band", mark: ["type": "area", "opacity": 0.15], encoding: range))
    }
    layers.append(
      VegaLite.layer(
        "line",
        mark: [
          "type": "line", "interpolate": isStep ? "step-after" : "linear", "point": .bool(marksPoints), "tooltip": true,
        ], encoding: single))
    if lines.contains(where: { !$0.whiskers.isEmpty }) {
      layers.append(VegaLite.layer("whisker", mark: ["type": "rule"], encoding: range))
    }
    if lines.contains(where: { !$0.ticks.isEmpty }) {
      layers.append(
        VegaLite.layer("tick", mark: ["type": "point", "shape": "stroke", "angle": 90], encoding: single))
    }
    return VegaView(rows: rows, drawing: ["layer": .list(layers)], height: 300)
  }
}

/// Labels side by side that would lie on each other, moved apart.
enum LabelPlaces {
  /// Places as near to the wanted ones as the gap allows, in their order; ties keep the order given.
  static func spread(_ wanted: [Double], gap: Double, from low: Double, to high: Double) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var places = wanted
    var previous = low - gap
    for index in order {
      places[index] = max(wanted[index], previous + gap)
      previous = places[index]
    }
    var next = high + gap
    for index in order.reversed() {
      places[index] = min(places[index], next - gap)
      next = places[index]
    }
    return places
  }
}

/// Path data in few bytes.
enum PathData {
  /// A line through points in pixels, or steps that hold each height until the next point.
  static func line(_ points: [(Double, Double)], isStep: Bool) -> Markup {
    guard let first = points.first else { return "" }
    var text = "M\(SVGNumber.text(first.0)) \(SVGNumber.text(first.1))"
    var last = (SVGNumber.text(first.0), SVGNumber.text(first.1))
    for point in points.dropFirst() {
      let next = (SVGNumber.text(point.0), SVGNumber.text(point.1))
      if isStep {
        if next.0 != last.0 { text += "H\(next.0)" }
        if next.1 != last.1 { text += "V\(next.1)" }
      } else if next != last {
        text += "L\(next.0) \(next.1)"
      }
      last = next
    }
    return .trusted(text)
  }
}
