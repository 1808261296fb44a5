// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

@testable import Reporting

@Suite struct ChartTests {
  @Test func `stretches hold time-weighted means of the steps`() {
    let means = StepSampling.means([0, 10, 15], [1, 3, 5], from: 0, to: 20, count: 2)
    #expect(means == [1, 4])
    #expect(StepSampling.means([0, 10, 15], [1, 3, 5], from: 12, to: 32, count: 1) == [4.7])
    #expect(StepSampling.means([5], [2], from: 0, to: 10, count: 2) == [2, 2])
    #expect(StepSampling.means([], [], from: 0, to: 10, count: 2).isEmpty)
  }

  @Test func `equal neighbours are one step, and the last value reaches the end`() {
    let points = StepSampling.points([0, 50], [1, 2], from: 0, to: 100, count: 10)
    #expect(points.map(\.x) == [0, 50, 100])
    #expect(points.map(\.y) == [1, 2, 2])
  }

  @Test func `labels that would lie on each other are moved apart within the plot`() {
    #expect(LabelPlaces.spread([10, 11, 50], gap: 17, from: 0, to: 100) == [10, 27, 50])
    #expect(LabelPlaces.spread([100, 100, 100], gap: 17, from: 0, to: 100) == [66, 83, 100])
  }

  @Test func `steps are written as horizontal and vertical moves`() {
    #expect(PathData.line([(0, 5), (10, 5), (10, 8), (20, 8)], isStep: true).text == "M0 5H10V8H20")
    #expect(PathData.line([(0, 5), (10, 6.26)], isStep: false).text == "M0 5L10 6.3")
  }

  @Test func `a heat map draws cells of one shade in one path and zero in its own`() {
    let chart = HeatMapChart(
      id: "h", title: "t", description: "d", x: .time(title: "", from: 0, to: 60),
      rows: [.init(name: "c1", values: [0.95, 0.99, 0, 0.05]), .init(name: "c2", values: [1, 1, 1, 1])])
    let svg = chart.svg().text
    #expect(svg.components(separatedBy: HeatShade.colors[9]).count == 2)
    #expect(svg.contains("class=\"zero\""))
    #expect(svg.components(separatedBy: "<path").count - 1 == 3 + chart.x.ticks.count)
  }

  @Test func `spans that touch are one`() {
    let axis = ChartAxis.time(title: "", from: 0, to: 100)
    let spans = [(50, 60), (0, 10), (10, 20), (55, 70), (99, 200), (150, 300)].map {
      ChartSpan(from: $0.0, to: $0.1, label: "")
    }
    let merged = SpanPixels.merged(spans, on: axis) { axis.position($0) * 1_000 }
    #expect(merged.map(\.from) == [0, 500, 990])
    #expect(merged.map(\.to) == [200, 700, 1_000])
    let series = RunSeries(faults: [
      .init(label: "cluster a", start: 5, end: 9, plane: "all"),
      .init(label: "cluster b", start: 1, end: 7, plane: "all"),
      .init(label: "cluster c", start: 20, end: 30, plane: "all"),
    ])
    #expect(PageParts.spans(series).map(\.label) == ["cluster b, cluster a failed", "cluster c failed"])
  }

  @Test func `forty contenders have forty looks`() {
    let looks = Set((0..<40).map { "\(SeriesStyle(index: $0).color)\(SeriesStyle(index: $0).dashAttribute.text)" })
    #expect(looks.count == 40)
  }

  @Test func `the left margin takes six-digit ticks`() {
    let x = ChartAxis.time(title: "", from: 0, to: 60)
    let y = ChartAxis.number(title: "", from: 0, to: 900_000)
    let frame = ChartFrame(width: 344, plotHeight: 100, right: 16, x: x, y: y)
    #expect(frame.left >= 6 + TextWidth.of("1,000,000"))
  }
}
