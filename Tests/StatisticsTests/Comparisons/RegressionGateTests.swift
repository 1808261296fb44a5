// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct RegressionGateTests {
  private func gate(
    _ differences: [Double], better: Preference = .lower, smallestEffect: Double = 0, alpha: Double = 0.05
  ) throws -> RegressionGate {
    try #require(
      RegressionGate(differences: differences, better: better, smallestEffect: smallestEffect, alpha: alpha))
  }
  private let oneToTen = (1...10).map { Double($0) / 10 }

  @Test func `six pairs without a difference pass, even where any effect matters`() throws {
    let gate = try gate([0, 0, 0, 0, 0, 0])
    #expect(gate.outcome == .pass && gate.reason == .identical && gate.furtherPairs == 0)
  }

  @Test func `two pairs are inconclusive and want four more`() throws {
    let far = try gate([5, 5.001])
    #expect(far.outcome == .inconclusive && far.reason == .tooFewPairs && far.furtherPairs == 4)
    #expect(try gate([0, 0]).furtherPairs == 4)
    #expect(try gate([3]).furtherPairs == 5)
    #expect(try gate([1, 1, 1, 1, 1]).furtherPairs == 1)
  }

  @Test func `a constant loss beyond the smallest effect is a regression from six pairs on, below it passes`() throws {
    #expect(try gate([2, 2, 2, 2, 2, 2], smallestEffect: 1).outcome == .regression)
    #expect(try gate([2, 2, 2, 2, 2, 2], smallestEffect: 3).outcome == .pass)
    let at = try gate([2, 2, 2, 2, 2, 2], smallestEffect: 2)
    #expect(at.outcome == .inconclusive && at.furtherPairs == nil)
    let strict = try gate([2, 2, 2, 2, 2, 2], smallestEffect: 1, alpha: 0.01)
    #expect(strict.outcome == .inconclusive && strict.furtherPairs == 1)
  }

  @Test func `worse is less of what should be high, and more of what should be low`() throws {
    #expect(try gate(oneToTen, better: .lower).outcome == .regression)
    #expect(try gate(oneToTen, better: .higher).outcome == .pass)
    let less = try gate(oneToTen.map { -$0 }, better: .higher)
    #expect(less.outcome == .regression && less.reason == .worse && less.furtherPairs == 0)
    #expect(less.regression.meanDifference.agrees(with: 0.55, within: 1e-12))
  }

  @Test func `a clear loss below the smallest effect passes, one about it is open`() throws {
    // Mean 0.55, 95 % interval 0.333 to 0.767.
    let passed = try gate(oneToTen, smallestEffect: 0.8)
    #expect(passed.outcome == .pass && passed.reason == .notWorse)
    let open = try gate(oneToTen, smallestEffect: 0.6)
    #expect(open.outcome == .inconclusive && open.reason == .undecided)
    #expect(try gate(oneToTen, smallestEffect: 0.5).outcome == .regression)
  }

  @Test func `the further pairs asked for decide when mean and variance stay`() throws {
    let values = [1.0, -0.5, 2, -1, 1.5, 0.3, -0.8, 1.2]
    for smallestEffect in [0.0, 0.2, 0.45, 0.6, 1, 1.4] {
      let open = try gate(values, smallestEffect: smallestEffect)
      guard open.outcome == .inconclusive else {
        #expect(open.furtherPairs == 0)
        continue
      }
      let further = try #require(open.furtherPairs)
      let copies = (values.count + further) / values.count + 1
      let longer = (0..<copies).flatMap { _ in values }
      #expect(try gate(longer, smallestEffect: smallestEffect).outcome != .inconclusive, "\(smallestEffect)")
    }
  }

  @Test func `no number of pairs decides a loss of the smallest effect itself, or no loss where any matters`() throws {
    #expect(try gate([1, -1, 2, -2, 3, -3]).furtherPairs == nil)
    #expect(try gate([2, 0, 3, -1, 4, -2], smallestEffect: 1).furtherPairs == nil)
  }

  @Test func `among many goals a regression stays only where its p holds for all of them together`() throws {
    let passing = try gate([-1, -1, -1, -1, -1, -1, -1, -1, -1, -1])
    let clear = try gate([3, 1, 2, 0.5, 4, 1, 2.5, 0.4, 3.5, 0.1])
    let p = try #require(clear.regression.meanPAbove(0))
    let most = Int(0.05 / p)
    #expect(clear.outcome == .regression && most >= 2)
    func held(_ count: Int) -> RegressionGate {
      RegressionGate.together([clear] + Array(repeating: passing, count: count - 1))[0]
    }
    #expect(held(most).outcome == .regression)
    #expect(held(most + 1).outcome == .inconclusive)
    #expect((held(most + 1).furtherPairs ?? 0) > 0)
    #expect(RegressionGate.together([passing, clear, passing])[0].outcome == .pass)
    #expect(RegressionGate.together([clear])[0] == clear)
  }

  @Test func `a constant loss in every pair stays a regression in a family of any size`() throws {
    let six = try gate([1, 1, 1, 1, 1, 1])
    let passing = try gate([-1, -1, -1, -1, -1, -1])
    #expect(RegressionGate.together([six] + Array(repeating: passing, count: 99))[0].outcome == .regression)
  }

  @Test func `no pairs and numbers that are none have no gate`() {
    #expect(RegressionGate(differences: [], better: .higher, smallestEffect: 0) == nil)
    #expect(RegressionGate(differences: [.infinity], better: .higher, smallestEffect: 0) == nil)
  }
}
