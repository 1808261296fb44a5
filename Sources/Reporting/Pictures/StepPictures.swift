// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// A number that changes in steps, for a picture: each value holds from its time (in seconds) to the next.
public struct StepLine: Sendable {
  /// What it shows.
  public let name: String
  /// Its place among its like, which gives its colour.
  public let index: Int
  /// Times, ascending.
  public let times: [Double]
  /// As many values.
  public let values: [Double]

  /// A line; it has a value from its first time on.
  public init(name: String, index: Int, times: [Double], values: [Double]) {
    precondition(times.count == values.count, "\(times.count) times but \(values.count) values")
    self.name = name
    self.index = index
    self.times = times
    self.values = values
  }

  func points(from start: Double, to end: Double) -> [(x: Double, y: Double)] {
    StepSampling.envelope(times, values, from: start, to: end, count: 480)
  }
}

extension StandalonePicture {
  /// Steps over time, a line each.
  /// - Parameters:
  ///   - unit: What the values count, for the axis; nil: shares of 1, drawn as percent.
  ///   - faults: What was failed, to be shaded.
  public static func steps(
    title: String, subtitle: String, unit: String?, lines: [StepLine], faults: [RunSeries.Fault], from start: Double,
    to end: Double
  ) -> Self {
    let drawn = lines.map { line in
      LineChart.Line(
        name: line.name, style: SeriesStyle(index: line.index), points: line.points(from: start, to: end), isStep: true)
    }
    let spans = PageParts.spans(RunSeries(faults: faults))
    let values = drawn.flatMap { $0.points.map(\.y) }
    let y: ChartAxis =
      unit.map { .number(title: $0, from: 0, to: values.max() ?? 0) }
      ?? .percent(title: "", from: min(values.min() ?? 0, 0.98), to: 1)
    let chart = LineChart(
      id: "steps", title: title, description: "", x: .time(title: timeTitle, from: start, to: end), y: y, lines: drawn,
      spans: spans, labelX: labelPlace(spans, from: start, to: end), spanLabelsAtBottom: unit == nil,
      width: chartWidth, plotHeight: 260)
    return StandalonePicture(
      title: title, subtitle: subtitle, description: "One line for each contender against time.",
      charts: [(chart.svg(), chart.height)])
  }

  /// Just before the first repair is where contenders differ; after it lines meet.
  private static func labelPlace(_ spans: [ChartSpan], from start: Double, to end: Double) -> Double? {
    spans.map(\.to).first { $0 > start && $0 < end }
  }

  /// Steps over time on top of each other, the first lowest, and a dashed line to measure them against.
  public static func stack(
    title: String, subtitle: String, unit: String, layers: [StepLine], limit: StepLine, faults: [RunSeries.Fault],
    from start: Double, to end: Double
  ) -> Self {
    let shown = layers.count <= mostLayers ? layers : Array(layers.prefix(mostLayers - 1)) + [rest(of: layers)]
    var lower: StepLine?
    let tops = shown.enumerated().map { place, layer -> StackedAreaChart.Layer in
      let top = lower.map { sum($0, layer) } ?? layer
      lower = top
      return StackedAreaChart.Layer(style: SeriesStyle(index: place), points: top.points(from: start, to: end))
    }
    let line = limit.points(from: start, to: end)
    let high = (tops.flatMap { $0.points.map(\.y) } + line.map(\.y)).max() ?? 0
    let chart = StackedAreaChart(
      id: "stack", title: title, description: "", x: .time(title: timeTitle, from: start, to: end),
      y: .number(title: unit, from: 0, to: max(high, 1)), tops: tops, limit: line,
      spans: PageParts.spans(RunSeries(faults: faults)), width: chartWidth, plotHeight: 260, right: 32)
    return StandalonePicture(
      title: title, subtitle: subtitle,
      description:
        "Areas stacked in the legend's order, the first lowest, against time; the dashed line is the demand.",
      legend: shown.enumerated().map { place, layer in
        let style = SeriesStyle(index: place)
        return Key(fillClass: style.fillClass, color: style.color, name: layer.name)
      }, charts: [(chart.svg(), chart.height)])
  }

  /// As many layers as there are colours that tell them apart.
  private static let mostLayers = 8
  private static let timeTitle = "time since the start of the run"

  private static func rest(of layers: [StepLine]) -> StepLine {
    let others = layers.dropFirst(mostLayers - 1)
    let total = others.dropFirst().reduce(others[others.startIndex]) { sum($0, $1) }
    return StepLine(name: "\(others.count) others", index: mostLayers - 1, times: total.times, values: total.values)
  }

  /// The sum at every time of either; before its first time a line is zero.
  private static func sum(_ left: StepLine, _ right: StepLine) -> StepLine {
    var times: [Double] = []
    var values: [Double] = []
    var (first, second) = (0, 0)
    while first < left.times.count || second < right.times.count {
      let next = min(
        first < left.times.count ? left.times[first] : .infinity,
        second < right.times.count ? right.times[second] : .infinity)
      while first < left.times.count, left.times[first] <= next { first += 1 }
      while second < right.times.count, right.times[second] <= next { second += 1 }
      times.append(next)
      values.append((first > 0 ? left.values[first - 1] : 0) + (second > 0 ? right.values[second - 1] : 0))
    }
    return StepLine(name: right.name, index: right.index, times: times, values: values)
  }
}
