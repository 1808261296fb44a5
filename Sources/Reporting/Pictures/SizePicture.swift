// SPDX-License-Identifier: GPL-3.0-or-later

/// How large a share of the trials holds each size: one picture for all contenders.
public struct SizePicture: Sendable {
  /// A contender's steps.
  public struct Line: Sendable {
    /// The contender.
    public let name: String
    /// Sizes and the shares of the trials that hold them, ascending by size.
    public let points: [(size: Double, share: Double)]
    /// What it comes to, as `safe 66.5 %`.
    public let note: String

    /// A line.
    public init(name: String, points: [(size: Double, share: Double)], note: String) {
      self.name = name
      self.points = points
      self.note = note
    }
  }

  /// The SVG file.
  public let text: String

  /// A picture; `isShare` writes sizes as percent.
  public init(title: String, subtitle: String, axis: String, isShare: Bool, lines: [Line]) {
    let sizes = lines.flatMap { $0.points.map(\.size) }
    let low = sizes.min() ?? 0
    let high = max(sizes.max() ?? 1, low + (isShare ? 0.01 : 1))
    let chart = LineChart(
      id: "size", title: title,
      description: "\(subtitle). " + lines.map { "\($0.name): \($0.note)" }.joined(separator: "; ") + ".",
      x: isShare
        ? .percent(title: axis, from: low, to: high, count: 8) : .number(title: axis, from: low, to: high, count: 8),
      y: .percent(title: "share of the trials in which it holds", from: 0, to: 1),
      lines: lines.enumerated().map { place, line in
        LineChart.Line(
          name: line.name, style: SeriesStyle(index: place), points: line.points.map { (x: $0.size, y: $0.share) },
          note: line.note, isStep: false, marksPoints: line.points.count <= 40)
      }, width: StandalonePicture.chartWidth, plotHeight: 240)
    text =
      StandalonePicture(
        title: title, subtitle: subtitle, description: chart.description, charts: [(chart.svg(), chart.height)]
      ).text
  }
}
