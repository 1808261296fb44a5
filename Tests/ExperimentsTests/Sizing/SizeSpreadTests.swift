// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Experiments

@Suite struct SizeSpreadTests {
  private func spread(_ levels: [Int?]) -> SizeSpread {
    SizeSpread(levels.enumerated().map { SizeStudy.Trial(seed: $0, level: $1, shortfall: nil) })
  }

  @Test func `of 11 trials the safe level is the second lowest, which ten hold`() {
    let spread = spread([9, 3, 5, 7, 8, 6, 7, 7, 9, 10, 4])
    #expect(spread.safe == 4 && spread.least == 3 && spread.most == 10 && spread.median == 7)
    #expect(spread.share(holding: 4) == 10.0 / 11)
    #expect(spread.share(holding: 3) == 1 && spread.share(holding: 11) == 0)
  }

  @Test func `trials that hold nothing count as the lowest`() {
    #expect(spread([nil, 5, 6]).safe == nil)
    #expect(spread([nil] + Array(repeating: 5, count: 10)).safe == 5)
    #expect(spread([nil, nil] + Array(repeating: 5, count: 9)).safe == nil)
  }

  @Test func `loads climb and counts descend`() {
    let loads = SizeScale.load(from: 50, to: 1000, step: 5)
    #expect(loads.levels == 0..<191)
    #expect(loads.text(at: 123) == "66.5 %" && loads.value(at: 123) == 0.665)
    let clusters = SizeScale.count(.clusters, from: 48, downTo: 1)
    #expect(clusters.levels == 0..<48)
    #expect(clusters.text(at: 33) == "15" && clusters.value(at: 47) == 1)
  }
}
