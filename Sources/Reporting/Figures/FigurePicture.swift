// SPDX-License-Identifier: GPL-3.0-or-later

/// The charts of a figure, how they are laid out, and what their colours and shapes stand for.
struct FigurePicture: Sendable {
  enum Layout: Sendable {
    /// Lines with their names at their ends; on a narrow screen drawn anew, with the names in a legend.
    case lines(LineChart)
    /// The same chart drawn for wide and for narrow screens; the style sheet shows one of them.
    case adaptive(broad: any FigureChart, narrow: any FigureChart)
    /// Small multiples: a named panel each.
    case panels([(name: String, chart: any FigureChart)])
  }

  let layout: Layout
  /// What stands for what, where the charts do not say it themselves.
  var legend: [LegendEntry] = []
  /// A scale of shades that all charts share.
  var scale: ShadeScale?

  /// The picture in a page.
  func markup(title: String) -> Markup {
    var above = Self.markup(legend)
    if let scale { above += "<div class=\"key\">\(scale.svg())</div>\n" }
    switch layout {
    case .lines(let chart):
      return """
        \(above)<div class="broad">\(chart.svg())</div>
        <div class="narrow">\(Self.markup(chart.legend))\(chart.narrow.svg())</div>
        """
    case .adaptive(let broad, let narrow):
      return """
        \(above)<div class="broad">\(broad.svg())</div>
        <div class="narrow">\(narrow.svg())</div>
        """
    case .panels(let panels):
      let parts = panels.map { Markup("<div class=\"panel\"><h4>\($0.name)</h4>\($0.chart.svg())</div>\n") }
      return "\(above)<div class=\"panels\">\n\(parts)</div>"
    }
  }

  private static func markup(_ legend: [LegendEntry]) -> Markup {
    guard !legend.isEmpty else { return "" }
    return "<ul class=\"legend\">\(legend.map { Markup("<li>\($0.swatch)\($0.name)</li>\n") })</ul>\n"
  }

  /// The picture as a file of its own.
  func standalone(title: String, caption: String) -> String {
    let picture: StandalonePicture
    switch layout {
    case .lines(let chart): picture = Self.page(title, caption, legend, scale, [[("", chart)]])
    case .adaptive(let chart, _): picture = Self.page(title, caption, legend, scale, [[("", chart)]])
    case .panels(let panels):
      let rows = stride(from: 0, to: panels.count, by: 2).map { Array(panels[$0..<min($0 + 2, panels.count)]) }
      picture = Self.page(title, caption, legend, scale, rows)
    }
    return picture.text
  }

  private static func page(
    _ title: String, _ caption: String, _ legend: [LegendEntry], _ scale: ShadeScale?,
    _ rows: [[(name: String, chart: any FigureChart)]]
  ) -> StandalonePicture {
    let gap = 24.0
    let width = rows.map { row in row.reduce(16 - gap) { $0 + $1.chart.width + gap } }.max() ?? 0
    var content: Markup = ""
    var y = 0.0
    if let scale {
      content += "<g transform=\"translate(8 0)\">\(scale.svg())</g>"
      y += scale.height
    }
    for row in rows {
      let named = row.contains { !$0.name.isEmpty }
      var x = 8.0
      for (name, chart) in row {
        let room = Int(chart.width / TextWidth.perCharacter)
        if named { content += ChartText.strong(x + 6, y + 16, PrintableText.shortened(name, to: room)) }
        content += "<g transform=\"translate(\(x) \(y + (named ? 22 : 0)))\">\(chart.svg())</g>"
        x += chart.width + gap
      }
      y += (row.map(\.chart.height).max() ?? 0) + (named ? 30 : 0)
    }
    return StandalonePicture(
      width: max(width, StandalonePicture.width), title: title, description: caption, legend: legend.map(\.key),
      content: content, height: y, nameLength: 72, style: StyleSheet.picture + StyleSheet.pictureOfFigure)
  }

  /// The Vega-Lite specification with the data in it.
  func specification(title: String, caption: String) -> JSONText {
    switch layout {
    case .lines(let chart): VegaLite.single(chart.view, width: 720, title: title, description: caption)
    case .adaptive(let chart, _):
      VegaLite.single(chart.view, width: 720, title: title, description: caption)
    case .panels(let panels):
      VegaLite.panels(
        panels.map { ($0.name, $0.chart.view) }, width: 330, title: title, description: caption)
    }
  }
}

/// A swatch and what it stands for.
struct LegendEntry: Sendable {
  let key: StandalonePicture.Key
  private var lineStyle: SeriesStyle?
  var name: String { key.name }

  /// A square of a part's colour.
  init(_ style: PartStyle, _ name: String) {
    key = .init(fillClass: style.fillClass, color: style.color, name: name)
  }

  /// A square of a series' colour.
  init(area style: SeriesStyle, _ name: String) {
    key = .init(fillClass: style.fillClass, color: style.color, name: name)
  }

  /// A line with its dash and its marker.
  init(line style: SeriesStyle, _ name: String) {
    key = .init(fillClass: style.fillClass, color: style.color, name: name)
    lineStyle = style
  }

  /// A series' own marker, filled or hollow.
  init(marker style: SeriesStyle, isHollow: Bool = false, _ name: String) {
    key = .init(
      fillClass: style.fillClass, color: style.color, name: name, marker: (style, isHollow))
  }

  /// The swatch beside text.
  var swatch: Markup {
    if let lineStyle {
      return
        "<svg width=\"26\" height=\"14\" aria-hidden=\"true\">\(LineChart.swatch(lineStyle, 0, 7, length: 26))</svg>"
    }
    return "<svg width=\"14\" height=\"14\" aria-hidden=\"true\">\(key.shape(0, 0))</svg>"
  }
}
