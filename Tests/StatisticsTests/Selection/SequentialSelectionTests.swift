// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Statistics

@Suite struct SequentialSelectionTests {
  @Test func `eta and h squared are the oracle's`() throws {
    let lines = try MethodOracle.read().knConstants
    #expect(lines.count == 8)
    for line in lines {
      let constants = SequentialSelection.constants(contenders: line.k, firstStage: line.n0, alpha: line.alpha)
      #expect(constants.eta.agrees(with: line.eta, within: 1e-13 * line.eta))
      #expect(constants.hSquared.agrees(with: line.h2, within: 1e-13 * line.h2))
    }
  }

  @Test func `after ten rounds the second of three is the best`() throws {
    let oracle = try MethodOracle.read().knExample
    let selection = try #require(
      SequentialSelection(
        firstStage: oracle.values, better: .higher, indifference: oracle.delta, alpha: oracle.alpha))
    #expect(selection.eta.agrees(with: oracle.eta, within: 1e-13))
    #expect(selection.hSquared.agrees(with: oracle.h2, within: 1e-12))
    #expect(oracle.pairs.count == 6)
    for pair in oracle.pairs {
      #expect(selection.variance(pair.i, pair.l).agrees(with: pair.variance, within: 1e-20))
      #expect(Int(selection.bound(pair.i, pair.l)) == pair.most)
      let margin = selection.margin(pair.i, pair.l)
      #expect(margin.agrees(with: pair.width, within: 1e-14))
      let behind = Double(selection.rounds) * (oracle.means[pair.l] - oracle.means[pair.i])
      #expect((behind > margin) == pair.eliminatedByL)
    }
    #expect(selection.remaining == oracle.survivors)
    #expect(selection.chosen == 1)
  }

  @Test func `where less is better the signs turn`() throws {
    let oracle = try MethodOracle.read().knExample
    let selection = try #require(
      SequentialSelection(
        firstStage: oracle.values.map { $0.map { -$0 } }, better: .lower, indifference: oracle.delta))
    #expect(selection.chosen == 1)
  }

  @Test func `the best of four, one indifference ahead, is chosen in at least 190 of 200`() throws {
    var chosen = 0
    for experiment in 0..<200 {
      var draws = SyntheticDraws(experiment: 90_000 + UInt64(experiment))
      func round(_ contenders: [Int]) -> [Double] {
        // The luck that all share, and some of each one's own.
        let luck = draws.normal()
        return contenders.map { (contender: Int) -> Double in luck + draws.normal() + (contender == 2 ? 1 : 0) }
      }
      let first = (0..<10).map { _ in round([0, 1, 2, 3]) }
      var selection = try #require(
        SequentialSelection(
          firstStage: (0..<4).map { contender in first.map { $0[contender] } }, better: .higher, indifference: 1))
      while selection.chosen == nil { selection.add(round(selection.remaining)) }
      #expect(selection.rounds <= selection.mostRounds + 1 || selection.remaining.count == 1)
      if selection.chosen == 2 { chosen += 1 }
    }
    print("selection: the best of four chosen in \(chosen) of 200")
    #expect(chosen >= 190)
  }

  @Test func `contenders that are equal in every run end in a tie`() throws {
    let values = [1.0, 2, 3, 1, 2, 3]
    let selection = try #require(
      SequentialSelection(
        firstStage: [values, values, values.map { $0 - 5 }], better: .higher, indifference: 0.1))
    #expect(selection.remaining == [0, 1] && selection.chosen == 0)
  }

  @Test func `one contender, one round and unequal counts are refused`() {
    #expect(SequentialSelection(firstStage: [[1, 2]], better: .higher, indifference: 1) == nil)
    #expect(SequentialSelection(firstStage: [[1], [2]], better: .higher, indifference: 1) == nil)
    #expect(SequentialSelection(firstStage: [[1, 2], [2]], better: .higher, indifference: 1) == nil)
    #expect(SequentialSelection(firstStage: [[1, 2], [2, .nan]], better: .higher, indifference: 1) == nil)
  }
}
