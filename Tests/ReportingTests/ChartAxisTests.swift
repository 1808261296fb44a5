// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Reporting

@Suite struct ChartAxisTests {
  @Test func `numbers get steps of 1, 2, 2,5 or 5 and whole ends`() {
    #expect(ChartAxis.number(title: "", from: 0, to: 1_730, count: 3).ticks.map(\.label) == ["0", "1,000", "2,000"])
    #expect(ChartAxis.number(title: "", from: 0, to: 0.4).ticks.map(\.label) == ["0.0", "0.1", "0.2", "0.3", "0.4"])
    #expect(
      ChartAxis.number(title: "", from: 0, to: 612_345, count: 3).ticks.map(\.label)
        == ["0", "250,000", "500,000", "750,000"])
  }

  @Test func `percent ends at 100 and shows the decimals of its step`() {
    #expect(
      ChartAxis.percent(title: "", from: 0.667, to: 1).ticks.map(\.label) == ["60 %", "70 %", "80 %", "90 %", "100 %"])
    #expect(ChartAxis.percent(title: "", from: 0.98, to: 1).ticks.map(\.label).first == "98.0 %")
    #expect(ChartAxis.percent(title: "", from: 0.5, to: 1).high == 1)
  }

  @Test func `time has steps of the clock and keeps its ends`() {
    let axis = ChartAxis.time(title: "", from: 0, to: 21_600, count: 6)
    #expect(axis.ticks.map(\.label) == ["0 s", "1h", "2h", "3h", "4h", "5h", "6h"])
    #expect(
      ChartAxis.time(title: "", from: 100, to: 170).ticks.map(\.label) == [
        "1m 45s", "2m", "2m 15s", "2m 30s", "2m 45s",
      ])
    #expect(axis.position(10_800) == 0.5)
    #expect(axis.position(99_999) == 1)
  }

  @Test func `by nines 90, 99 and 99,9 percent are equally far from each other`() {
    let axis = ChartAxis.nines(title: "", from: 0.15, to: 0.998)
    #expect(axis.ticks.map(\.label).first == "0.00 %" && axis.ticks.map(\.label).last == "99.80 %")
    #expect(axis.ticks.count <= 7)
    let distances = [axis.position(0.9) - axis.position(0), axis.position(0.99) - axis.position(0.9)]
    #expect((distances[0] - distances[1]).magnitude < 1e-9)
    #expect(axis.position(0.998) > 1 - 1e-9 && axis.position(-1) == 0)
    #expect(
      ChartAxis.nines(title: "", from: 0.99, to: 0.9995).ticks.map(\.label)
        == ["99.00 %", "99.50 %", "99.80 %", "99.90 %", "99.950 %"])
  }

  @Test func `a logarithmic axis of numbers has steps of 1, 2 and 5`() {
    #expect(
      ChartAxis.logarithmicNumber(title: "", from: 61.4, to: 551).ticks.map(\.label)
        == ["50", "100", "200", "500", "1,000"])
    #expect(
      ChartAxis.logarithmicNumber(title: "", from: 0.02, to: 0.3).ticks.map(\.label) == [
        "0.02", "0.05", "0.1", "0.2", "0.5",
      ])
    #expect(ChartAxis.logarithmicNumber(title: "", from: 1, to: 1_000_000).ticks.count <= 7)
  }

  @Test func `shares that may be more than 1 are not cut`() {
    #expect(ChartAxis.percent(title: "", from: 0, to: 4.4, count: 4, isBounded: false).ticks.last?.label == "600 %")
  }

  @Test func `a range of one value still has a place`() {
    #expect(ChartAxis.number(title: "", from: 5, to: 5).position(5) >= 0)
    #expect(ChartAxis.time(title: "", from: 7, to: 7).position(7) == 0.5)
  }

  @Test(arguments: [0.001, 0.5, 1, 2, 3, 10, 86_400, 1e9])
  func `the logarithm agrees with the C library to a pixel's billionth`(value: Double) {
    #expect((LogarithmicScale.log2(value) - log2(value)).magnitude < 1e-8)
  }

  @Test func `a logarithmic axis spans its values`() {
    let axis = ChartAxis.logarithmicDuration(title: "", from: 12, to: 5_000)
    #expect(axis.ticks.map(\.label) == ["10 s", "30 s", "1m", "3m", "10m", "30m", "1h", "3h"])
    #expect(axis.position(1) == 0)
    #expect(axis.position(10_800) == 1)
  }
}
