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
  }

  /// `title` at the top, then the legend, then charts below each other.
  init(
    title: String, subtitle: String = "", description: String, legend: [Key] = [],
    charts: [(svg: Markup, height: Double)]
  ) {
    var content = ChartText.heading(16, 28, PrintableText.shortened(title, to: 84))
    var y = 40.0
    if !subtitle.isEmpty {
      content += ChartText.at(16, 46, PrintableText.shortened(subtitle, to: 98))
      y = 58
    }
    let (keys, height) = Self.legend(legend, from: y)
    content += keys
    y += height
    for chart in charts {
      content += "<g transform=\"translate(8 \(y))\">\(chart.svg)</g>"
      y += chart.height
    }
    y += 10
    let markup: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(y)" width="\(Self.width)" height="\(y)" \
      role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="12">
      <title id="title">\(title)</title>
      <desc id="description">\(description)</desc>
      <style>
      \(Markup.trusted(StyleSheet.picture))</style>
      <path d="M0 0H\(Self.width)V\(y)H0z" class="paper" fill="\(ChartInk.paper)"/>
      \(content)
      </svg>

      """
    text = markup.text
  }

  /// How wide a chart may be.
  static let chartWidth = width - 16

  /// Squares with names, as many in a row as fit; and how high they are together.
  private static func legend(_ keys: [Key], from top: Double) -> (Markup, height: Double) {
    guard !keys.isEmpty else { return ("", 0) }
    var content: Markup = ""
    var x = 16.0
    var y = top
    for key in keys {
      let name = PrintableText.shortened(key.name, to: 40)
      let wide = 20 + TextWidth.of(name) + 16
      if x + wide > width - 8, x > 16 {
        x = 16
        y += 20
      }
      let box: Markup = "M\(x) \(y + 3)h12v12h-12z"
      content += "<path d=\"\(box)\" class=\"\(key.fillClass)\" fill=\"\(key.color)\"/>"
      content += ChartText.at(x + 18, y + 13, name, ink: true)
      x += wide
    }
    return (content, y + 26 - top)
  }
}

extension ChartText {
  /// A title of 15 pixels.
  static func heading(_ x: Double, _ y: Double, _ text: String) -> Markup {
    """
    <text x="\(x)" y="\(y)" font-size="15" font-weight="600" class="k" fill="\(ChartInk.text)">\(text)</text>
    """
  }
}

extension StyleSheet {
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
