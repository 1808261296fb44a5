// SPDX-License-Identifier: GPL-3.0-or-later

/// A picture that stands by itself: an SVG file with its own style, light and dark by the reader's setting, with a
/// title and a legend on paper of its own. Equal data give equal bytes.
public struct StandalonePicture: Sendable {
  /// The SVG file.
  public let text: String

  static let width = 720.0

  /// What stands for what, where the charts do not say it themselves.
  struct Key: Sendable {
    let fillClass: String
    let color: String
    let name: String
    /// A marker in place of the square.
    var marker: (style: SeriesStyle, isHollow: Bool)?

    /// The square or the marker, in a box of 14 pixels whose upper left corner is (x, y).
    func shape(_ x: Double, _ y: Double) -> Markup {
      if let marker { return marker.style.marker(x + 7, y + 7, isHollow: marker.isHollow) }
      return "<path d=\"M\(x) \(y)h14v14h-14z\" class=\"\(fillClass)\" fill=\"\(color)\"/>"
    }
  }

  /// `title` at the top, then the legend, then charts below each other.
  init(
    title: String, subtitle: String = "", description: String, legend: [Key] = [],
    charts: [(svg: Markup, height: Double)]
  ) {
    var content: Markup = ""
    var y = Self.top(subtitle) + Self.legend(legend, from: 0, width: Self.width, nameLength: 40).height
    let start = y
    for chart in charts {
      content += "<g transform=\"translate(8 \(y))\">\(chart.svg)</g>"
      y += chart.height
    }
    self.init(
      width: Self.width, title: title, subtitle: subtitle, description: description, legend: legend, content: content,
      height: y - start, style: StyleSheet.picture, isPlaced: true)
  }

  /// `title` at the top, then the legend, then `content`, which is `height` high.
  /// - Parameters:
  ///   - nameLength: How long a name in the legend may be, in characters.
  ///   - isPlaced: The content stands where it belongs already.
  init(
    width: Double, title: String, subtitle: String = "", description: String, legend: [Key], content: Markup,
    height: Double, nameLength: Int = 40, style: String, isPlaced: Bool = false
  ) {
    let room = Int(width) - 32
    var head = ChartText.heading(16, 28, PrintableText.shortened(title, to: room / 8 - 2))
    if !subtitle.isEmpty { head += ChartText.at(16, 46, PrintableText.shortened(subtitle, to: room / 7)) }
    let (keys, legendHeight) = Self.legend(
      legend, from: Self.top(subtitle), width: width, nameLength: nameLength)
    head += keys
    let top = Self.top(subtitle) + legendHeight
    head += isPlaced ? content : "<g transform=\"translate(0 \(top))\">\(content)</g>"
    let bottom = top + height + 10
    let markup: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(bottom)" width="\(width)" height="\(bottom)" \
      role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="12">
      <title id="title">\(title)</title>
      <desc id="description">\(description)</desc>
      <style>
      \(Markup.trusted(style))</style>
      <path d="M0 0H\(width)V\(bottom)H0z" class="paper" fill="\(ChartInk.paper)"/>
      \(head)
      </svg>

      """
    text = markup.text
  }

  /// Where the legend begins.
  private static func top(_ subtitle: String) -> Double { subtitle.isEmpty ? 40 : 58 }

  /// How wide a chart may be.
  static let chartWidth = width - 16

  /// Squares with names, as many in a row as fit; and how high they are together.
  private static func legend(_ keys: [Key], from top: Double, width: Double, nameLength: Int) -> (
    Markup, height: Double
  ) {
    guard !keys.isEmpty else { return ("", 0) }
    var content: Markup = ""
    var x = 16.0
    var y = top
    for key in keys {
      let name = PrintableText.shortened(key.name, to: nameLength)
      let wide = 20 + TextWidth.of(name) + 16
      if x + wide > width - 8, x > 16 {
        x = 16
        y += 20
      }
      if key.marker == nil {
        let box: Markup = "M\(x) \(y + 3)h12v12h-12z"
        content += "<path d=\"\(box)\" class=\"\(key.fillClass)\" fill=\"\(key.color)\"/>"
      } else {
        content += key.shape(x - 1, y + 2)
      }
      content += ChartText.at(x + 18, y + 13, name, ink: true)
      x += wide
    }
    return (content, y + 26 - top)
  }
}

extension ChartText {
  /// A name above a chart.
  static func strong(_ x: Double, _ y: Double, _ text: String) -> Markup {
    "<text x=\"\(x)\" y=\"\(y)\" font-weight=\"600\" class=\"k\" fill=\"\(ChartInk.text)\">\(text)</text>"
  }

  /// A title of 15 pixels.
  static func heading(_ x: Double, _ y: Double, _ text: String) -> Markup {
    """
    <text x="\(x)" y="\(y)" font-size="15" font-weight="600" class="k" fill="\(ChartInk.text)">\(text)</text>
    """
  }
}

extension StyleSheet {
  /// What figures of a report have beyond that.
  static let pictureOfFigure = """
    .hollow{fill:#fff}.zero{stroke:#d8dee4}.zero-fill{fill:#d8dee4}
    @media (prefers-color-scheme:dark){.hollow{fill:#0f1419}.zero{stroke:#323c47}.zero-fill{fill:#323c47}}

    """

  /// The style of a picture that stands by itself.
  static var picture: String {
    """
    .paper{fill:#fff}.t{fill:#57606a}.k{fill:#1b1f24}.k-line{stroke:#1b1f24}.g{stroke:#d8dee4}.edge{stroke:#fff}
    .fault{fill:#d55e00}.fault-rule{stroke:#d55e00}
    \(series(SeriesStyle.colors))\(parts(PartStyle.colors))@media (prefers-color-scheme:dark){
    .paper{fill:#0f1419}.t{fill:#9aa5b1}.k{fill:#e6edf3}.k-line{stroke:#e6edf3}.g{stroke:#323c47}.edge{stroke:#0f1419}
    .fault{fill:#ff8c42}.fault-rule{stroke:#ff8c42}
    \(series(SeriesStyle.darkColors))\(parts(PartStyle.darkColors))}

    """
  }
}
