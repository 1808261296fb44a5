// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Experiments

@Suite struct LevelSearchTests {
  @Test(arguments: [(1, 0), (5, 4), (17, 16), (96, 95), (97, 96), (100, 99)])
  func `of 100 levels with the first N holding, the last is N-1, whatever the coarse step`(holding: Int, last: Int) {
    for step in [1, 2, 7, 10, 33, 200] {
      #expect(LevelSearch(levels: 0..<100, coarseStep: step).last { $0 < holding } == last, "step \(step)")
    }
  }

  @Test func `nothing holds where the first level does not`() {
    #expect(LevelSearch(levels: 0..<10, coarseStep: 3).last { $0 > 0 } == nil)
  }

  @Test func `a hole on a coarse level ends the climb before it`() {
    // 0 to 29 and 40 to 99 hold; the hole has a coarse level in it.
    let last = LevelSearch(levels: 0..<100, coarseStep: 10).last { $0 < 30 || $0 >= 40 }
    #expect(last == 29)
  }

  @Test func `no level is asked twice, and the answer's neighbour was asked`() {
    var asked: [Int] = []
    let last = LevelSearch(levels: 0..<191, coarseStep: 16).last { level in
      asked.append(level)
      return level <= 123
    }
    #expect(last == 123)
    #expect(Set(asked).count == asked.count)
    #expect(asked.contains(124) && asked.count <= 14, "\(asked)")
  }

  @Test func `ladders may start anywhere and have one level`() {
    #expect(LevelSearch(levels: 7..<8, coarseStep: 5).last { _ in true } == 7)
    #expect(LevelSearch(levels: 7..<12, coarseStep: 2).last { $0 <= 9 } == 9)
  }
}
