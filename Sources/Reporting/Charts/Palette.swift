// SPDX-License-Identifier: GPL-3.0-or-later

/// How a series looks: a colour, a dash and a marker, so that colour never speaks alone.
struct SeriesStyle: Sendable {
  let index: Int

  /// Okabe and Ito's eight colours, the faint ones last; yellow is darkened on white paper (the style sheet restores it
  /// on black). Source: Okabe and Ito, Color Universal Design (2008).
  static let colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#1B1F24", "#A89B00"]
  /// The same on a dark page.
  static let darkColors = ["#4FA9E0", "#FF7F33", "#1FC79A", "#E39BC4", "#F0B23A", "#8CCFF5", "#E6EDF3", "#F0E442"]
  private static let dashes = ["", "7 3", "2 3", "10 3 2 3", "5 2 2 2 2 2"]

  private var slot: Int { index % Self.colors.count }
  var color: String { Self.colors[slot] }
  var strokeClass: String { "s\(slot)" }
  var fillClass: String { "f\(slot)" }

  /// The dash changes faster than the colour repeats: 40 pairs.
  var dashAttribute: Markup {
    let dash = Self.dashes[(index + index / Self.colors.count) % Self.dashes.count]
    return dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
  }

  /// A marker about (x, y), some 7 pixels wide.
  func marker(_ x: Double, _ y: Double, isHollow: Bool = false) -> Markup {
    let look: Markup =
      isHollow
      ? "class=\"hollow \(strokeClass)\" fill=\"\(ChartInk.paper)\" stroke=\"\(color)\" stroke-width=\"1.5\""
      : "class=\"\(fillClass)\" fill=\"\(color)\""
    let shape: Markup
    switch index % 5 {
    case 0: return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3.5\" \(look)/>"
    case 1: shape = "M\(x - 3.2) \(y - 3.2)h6.4v6.4h-6.4z"
    case 2: shape = "M\(x) \(y - 4.2)l4 7.2h-8z"
    case 3: shape = "M\(x) \(y - 4.6)l4.4 4.6l-4.4 4.6l-4.4-4.6z"
    default: shape = "M\(x) \(y + 4.2)l4-7.2h-8z"
    }
    return "<path d=\"\(shape)\" \(look)/>"
  }
}

/// Ten shades for heat maps, dark to bright: viridis. Source: matplotlib, van der Walt and Smith (2015), CC0.
enum HeatShade {
  static let colors = [
    "#440154", "#482878", "#3E4989", "#31688E", "#26828E", "#1F9E89", "#35B779", "#6ECE58", "#B5DE2B", "#FDE725",
  ]

  /// The shade of a share of 1.
  static func index(_ share: Double) -> Int { min(colors.count - 1, max(0, Int(share * Double(colors.count)))) }
}

/// The colours of everything that is not a series; the style sheet overrides them on a dark page.
enum ChartInk {
  static let text = "#1B1F24"
  static let muted = "#57606A"
  static let grid = "#D8DEE4"
  static let shade = "#D55E00"
  static let paper = "#FFFFFF"
}
