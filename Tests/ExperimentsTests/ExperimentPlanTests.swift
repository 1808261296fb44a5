// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Experiments

@Suite struct ExperimentPlanTests {
  let plan = ExperimentPlan(sweepPointCount: 2, contenders: [0, 3], seeds: [5, 6, 7])

  @Test func `the order is sweep point, then contender, then seed`() {
    let order = plan.lines().map { [$0.sweepPoint, $0.contender, $0.seed] }
    #expect(
      order == [
        [0, 0, 5], [0, 0, 6], [0, 0, 7], [0, 3, 5], [0, 3, 6], [0, 3, 7],
        [1, 0, 5], [1, 0, 6], [1, 0, 7], [1, 3, 5], [1, 3, 6], [1, 3, 7],
      ])
    #expect(plan.lines().map(\.index) == Array(0..<12))
  }

  @Test func `only the first seed of each contender and sweep point keeps its series`() {
    #expect(plan.lines().filter(\.keepsSeries).map(\.index) == [0, 3, 6, 9])
  }

  @Test(arguments: 1...13)
  func `n shards part the plan: line k is in shard k mod n`(count: Int) throws {
    var merged: [PlanLine] = []
    for index in 0..<count {
      let lines = plan.lines(of: try #require(Shard(parsing: "\(index)/\(count)")))
      #expect(lines.allSatisfy { $0.index % count == index })
      merged += lines
    }
    #expect(merged.sorted { $0.index < $1.index } == plan.lines())
  }

  @Test func `shards counted from 1 are the same parts`() {
    #expect(Shard(parsing: "2/2") == Shard(parsing: "0/2"))
    #expect(Shard(parsing: "1/2")?.index == 1)
  }

  @Test(arguments: ["", "1", "3/2", "-1/2", "0/0", "a/b", "0/2/3", "/2", "0/"])
  func `a malformed shard is none`(text: String) {
    #expect(Shard(parsing: text) == nil)
  }
}

@Suite struct SeedListTests {
  @Test(arguments: [
    ("0..9", Array(0...9)), ("3", [3]), ("0..4,10..12", [0, 1, 2, 3, 4, 10, 11, 12]), ("7,1", [7, 1]), ("5..5", [5]),
  ])
  func `seeds are single numbers and closed ranges`(text: String, seeds: [Int]) throws {
    #expect(try SeedList(parsing: text).seeds == seeds)
  }

  @Test(arguments: [
    "", "a", "1..", "..3", "3..1", "1...3", "-1", "1,,2", "0..2000000", "1.5", " 1", "99999999999999999999",
  ])
  func `what is no list of seeds is refused`(text: String) {
    #expect(throws: SeedList.ParsingError.self) { try SeedList(parsing: text) }
  }

  @Test func `a seed named twice is refused by its number`() {
    #expect(throws: SeedList.ParsingError(description: "seed 4 is named twice")) {
      try SeedList(parsing: "0..4,4..6")
    }
  }
}

@Suite struct SweepAxisTests {
  @Test func `two axes give every combination, the first slowest`() throws {
    let load = try #require(SweepAxis(parsing: "load=0.5,0.6"))
    let start = try #require(SweepAxis(parsing: "start=placed,empty"))
    let points = SweepPoint.combinations(of: [load, start])
    #expect(
      points.map(\.values) == [
        ["load": "0.5", "start": "placed"], ["load": "0.5", "start": "empty"], ["load": "0.6", "start": "placed"],
        ["load": "0.6", "start": "empty"],
      ])
  }

  @Test func `no axis gives one empty point`() {
    #expect(SweepPoint.combinations(of: []).map(\.values) == [[:]])
  }

  @Test(arguments: ["load", "=1", "load=", "load=1,,2", "load=1,1"])
  func `a malformed axis is none`(text: String) {
    #expect(SweepAxis(parsing: text) == nil)
  }
}
